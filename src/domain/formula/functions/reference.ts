import { printUnit } from '../../measure-unit.ts'
import { type Example, type FormulaFunction, signature } from './define.ts'
import { functions } from './index.ts'

const intro = `<!-- Written by scripts/reference.ts from the code; a test compares them. -->

# Formula functions

A formula is arithmetic (\`+ - * /\`, parentheses, \`5%\`), comparison (\`= != < <= > >=\`), \`and\`, \`or\`, \`not\`, \`in (…)\` and
\`is null\` over columns (\`quantity\`), looked-up columns (\`customer.region\`), other KPIs (\`[net-revenue]\`), numbers, texts in single
quotes and dates (\`'2026-01-31'\`). \`where\` behind an aggregate filters its rows. Absent operands make absent results unless a
function says otherwise; so does division by zero.

Each function works on rows (inside an aggregate, or after \`where\`), makes one value of many rows, works on values of a
period, or reads other periods. Every example below is run on the engine by a test.
`

const groups: readonly { readonly title: string; readonly holds: (one: FormulaFunction) => boolean }[] = [
  { title: 'Aggregates: one value of many rows', holds: ({ kind }) => kind === 'aggregate' },
  { title: 'On rows and on values of a period', holds: ({ kind }) => kind === 'scalar' },
  { title: 'Over periods', holds: ({ kind }) => kind === 'series' },
]

/** `docs/reference/functions.md`: every function with what it takes, what it gives and examples, from their declarations. */
export function functionsPage(): string {
  const parts = groups.map(
    ({ title, holds }) => `## ${title}\n\n${functions.filter(holds).map(functionPart).join('\n')}`,
  )
  return `${intro}\n${parts.join('\n')}`
}

function functionPart(one: FormulaFunction): string {
  const facts = [one.help, placeWords(one), unitWords(one)].filter((words) => words !== '').join(' ')
  const rows = one.examples.map((example) => {
    const cells = [`\`${example.formula}\``, givenWords(example), givesWords(example)].map(cell)
    return `| ${cells.join(' | ')} |`
  })
  const table = ['| formula | given | gives |', '|---|---|---|', ...rows].join('\n')
  return `### ${one.title}\n\n\`${signature(one.id, one.parameters)}\`\n\n${facts}\n\n${table}\n`
}

function placeWords({ kind, stages }: FormulaFunction): string {
  if (kind !== 'scalar') return ''
  const row = stages.some((stage) => stage === 'row')
  if (row && stages.length > 1) return 'On rows and on values.'
  return row ? 'On rows only.' : 'On values only.'
}

function unitWords(one: FormulaFunction): string {
  if (one.kind === 'series') return 'Its unit of measure is that of the value.'
  if (typeof one.unit === 'object') {
    const unit = printUnit(one.unit)
    return unit === '1' ? '' : `Measured in ${unit}.`
  }
  const words: Readonly<Record<typeof one.unit, string>> = {
    first: 'Keeps the unit of measure of its first argument.',
    shared: 'Its arguments share their unit of measure.',
    argument: 'Keeps the unit of measure of its argument.',
    rows: 'Counted in the noun of the rows.',
    members: 'Counted in what the values stand for.',
  }
  return words[one.unit]
}

type Shown = string | number | boolean | null

const shown = (value: Shown | undefined): string => (value === null || value === undefined ? 'nothing' : String(value))
const list = (values: readonly Shown[]): string => values.map(shown).join(', ')

/** The columns of an example's rows, or its KPIs by month, each with its values in order. */
function givenWords(example: Example): string {
  if (example.over === 'months') {
    return Object.entries(example.kpis)
      .map(([id, values]) => `[${id}] by month: ${list(values)}`)
      .join('; ')
  }
  const columns = [...new Set(example.rows.flatMap((row) => Object.keys(row)))]
  return columns.map((name) => `${name}: ${list(example.rows.map((row) => row[name] ?? null))}`).join('; ')
}

function givesWords(example: Example): string {
  if (example.over === 'rows') return shown(example.gives)
  return `${example.over === 'months' ? 'by month: ' : ''}${list(example.gives)}`
}

const cell = (text: string): string => text.replaceAll('|', '\\|')
