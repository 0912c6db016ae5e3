import type { Output } from '../../contract/contract.ts'
import type { Result } from '../../domain/result.ts'
import { defineCommand, UsageError } from '../command.ts'
import type { Pen } from '../context.ts'
import { printIssues, printJson, printTable } from '../print.ts'
import { withSession } from '../session.ts'

type Listed = Output<'overrides'>

export const override = defineCommand({
  name: 'override',
  words: '[KPI]',
  takes: { least: 0, most: 1 },
  summary: 'Set a value by hand, take that back, or list what is set; what rows say stays beside it.',
  options: {
    period: { type: 'string', value: 'P', help: 'The period whose value is set.' },
    unit: { type: 'string', value: 'U', help: 'The organisational unit; everything unless stated.' },
    scope: { type: 'string', value: 'SCOPE', help: 'Another scope, such as unit:north/region=west.' },
    value: { type: 'string', value: 'AMOUNT', help: 'The value, such as 12_000_000 or 5%.' },
    reason: { type: 'string', value: 'TEXT', help: 'Why; shown to everybody beside the value.' },
    until: { type: 'string', value: 'T', help: 'A day (through its end), an instant or next-delivery.' },
    remove: { type: 'boolean', help: 'Take the override of this KPI and period back.' },
  },
  json: true,
  examples: [
    'bellwether override revenue --period 2026-03 --value 1_250_000 --reason "till of the fair" --until next-delivery',
    'bellwether override revenue --period 2026-03 --remove --reason "it was delivered"',
    'bellwether override',
  ],
  run: async ({ cli, folder, words, options, json }) => {
    const { period = '', unit, value, reason = null, until = null, remove } = options
    const [kpi] = words
    if (kpi !== undefined && (period === '' || (value === undefined) === (remove !== true)))
      throw new UsageError('Name the --period, and either a --value or --remove.')
    const scope = options.scope ?? (unit === undefined ? undefined : `unit:${unit}`)
    const item = { kpi: kpi ?? '', period, ...(scope !== undefined && { scope }), reason }
    const done = await withSession(cli, folder, 'override', async ({ client }): Promise<Result<Listed>> => {
      if (kpi === undefined) return client.overrides({})
      const one = await (value === undefined ? client.removeOverride(item) : client.override({ ...item, value, until }))
      return one.ok ? { ok: true, value: [one.value] } : one
    })
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    if (json) printJson(cli.out, kpi === undefined ? done.value : done.value[0])
    else print(cli.out, done.value)
    return 0
  },
})

function print(out: Pen, listed: Listed): void {
  if (listed.length === 0) {
    out.write('No value is set by hand.\n')
    return
  }
  const headings = ['KPI', 'Scope', 'Period', 'Value', 'By', 'At', 'Why', 'Until', ''].map((head) => ({
    head,
    right: head === 'Value',
  }))
  printTable(out, headings, listed.map(rowOf))
}

const rowOf = (one: Listed[number]): readonly string[] => [
  one.kpi,
  one.scope === '' ? 'all' : one.scope,
  one.period,
  one.value,
  one.actor,
  one.at,
  one.reason,
  one.until ?? '',
  one.removed === null ? (one.inForce ? 'in force' : 'ran out') : `removed: ${one.removed.reason}`,
]
