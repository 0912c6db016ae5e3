import type { Output } from '../../contract/contract.ts'
import { ok } from '../../domain/result.ts'
import { defineCommand, UsageError } from '../command.ts'
import type { Pen } from '../context.ts'
import { printIssues, printJson, printTable, roughly } from '../print.ts'
import { readerLocale, withSession } from '../session.ts'

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
    through: { type: 'string', value: 'DAY', help: 'The day that every value reads to, or common for all its data.' },
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
      ...(options.through && { through: options.through }),
    }
    const done = await withSession(cli, folder, 'effect', async ({ client }) => {
      const found = await client.effect({ kpi, ...asked })
      return found.ok ? ok({ found: found.value, locale: await readerLocale(client) }) : found
    })
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    const { found, locale } = done.value
    if (json) printJson(cli.out, found)
    else print(cli.out, found, locale)
    return 0
  },
})

const range = (
  { lower, upper }: { readonly lower: number; readonly upper: number },
  write: (value: number) => string,
) => `${write(lower)} to ${write(upper)}`

function print(pen: Pen, { sentence, learntUntil, periods, of, unit }: Output<'effect'>, locale: string): void {
  const { value: written, gap: differing } = roughly(unit, locale)
  pen.write(`${sentence.lead} ${sentence.rest}\n`)
  const rows = periods.flatMap(({ label, value, expected, gap }) =>
    expected === null || gap === null || value === null
      ? []
      : [
          [
            label.text,
            written(value),
            written(expected.value),
            range(expected, written),
            differing(gap.value),
            range(gap, differing),
          ],
        ],
  )
  if (rows.length === 0) return
  pen.write('\n')
  const gap = of === 'total' ? 'Added up' : 'Mean gap'
  const heads = ['Actual', 'Expected', '95 %', gap, '95 %']
  printTable(pen, [{ head: 'Period' }, ...heads.map((head) => ({ head, right: true }))], rows)
  if (learntUntil !== null) pen.write(`\nExpected from what was known until ${learntUntil.text}.\n`)
}
