import { rooms } from './rooms.ts'
import type { Finding, Import, Rule, Source } from './source.ts'

/** Where each package may be imported: rooms, or folders and files of them. Tests may use it in the same places. */
const fences: Readonly<Record<string, readonly string[]>> = {
  zod: ['domain', 'contract', 'settings', 'connectors', 'channels', 'reports'],
  yaml: ['domain/definition'],
  'csv-parse': ['connectors'],
  '@e965/xlsx': ['connectors'],
  hyparquet: ['connectors'],
  pg: ['connectors'],
  '@duckdb/node-api': ['engine'],
  '@duckdb/node-bindings': ['engine'],
  kysely: ['store'],
  'node:sqlite': ['store', 'connectors'],
  fastify: ['server'],
  'd3-array': ['charts'],
  'd3-scale': ['charts'],
  'd3-shape': ['charts'],
  react: ['web'],
  'react-dom': ['web'],
  '@tanstack/react-query': ['web'],
  '@tanstack/react-router': ['web'],
  '@fontsource-variable/inter': ['web'],
}

const testing = ['vitest', 'fast-check']

export const packageRule: Rule = {
  title: 'packages stay inside their rooms',
  check: (sources) => sources.filter((source) => source.room !== null).flatMap(checkSource),
}

function checkSource(source: Source): Finding[] {
  return source.imports.flatMap((one): Finding[] => {
    const says = one.local ? null : refusal(source, one)
    return says === null ? [] : [{ path: source.path, line: one.line, says }]
  })
}

function refusal(source: Source, { to }: Import): string | null {
  const name = packageOf(to)
  if (source.test && (testing.includes(name) || to.startsWith('node:'))) return null
  const fence = fences[name]
  if (fence !== undefined) {
    const inside = fence.some((place) => `${source.path.replace(/\.tsx?$/, '')}/`.startsWith(`src/${place}/`))
    return inside ? null : `${name} is used by ${fence.join(', ')} only; ask that room for what you need`
  }
  if (to.startsWith('node:')) {
    const pure = rooms[source.room ?? '']?.pure ?? false
    return pure
      ? `${source.room}/ touches nothing outside itself, so no ${to}; take the value as an argument or a port`
      : null
  }
  return `${name} has no room yet; name the one that may import it in test/tidy/packages.ts, and say in docs/decisions/0009-dependencies.md what it weighs and replaces`
}

const packageOf = (to: string): string => {
  if (to.startsWith('node:')) return to
  return to.split('/', to.startsWith('@') ? 2 : 1).join('/')
}

/** What the first page may not carry: each is larger than the page's whole code. */
const heavy = ['zod', 'yaml']

export const firstPageRule: Rule = {
  title: 'the first page carries neither zod nor yaml',
  check: (sources) => {
    const byPath = new Map(sources.map((source) => [source.path, source]))
    const ways = new Map<string, string>([['src/web/main.tsx', '']])
    const findings: Finding[] = []
    for (const [path, from] of ways) {
      for (const one of byPath.get(path)?.imports ?? []) {
        if (one.type || one.lazy) continue
        if (one.local) ways.set(one.to, ways.get(one.to) ?? path)
        else if (heavy.includes(packageOf(one.to)))
          findings.push({
            path,
            line: one.line,
            says: `${wayTo(ways, from)}${path} brings ${one.to} into the first page; import types only, or load it lazily`,
          })
      }
    }
    return findings
  },
}

function wayTo(ways: ReadonlyMap<string, string>, path: string): string {
  return path === '' ? '' : `${wayTo(ways, ways.get(path) ?? '')}${path} → `
}
