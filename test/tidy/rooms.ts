import type { Finding, Rule, Source } from './source.ts'
import { roomOf } from './source.ts'

interface Room {
  /** Pure rooms compute and touch nothing outside: no files, network, clock or chance. */
  readonly pure: boolean
  readonly imports: readonly string[]
}

const truth = ['domain', 'time']
const hands = ['ports', 'domain', 'time', 'sql']
const doors = ['app', 'contract', 'domain', 'time', 'ports', 'settings']

/** The house: every room, and the rooms that it may import. ARCHITECTURE.md draws it. */
export const rooms: Readonly<Record<string, Room>> = {
  time: { pure: true, imports: [] },
  domain: { pure: true, imports: ['time'] },
  sql: { pure: true, imports: [] },
  ports: { pure: true, imports: ['domain', 'time', 'sql'] },
  query: { pure: true, imports: ['domain', 'time', 'sql', 'ports'] },
  charts: { pure: true, imports: truth },
  contract: { pure: true, imports: truth },
  insight: { pure: true, imports: truth },
  library: { pure: true, imports: truth },
  settings: { pure: true, imports: ['domain'] },
  app: { pure: false, imports: [...hands, 'query', 'insight', 'library'] },
  engine: { pure: false, imports: hands },
  store: { pure: false, imports: hands },
  connectors: { pure: false, imports: hands },
  channels: { pure: false, imports: ['ports', 'domain', 'time'] },
  reports: { pure: false, imports: ['ports', 'domain', 'time', 'charts'] },
  server: { pure: false, imports: doors },
  cli: { pure: false, imports: doors },
  web: { pure: true, imports: ['contract', 'domain', 'time', 'charts'] },
}

/** Files of src itself; main puts the rooms together and may import every one. */
const rootFiles = ['src/main.ts', 'src/ports.ts', 'src/settings.ts']

export const roomRule: Rule = {
  title: 'rooms import only downward',
  check: (sources) => sources.flatMap((source) => (source.room === null ? [] : checkSource(source, source.room))),
}

function checkSource(source: Source, room: string): Finding[] {
  const at = (line: number, says: string): Finding => ({ path: source.path, line, says })
  const inRoot = source.path.split('/').length === 2
  if (inRoot && !rootFiles.includes(source.path))
    return [at(1, `only ${rootFiles.join(', ')} stand in src itself; put this file into the room that it belongs to`)]
  if (room === 'main') return []
  const rules = rooms[room]
  if (rules === undefined)
    return [
      at(1, `${room}/ is no room of the house; use ${Object.keys(rooms).join(', ')}, or add it to test/tidy/rooms.ts`),
    ]
  return source.imports
    .filter((one) => one.local)
    .flatMap((one): Finding[] => {
      const other = roomOf(one.to)
      if (other === null)
        return [
          at(one.line, `src imports nothing outside src, but this imports ${one.to}; move what it needs into a room`),
        ]
      if (other === room || rules.imports.includes(other)) return []
      return [at(one.line, refusal(source, room, other, rules))]
    })
}

function refusal(source: Source, room: string, other: string, rules: Room): string {
  if (source.test) return `a test in ${room}/ imports what ${room}/ may; one that also needs ${other}/ belongs in test/`
  if (other === 'query') return 'only app/ plans queries; ask for numbers through app/ask.ts'
  const may = rules.imports.length === 0 ? 'nothing' : rules.imports.join(', ')
  return `${room}/ may import ${may}, not ${other}/; move what both need down into one of these, or pass it in from above`
}

export const portsRule: Rule = {
  title: 'ports.ts declares types and nothing that runs',
  check: (sources) =>
    sources
      .filter((source) => source.path === 'src/ports.ts')
      .flatMap((source) => {
        const body = source.nodes.filter((spot) => spot.parent?.type === 'Program').map((spot) => spot.node)
        return body
          .filter((node) => {
            if (node.type === 'ImportDeclaration') return node.importKind !== 'type'
            if (node.type === 'ExportNamedDeclaration') return node.exportKind !== 'type'
            return node.type !== 'TSInterfaceDeclaration' && node.type !== 'TSTypeAliasDeclaration'
          })
          .map((node) => ({
            path: source.path,
            line: source.lineAt(node.start),
            says: 'ports.ts is imported by everybody and only says what plugs look like; put code into a room',
          }))
      }),
}
