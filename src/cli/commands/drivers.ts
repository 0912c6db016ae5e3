import type { Output } from '../../contract/contract.ts'
import { defineCommand, UsageError } from '../command.ts'
import type { Pen } from '../context.ts'
import { printIssues, printJson, printTable } from '../print.ts'
import { withSession } from '../session.ts'

const methods = ['shapley', 'lmdi'] as const

export const drivers = defineCommand({
  name: 'drivers',
  words: 'KPI [PERIOD]',
  takes: { least: 1, most: 2 },
  summary: 'Why a KPI moved: what members, rates and mix, and the drivers of its formula contributed.',
  options: {
    compare: {
      type: 'string',
      value: 'BASELINE',
      help: 'As the KPI is compared unless stated: prior, year, target, a version of targets, or expected (by the periods before).',
    },
    by: {
      type: 'string',
      multiple: true,
      value: 'DIM',
      help: 'Split by this dimension only, or by two crossed (region/product); unit for units.',
    },
    method: { type: 'string', value: 'METHOD', help: 'How a formula is shared: shapley (unless stated) or lmdi.' },
    volume: { type: 'string', value: 'KPI', help: 'A KPI of quantities: price, volume and mix by the first --by.' },
    scope: { type: 'string', value: 'SCOPE', help: 'Such as unit:north/channel=web.' },
    grain: { type: 'string', value: 'GRAIN', help: 'The grain, where no period is named.' },
    through: { type: 'string', value: 'DAY', help: 'The day that every value reads to, or common for all its data.' },
  },
  json: true,
  examples: [
    'bellwether drivers gross-margin 2026-03',
    'bellwether drivers sales 2026-06 --compare year --by region --json',
    'bellwether drivers sales 2026-06 --compare budget --by unit',
    'bellwether drivers sales 2026-06 --compare expected',
    'bellwether drivers sales 2026-06 --by region/product_category',
    'bellwether drivers sales 2026-06 --by product_category --volume items-sold',
  ],
  run: async ({ cli, folder, words, options, json }) => {
    const [kpi = '', period] = words
    const method = methods.find((one) => one === (options.method ?? 'shapley'))
    if (method === undefined) throw new UsageError(`--method takes ${methods.join(' or ')}.`)
    const asked = {
      ...(options.method && { method }),
      ...(options.compare && { compare: options.compare }),
      ...(period && { period }),
      ...(options.scope && { scope: options.scope }),
      ...(options.grain && { grain: options.grain }),
      ...(options.through && { through: options.through }),
      ...(options.by && { by: options.by.flatMap((one) => one.split(',')) }),
      ...(options.volume && { volume: options.volume }),
    }
    const done = await withSession(cli, folder, 'drivers', ({ client }) => client.drivers({ kpi, ...asked }))
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    if (json) printJson(cli.out, done.value)
    else print(cli.out, done.value)
    return 0
  },
})

type Found = Output<'drivers'>

function print(pen: Pen, found: Found): void {
  pen.write(`${found.sentence.lead}${found.sentence.rest === '' ? '' : ` ${found.sentence.rest}`}\n`)
  if (found.change !== null) pen.write(`\nFrom ${cell(found.from)} to ${cell(found.to)}: ${cell(found.change)}\n`)
  for (const caution of found.expectation?.cautions ?? []) pen.write(`${caution}\n`)
  for (const split of found.splits) printSplit(pen, split, found.basis)
  if (found.tree !== null) {
    pen.write(`\nDrivers of the formula (${found.method === 'lmdi' ? 'LMDI' : 'Shapley'})\n`)
    printTable(pen, [{ head: 'Driver' }, from, to, effect], treeRows(found.tree, 0))
  }
  if (found.volume !== null) {
    pen.write(`\nPrice, volume and mix by ${found.volume.dimension}, quantities of ${found.volume.quantity}\n`)
    const rows = found.volume.effects.map(({ name, shown }) => [name, shown])
    printTable(pen, [{ head: '' }, effect], rows)
  }
  if (found.searched.some((name) => name.includes('/')))
    pen.write(`\nSearched: ${found.searched.map((name) => name.replaceAll('/', ' × ')).join(', ')}\n`)
  for (const { dimension, reason } of found.unsplit) pen.write(`\nNot by ${dimension}: ${reason}\n`)
}

function nameOf(part: Found['splits'][number]['parts'][number], merged: number, basis: Found['basis']): string {
  if (part.presence === 'small') return `${merged} small ones`
  if (part.presence !== 'rest') return part.name
  return basis === 'expected' ? 'Not foretold apart' : 'The rest'
}

const from = { head: 'From', right: true }
const to = { head: 'To', right: true }
const effect = { head: 'Effect', right: true }

function printSplit(pen: Pen, split: Found['splits'][number], basis: Found['basis']): void {
  const ratio = split.kind === 'ratio'
  const columns = ratio
    ? [
        { head: 'Rate', right: true },
        { head: 'Mix', right: true },
      ]
    : []
  pen.write(`\nBy ${split.dimension.replaceAll('/', ' × ')}\n`)
  const rows = split.parts.map((part) => [
    nameOf(part, split.merged, basis),
    cell(part.from),
    cell(part.to),
    ...(ratio ? [part.rate?.shown ?? '', part.mix?.shown ?? ''] : []),
    part.shown,
    part.presence === 'new' || part.presence === 'gone' ? part.presence : '',
  ])
  printTable(pen, [{ head: split.dimension }, from, to, ...columns, effect, { head: '' }], rows)
}

/** Amounts in full; ratios to six digits, which is more than any chart shows. */
const cell = (value: string | number | null): string => {
  if (value === null) return '–'
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : value
}

type Node = NonNullable<Found['tree']>

const treeRows = (node: Node, depth: number): string[][] => [
  [`${'  '.repeat(depth)}${node.name}`, cell(node.from), cell(node.to), node.shown],
  ...node.below.flatMap((one) => treeRows(one, depth + 1)),
]
