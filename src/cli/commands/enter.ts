import { defineCommand } from '../command.ts'
import { printIssues, printJson } from '../print.ts'
import { withSession } from '../session.ts'

export const enter = defineCommand({
  name: 'enter',
  words: 'KPI PERIOD [VALUE]',
  takes: { least: 2, most: 3 },
  summary: 'Keep a typed value of a manual KPI.',
  options: {
    numerator: { type: 'string', value: 'AMOUNT', help: 'For rates: the part.' },
    denominator: { type: 'string', value: 'AMOUNT', help: 'For rates: the whole.' },
    unit: { type: 'string', value: 'UNIT', help: 'The organisational unit that it is about.' },
    note: { type: 'string', value: 'TEXT', help: 'A remark, kept with the value.' },
  },
  json: true,
  examples: [
    'bellwether enter brand-awareness 2026-Q1 42%',
    'bellwether enter audit-findings 2026-03 --numerator 3 --denominator 40',
  ],
  run: async ({ cli, folder, words, options, json }) => {
    const [kpi = '', period = '', value] = words
    const { numerator, denominator, unit, note } = options
    const given = { value: value ?? null, numerator: numerator ?? null, denominator: denominator ?? null }
    const done = await withSession(cli, folder, 'enter', ({ client }) =>
      client.enter({ kpi, period, ...given, unit: unit ?? null, note: note ?? null }),
    )
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    if (json) printJson(cli.out, done.value)
    else
      cli.out.write(done.value.batch === null ? 'That value stands already.\n' : `Kept as batch ${done.value.batch}.\n`)
    return 0
  },
})
