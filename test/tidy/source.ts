import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { type Node, parseSync, visitorKeys } from 'oxc-parser'

/** One import of a file; `to` is a path from the project's root, or a package's name as written. */
export interface Import {
  readonly to: string
  readonly local: boolean
  /** Erased before the program runs. */
  readonly type: boolean
  /** Reached by `import()`, so not before it is asked for. */
  readonly lazy: boolean
  readonly line: number
}

export interface Spot {
  readonly node: Node
  readonly parent: Node | null
}

/** A file of the project, parsed. */
export interface Source {
  readonly path: string
  readonly text: string
  /** The room it lives in: a folder of src, a file of src without its ending, or null outside src. */
  readonly room: string | null
  /** A test, or help for the tests beside it (`test-*.ts`). */
  readonly test: boolean
  readonly imports: readonly Import[]
  readonly nodes: readonly Spot[]
  readonly comments: readonly { readonly text: string; readonly line: number }[]
  readonly lines: number
  readonly lineAt: (offset: number) => number
}

/** What a rule found wrong, with what to do instead. */
export interface Finding {
  readonly path: string
  readonly line: number
  readonly says: string
}

/** One agreement of the house. It gives everything it finds, never stopping at the first. */
export interface Rule {
  readonly title: string
  readonly check: (sources: readonly Source[]) => readonly Finding[]
}

const folders = ['src', 'test', 'scripts', 'bench', 'bin', 'examples']
const skipped = new Set(['node_modules', 'dist', 'data', 'out', '.bellwether'])

/** Every source file below the root: TypeScript and the launcher's JavaScript. */
export function readSources(root: string): Source[] {
  const paths: string[] = []
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = posix.join(folder, entry.name)
      if (entry.isDirectory()) {
        if (!skipped.has(entry.name)) walk(path)
      } else if (/\.(tsx?|m?js)$/.test(entry.name)) paths.push(path)
    }
  }
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (entry.isDirectory() && folders.includes(entry.name)) walk(entry.name)
    else if (/\.tsx?$/.test(entry.name)) paths.push(entry.name)
  }
  return paths.sort().map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')))
}

/** Parses one file; a file that does not parse is a mistake of its own and throws. */
export function parseSource(path: string, text: string): Source {
  const parsed = parseSync(path, text)
  const [error] = parsed.errors
  if (error !== undefined) throw new Error(`${path}: ${error.message}`)
  const lineAt = lines(text)
  const nodes = flatten(parsed.program)
  return {
    path,
    text,
    room: roomOf(path),
    test: /\.test\.tsx?$|\/test-[^/]*\.tsx?$/.test(path),
    imports: importsOf(path, nodes, lineAt),
    nodes,
    comments: parsed.comments.map((one) => ({ text: one.value, line: lineAt(one.start) })),
    lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    lineAt,
  }
}

export const roomOf = (path: string): string | null => /^src\/([^/.]+)/.exec(path)?.[1] ?? null

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

function flatten(program: Node): Spot[] {
  const spots: Spot[] = []
  const visit = (node: Node, parent: Node | null): void => {
    spots.push({ node, parent })
    const fields: Readonly<Record<string, unknown>> = { ...node }
    for (const key of visitorKeys[node.type] ?? [])
      for (const child of [fields[key]].flat()) if (isNode(child)) visit(child, node)
  }
  visit(program, null)
  return spots
}

function importsOf(path: string, nodes: readonly Spot[], lineAt: (offset: number) => number): Import[] {
  const imports: Import[] = []
  const add = (source: { value: unknown; start: number }, type: boolean, lazy: boolean): void => {
    if (typeof source.value !== 'string') return
    const local = source.value.startsWith('.')
    const to = local ? posix.join(posix.dirname(path), source.value) : source.value
    imports.push({ to, local, type, lazy, line: lineAt(source.start) })
  }
  for (const { node } of nodes) {
    if (node.type === 'ImportDeclaration')
      add(node.source, node.importKind === 'type' || onlyTypes(node.specifiers), false)
    else if (node.type === 'ExportAllDeclaration') add(node.source, node.exportKind === 'type', false)
    else if (node.type === 'ExportNamedDeclaration' && node.source !== null)
      add(node.source, node.exportKind === 'type', false)
    else if (node.type === 'ImportExpression' && node.source.type === 'Literal') add(node.source, false, true)
    else if (node.type === 'TSImportType') add(node.source, true, false)
  }
  return imports
}

const onlyTypes = (specifiers: readonly { readonly importKind?: string; readonly type: string }[]): boolean =>
  specifiers.length > 0 && specifiers.every((one) => one.importKind === 'type')

function lines(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low + 1
  }
}
