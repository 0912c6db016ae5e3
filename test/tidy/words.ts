import type { Finding, Rule, Source, Spot } from './source.ts'

/** A rule over single nodes of the program's own files: what it says of a node, or null. */
const nodeRule = (title: string, allowed: readonly string[], says: (spot: Spot) => string | null): Rule => ({
  title,
  check: (sources) =>
    sources
      .filter((source) => source.room !== null && !source.test && !isIn(source, allowed))
      .flatMap((source) =>
        source.nodes.flatMap((spot): Finding[] => {
          const words = says(spot)
          return words === null ? [] : [{ path: source.path, line: source.lineAt(spot.node.start), says: words }]
        }),
      ),
})

const isIn = (source: Source, places: readonly string[]): boolean =>
  places.some((place) => source.path === place || source.path.startsWith(`${place}/`))

/** The name that a node uses from outside: not a property, not a key, not a declaration's own name. */
function globalName({ node, parent }: Spot): string | null {
  if (node.type !== 'Identifier') return null
  if (parent?.type === 'MemberExpression' && parent.property === node && !parent.computed) return null
  if (parent?.type === 'TSQualifiedName' && parent.right === node) return null
  if ((parent?.type === 'Property' || parent?.type === 'TSPropertySignature') && parent.key === node) return null
  return node.name
}

/** `object.property` as written, in code and in types. */
function dotted({ node }: Spot): string | null {
  if (node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.property.type === 'Identifier')
    return `${node.object.name}.${node.property.name}`
  if (node.type === 'TSQualifiedName' && node.left.type === 'Identifier') return `${node.left.name}.${node.right.name}`
  return null
}

export const timeRule = nodeRule('dates and zones only in time/', ['src/time', 'src/main.ts'], (spot) => {
  const name = globalName(spot)
  if (name === 'Date' || name === 'Temporal')
    return `${name} is used in time/ only: days are integers, now comes from the Clock, and time/ has the rest`
  if (dotted(spot) === 'Intl.DateTimeFormat') return 'dates are written by time/, in the reader’s language; call it'
  return null
})

export const chanceRule = nodeRule('chance only from main.ts', ['src/main.ts'], (spot) => {
  const chance = dotted(spot) === 'Math.random' || /^(randomUUID|randomBytes|randomInt)$/.test(nameOf(spot))
  return chance ? 'chance arrives as an argument, so that a run can be repeated; main.ts makes it' : null
})

const nameOf = ({ node }: Spot): string => (node.type === 'Identifier' ? node.name : '')

const processPlaces = [
  'src/main.ts',
  'src/cli',
  'src/engine/child.ts',
  'src/app/failpoint.ts', // ends the process on purpose
  'src/app/lock.ts', // says which process owns a workspace
  'src/server/health.ts', // measures the process
]

export const environmentRule = nodeRule('the environment only in main.ts', ['src/main.ts'], (spot) =>
  dotted(spot) === 'process.env' || dotted(spot) === 'import.meta.env'
    ? 'every setting stands in settings.ts and is read from the environment by main.ts; take its value as an argument'
    : null,
)

export const processRule = nodeRule('the process only where it begins and ends', processPlaces, (spot) =>
  globalName(spot) === 'process' || (spot.node.type === 'Literal' && spot.node.value === 'node:process')
    ? `process is touched in ${processPlaces.join(', ')} only; take what you need as an argument`
    : null,
)

export const consoleRule = nodeRule('printing only at the doors', ['src/main.ts', 'src/cli'], (spot) =>
  globalName(spot) === 'console'
    ? 'only main.ts and cli/ print; return what happened, or take a log as an argument'
    : null,
)

const statement =
  /\b(SELECT\b[\s\S]*\bFROM|INSERT INTO|DELETE FROM|UPDATE \S+ SET|(CREATE|DROP|ALTER) (TEMP |OR REPLACE )*(TABLE|VIEW|INDEX|SCHEMA)|(GROUP|ORDER) BY|LEFT JOIN|UNION ALL|PARTITION BY)\b|^\s*(select (\*|count\(|distinct )|insert into |delete from |(create|drop|alter) table )/

/** Connectors read databases of others, whose catalogs and dialects no answer speaks. */
const sqlPlaces = ['src/sql', 'src/store', 'src/engine', 'src/connectors']

export const sqlRule = nodeRule('SQL text only in sql/, store/, engine/ and connectors/', sqlPlaces, (spot) =>
  statement.test(textOf(spot))
    ? 'statements are built as sql/ast.ts and written by sql/render.ts, so that values become parameters and every engine is served'
    : null,
)

export const truncationRule = nodeRule('SQL truncates no dates', [], (spot) =>
  /\b(date_trunc|date_part|time_bucket)\s*\(/i.test(textOf(spot))
    ? 'statements join the calendar table written by time/spine.ts, so that every calendar and engine gives the same periods'
    : null,
)

function textOf({ node }: Spot): string {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : ''
  return node.type === 'TemplateElement' ? node.value.raw : ''
}
