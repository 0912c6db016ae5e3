/**
 * Every cycle of a graph once, as the path that leads back to its first node (`['a', 'b', 'a']`). A node on several
 * cycles is named in one of them.
 */
export function cycles(nodes: Iterable<string>, edges: (node: string) => readonly string[]): string[][] {
  const found: string[][] = []
  const done = new Set<string>()
  for (const start of nodes) {
    if (done.has(start)) continue
    const path: string[] = []
    const onPath = new Set<string>()
    const stack: { node: string; next: number }[] = [{ node: start, next: 0 }]
    path.push(start)
    onPath.add(start)
    while (stack.length > 0) {
      const top = stack[stack.length - 1]
      if (top === undefined) break
      const target = edges(top.node)[top.next++]
      if (target === undefined) {
        stack.pop()
        path.pop()
        onPath.delete(top.node)
        done.add(top.node)
      } else if (onPath.has(target)) {
        found.push([...path.slice(path.indexOf(target)), target])
      } else if (!done.has(target)) {
        stack.push({ node: target, next: 0 })
        path.push(target)
        onPath.add(target)
      }
    }
  }
  return found
}
