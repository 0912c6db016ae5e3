import { issueRows } from '../issue.ts'
import { orderColumns, orderRows } from './calculation/example.ts'
import { calculationTypes } from './calculation/index.ts'
import type { Plugs } from './draft.ts'
import { definitionIssues } from './issues.ts'
import { documentSchemas } from './json-schema.ts'
import { kinds } from './kinds.ts'
import type { JsonSchema } from './schema-walk.ts'

const note = '<!-- Written by scripts/reference.ts from the code; a test compares them. -->'

/** `docs/reference/definitions.md`: every kind with its fields and an example, from the schemas. */
export function definitionsPage(connectors: Plugs['connectors']): string {
  const schemas = documentSchemas(connectors)
  const parts = [...schemas].map(([name, schema]) => {
    const { title, help, example } = kinds[name]
    const more = name === 'kpi' ? calculationExamples() : []
    return [`## ${title}`, '', help, '', ...fieldTables(schema), '```yaml', example.trimEnd(), '```', '', ...more].join(
      '\n',
    )
  })
  const intro =
    'A workspace is a folder of YAML files. Each document says its `kind` and its `id`; several in one file are separated by `---`. Editors check them with the JSON Schemas of `docs/schema`.'
  return [note, '', '# Definitions', '', intro, '', ...parts].join('\n')
}

/** What each type of calculation gives over a few orders. */
function calculationExamples(): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  const amounts = (values: Readonly<Record<string, string | number | null>>) =>
    Object.entries(values)
      .map(([period, value]) => `${period}: ${shown(value)}`)
      .join(', ')
  const intro = [
    '### What calculations give',
    '',
    'Over these orders, with the KPIs `revenue` as above and `orders` as `count_distinct(order_id)`; a test runs every one of them.',
    '',
    line(orderColumns),
    line(orderColumns.map(() => '---')),
    ...orderRows.map(line),
    '',
  ]
  const parts = [...calculationTypes].flatMap(([, { examples = [] }]) =>
    examples.flatMap(({ calculation, measuredIn, typed, gives }) => [
      '```yaml',
      `calculation: ${calculation}`,
      `measured-in: "${measuredIn}"`,
      '```',
      '',
      `${typed === undefined ? '' : `Typed in ${amounts(typed)}. `}Gives ${amounts(gives)}.`,
      '',
    ]),
  )
  return [...intro, ...parts]
}

/** A value as a page shows it: quotients with four digits. */
const shown = (value: string | number | null): string =>
  value === null ? 'nothing' : typeof value === 'number' ? String(Number(value.toFixed(4))) : value

/** One table of codes with examples of their words, for `docs/reference/issues.md`. */
export function issuesTable(rows: ReturnType<typeof issueRows>): string {
  const lines = rows.map((row) => `| \`${row.code}\` | ${row.severity} | ${cell(row.message)} | ${cell(row.hint)} |`)
  return ['| code | | for example | what to do |', '|---|---|---|---|', ...lines].join('\n')
}

/** `docs/reference/issues.md`: what `check` may say, definitions first, then the tables given. */
export function issuesPage(others: readonly { title: string; rows: ReturnType<typeof issueRows> }[]): string {
  const tables = [{ title: 'Definitions', rows: issueRows(definitionIssues) }, ...others]
  const parts = tables.map(({ title, rows }) => `## ${title}\n\n${issuesTable(rows)}\n`)
  const intro =
    'Every mistake has a code, a place (file, line, column), what is wrong and what to do. `check --json` prints them as data.'
  return [note, '', '# Issues', '', intro, '', ...parts].join('\n')
}

function fieldTables(schema: JsonSchema): string[] {
  const alternatives = schema.anyOf ?? schema.oneOf
  if (alternatives === undefined) return table(schema, null)
  const [first, ...rest] = alternatives
  const same = (name: string, one: JsonSchema) =>
    JSON.stringify(one.properties?.[name]) === JSON.stringify(first?.properties?.[name])
  const shared = new Set(Object.keys(first?.properties ?? {}).filter((name) => rest.every((one) => same(name, one))))
  const common = first === undefined ? [] : table(first, null, (name) => shared.has(name))
  const own = alternatives.flatMap((one) => {
    const lines = table(one, null, (name) => !shared.has(name))
    return lines.length === 0 ? [] : [`**${one.title ?? ''}**`, '', ...lines]
  })
  return [...common, ...own]
}

function table(schema: JsonSchema, prefix: string | null, only: (name: string) => boolean = () => true): string[] {
  const rows = rowsOf(schema, prefix, only)
  return rows.length === 0 ? [] : ['| field | value | |', '|---|---|---|', ...rows, '']
}

function rowsOf(schema: JsonSchema, prefix: string | null, only: (name: string) => boolean): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]): string[] => {
    if (!only(name)) return []
    const path = prefix === null ? name : `${prefix}.${name}`
    const required = schema.required?.includes(name) === true ? '' : ' (optional)'
    const preset = field.default === undefined ? '' : ` Default: \`${String(field.default)}\`.`
    const row = `| \`${path}\`${required} | ${cell(typeWords(field))} | ${cell(`${field.description ?? ''}${preset}`)} |`
    return [row, ...innerRows(field, path)]
  })
}

/** Rows of mappings inside a field: of a list's items as `x[]`, of named things as `x.*`, of alternatives by title. */
function innerRows(field: JsonSchema, path: string): string[] {
  const alternatives = field.anyOf ?? field.oneOf
  if (alternatives !== undefined) {
    const single = new Set(alternatives.map((one) => JSON.stringify(one)))
    return alternatives
      .filter((one) => one.items === undefined || !single.has(JSON.stringify(one.items)))
      .flatMap((one) =>
        innerRows(one, one.properties === undefined || one.title === undefined ? path : `${path} (${one.title})`),
      )
  }
  if (field.items !== undefined) return innerRows(field.items, `${path}[]`)
  if (typeof field.additionalProperties === 'object') return innerRows(field.additionalProperties, `${path}.*`)
  return rowsOf(field, path, () => true)
}

function typeWords(field: JsonSchema): string {
  if (field.const !== undefined) return `\`${String(field.const)}\``
  if (field.enum !== undefined) return field.enum.map((one) => `\`${String(one)}\``).join(', ')
  const alternatives = field.anyOf ?? field.oneOf
  if (alternatives !== undefined) {
    const words = [...new Set(alternatives.map((one) => typeWords(one)))].join(' or ')
    return words.replaceAll('text or number or true or false', 'word')
  }
  if (field.references !== undefined)
    return `id of ${/^[aeiou](?!ni)/.test(field.references) ? 'an' : 'a'} ${field.references}`
  if (field.format === 'formula' || field.format === 'date') return field.format
  if (field.type === 'array') return `list of ${field.items === undefined ? 'values' : typeWords(field.items)}`
  if (field.type === 'object') return field.additionalProperties === false ? 'fields' : 'named entries'
  const words: Readonly<Record<string, string>> = { string: 'text', integer: 'whole number', boolean: 'true or false' }
  const types = [field.type ?? 'value'].flat()
  const named = types.map((type) => words[type] ?? type).join(' or ')
  return named === 'text or number or true or false' ? 'word' : named
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
