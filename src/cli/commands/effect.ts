import type { Output } from '../../contract/contract.ts'
import { defineCommand, UsageError } from '../command.ts'
import type { Pen } from '../context.ts'
import { printIssues, printJson, printTable } from '../print.ts'
import { withSession } from '../session.ts'

const directions = ['up', 'down'] as const

export const effect = defineCommand({
  name: 'effect',
  words: 'KPI DAY',
  takes: { least: 2, most: 2 },
  summary:
    'What a KPI did since something was done on a day, beside what was expected without it, and whether it worked.',
  options: {
    until: { type: 'string', value: 'PERIOD', help: 'The last period that counts; the latest unless stated.' },
    wanted: {
      type: 'string',
      value: 'up|down',
      help: 'Where it should have moved the KPI; to its good side unless stated.',
    },
    scope: { type: 'string', value: 'SCOPE', help: 'Such as unit:north/channel=web.' },
    grain: { type: 'string', value: 'GRAIN', help: 'The grain, where no period is named.' },
  },
  json: true,
  examples: ['bellwether effect sales 2026-03-02', 'bellwether effect refunds 2026-03 --wanted down --json'],
  run: async ({ cli, folder, words, options, json }) => {
    const [kpi = '', since = ''] = words
    const wanted = directions.find((one) => one === options.wanted)
    if (wanted !== options.wanted) throw new UsageError('--wanted takes up or down.')
    const asked = {
      since,
      ...(options.until && { period: options.until }),
      ...(wanted && { wanted }),
      ...(options.scope && { scope: options.scope }),
      ...(options.grain && { grain: options.grain }),
    }
    const done = await withSession(cli, folder, 'effect', ({ client }) => client.effect({ kpi, ...asked }))
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    if (json) printJson(cli.out, done.value)
    else print(cli.out, done.value)
    return 0
  },
})

const written = (value: number): string => String(Number(value.toPrecision(6)))

const range = (one: { readonly lower: number; readonly upper: number }): string =>
  `${written(one.lower)} to ${written(one.upper)}`

function print(pen: Pen, { sentence, learntUntil, periods, of }: Output<'effect'>): void {
  pen.write(`${sentence.lead} ${sentence.rest}\n`)
  const rows = periods.flatMap(({ label, value, expected, gap }) =>
    expected === null || gap === null || value === null
      ? []
      : [[label.text, written(value), written(expected.value), range(expected), written(gap.value), range(gap)]],
  )
  if (rows.length === 0) return
  pen.write('\n')
  const gap = of === 'total' ? 'Added up' : 'Mean gap'
  const heads = ['Actual', 'Expected', '95 %', gap, '95 %']
  printTable(pen, [{ head: 'Period' }, ...heads.map((head) => ({ head, right: true }))], rows)
  if (learntUntil !== null) pen.write(`\nExpected from what was known until ${learntUntil.text}.\n`)
}
