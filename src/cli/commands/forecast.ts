import { defineCommand } from '../command.ts'
import { printIssues, printJson, printTable } from '../print.ts'
import { withSession } from '../session.ts'

export const forecast = defineCommand({
  name: 'forecast',
  words: 'KPI [PERIOD]',
  takes: { least: 1, most: 2 },
  summary: 'Where a KPI is heading after a period: ranges of 50, 80 and 95 %, and the odds of each target.',
  options: {
    scope: { type: 'string', value: 'SCOPE', help: 'Such as unit:north/channel=web.' },
    grain: { type: 'string', value: 'GRAIN', help: 'The grain, where no period is named.' },
  },
  json: true,
  examples: ['bellwether forecast sales', 'bellwether forecast sales 2025-12 --json'],
  run: async ({ cli, folder, words, options, json }) => {
    const [kpi = '', period] = words
    const asked = {
      ...(period && { period }),
      ...(options.scope && { scope: options.scope }),
      ...(options.grain && { grain: options.grain }),
    }
    const done = await withSession(cli, folder, 'forecast', ({ client }) => client.forecast({ kpi, ...asked }))
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    const found = done.value
    if (json) {
      printJson(cli.out, found)
      return 0
    }
    const written = (value: number) => String(Number(value.toPrecision(6)))
    const rows = found.periods.map(({ label, mean, ranges, target, odds }) => [
      label.text,
      written(mean),
      ...[0.8, 0.95].map((level) => {
        const range = ranges.find((one) => one.level === level)
        return range === undefined ? '' : `${written(range.lower)} to ${written(range.upper)}`
      }),
      target === null ? '' : written(target),
      odds === null ? '' : `${odds.word} ${odds.percent} %`,
    ])
    const right = (head: string) => ({ head, right: true })
    const columns = [{ head: 'Period' }, ...['Expected', '80 %', '95 %', 'Target', 'Odds'].map(right)]
    printTable(cli.out, columns, rows)
    const { backTest } = found
    if (backTest !== null)
      cli.out.write(
        `\nTested on ${backTest.values} past values: error ${backTest.error.toFixed(2)}, repeating the last season ${backTest.naive.toFixed(2)}.\n`,
      )
    for (const caution of found.cautions) cli.out.write(`${caution}\n`)
    return 0
  },
})
