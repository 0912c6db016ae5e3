/** The names nearest to `name` by edit distance (transpositions count once), best first; empty when none is close enough. */
export function nearest(name: string, names: Iterable<string>, limit = 3): string[] {
  const wanted = name.toLowerCase()
  const allowed = Math.max(1, Math.min(4, Math.floor(wanted.length / 3)))
  const found: { name: string; distance: number }[] = []
  for (const candidate of names) {
    const distance = distanceOf(wanted, candidate.toLowerCase(), allowed)
    if (distance <= allowed) found.push({ name: candidate, distance })
  }
  found.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
  return found.slice(0, limit).map((one) => one.name)
}

/** A whole name inside the other (`timezone` for `zone`) is as near as the last allowed edit. */
function distanceOf(wanted: string, candidate: string, allowed: number): number {
  const inside =
    Math.min(wanted.length, candidate.length) >= 3 && (wanted.includes(candidate) || candidate.includes(wanted))
  const edits = Math.abs(candidate.length - wanted.length) > allowed ? Infinity : editDistance(wanted, candidate)
  return inside ? Math.min(edits, allowed) : edits
}

/** Words for a hint: `Did you mean "a" or "b"?`, else the given sentence. */
export function didYouMean(near: readonly string[], otherwise: string): string {
  if (near.length === 0) return otherwise
  return `Did you mean ${near.map((one) => `"${one}"`).join(' or ')}?`
}

/** Damerau–Levenshtein distance (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      row.push(cost)
    }
    before = last
    last = row
  }
  return last[b.length] ?? 0
}
