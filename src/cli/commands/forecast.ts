import type { Output } from '../../contract/contract.ts'
import { ok, type Result } from '../../domain/result.ts'
import { defineCommand } from '../command.ts'
import type { Pen } from '../context.ts'
import { type Forecasts, forecastAll, printForecasts } from '../forecasts.ts'
import { printIssues, printJson, printTable, roughly } from '../print.ts'
import { isScorecard, readerLocale, withSession } from '../session.ts'

export const forecast = defineCommand({
  name: 'forecast',
  words: 'KPI|SCORECARD [PERIOD]',
  takes: { least: 1, most: 2 },
  summary:
    'Where a KPI is heading after a period: ranges of 50, 80 and 95 %, the odds of each target, and where the year ends. Of a scorecard: a line for each of its KPIs.',
  options: {
    'train-until': {
      type: 'string',
      value: 'PERIOD',
      help: 'Learn up to that period only, and show what came since beside the forecast.',
    },
    scope: { type: 'string', value: 'SCOPE', help: 'Such as unit:north/channel=web.' },
    grain: { type: 'string', value: 'GRAIN', help: 'The grain, where no period is named.' },
    through: { type: 'string', value: 'DAY', help: 'The day that every value reads to, or common for all its data.' },
  },
  json: true,
  examples: [
    'bellwether forecast sales',
    'bellwether forecast company',
    'bellwether forecast sales --train-until 2025-06 --json',
  ],
  run: async ({ cli, folder, words, options, json }) => {
    const [kpi = '', period] = words
    const trainUntil = options['train-until']
    const asked = {
      ...(period && { period }),
      ...(trainUntil && { trainUntil }),
      ...(options.scope && { scope: options.scope }),
      ...(options.grain && { grain: options.grain }),
      ...(options.through && { through: options.through }),
    }
    const done = await withSession(
      cli,
      folder,
      'forecast',
      async ({ client }): Promise<Result<{ readonly found: Found | Forecasts; readonly locale: string }>> => {
        const found = (await isScorecard(client, kpi))
          ? await forecastAll(client, kpi, asked, cli.err)
          : await client.forecast({ kpi, ...asked })
        return found.ok ? ok({ found: found.value, locale: await readerLocale(client) }) : found
      },
    )
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    const { found, locale } = done.value
    if (json) printJson(cli.out, found)
    else if ('forecasts' in found) printForecasts(cli.out, found, locale)
    else print(cli.out, found, locale)
    return 0
  },
})

type Found = Output<'forecast'>

function print(pen: Pen, found: Found, locale: string): void {
  const { sentence, landing, periods, unit } = found
  const { value: written } = roughly(unit, locale)
  pen.write(`${sentence.lead} ${sentence.rest}\n\n`)
  const come = periods.some(({ actual }) => actual !== null)
  const rows = [...periods, ...(landing === null ? [] : [landing])].map((one) => [
    one.label.text,
    written(one.median),
    rangeOf(one, 0.8, written),
    rangeOf(one, 0.95, written),
    one.target === null ? '' : written(one.target),
    one.odds === null ? '' : `${one.odds.word} ${one.odds.percent} %`,
    ...(come ? [one.actual === null ? '' : written(one.actual)] : []),
  ])
  const heads = ['Expected', '80 %', '95 %', 'Target', 'Odds', ...(come ? ['Actual'] : [])]
  printTable(pen, [{ head: 'Period' }, ...heads.map((head) => ({ head, right: true }))], rows)
  pen.write('\n')
  printTests(pen, found)
  for (const caution of found.cautions) pen.write(`${caution}\n`)
}

function rangeOf(
  { ranges }: Pick<Found['periods'][number], 'ranges'>,
  level: number,
  written: (value: number) => string,
): string {
  const range = ranges.find((one) => one.level === level)
  return range === undefined ? '' : `${written(range.lower)} to ${written(range.upper)}`
}

function printTests(pen: Pen, { origin, model, methods, backTest }: Found): void {
  if (origin !== null) pen.write(`Learnt up to ${origin.text} by ${methods.length === 0 ? model : shares(methods)}.\n`)
  if (backTest === null) return
  const { values, origins, error, naive, coverage } = backTest
  pen.write(
    `Tested on ${values} past values from ${origins} points: error ${error.toFixed(2)}, repeating the last season ${naive.toFixed(2)}.\n`,
  )
  const held = coverage.map(({ level, share }) => `${percent(share)} in the ${percent(level)} range`)
  pen.write(`Of those values lay ${held.join(', ')}.\n`)
}

const percent = (share: number): string => `${Math.round(share * 100)} %`

const shares = (methods: Found['methods']): string =>
  methods.map(({ name, weight }) => `${name} (${percent(weight)})`).join(', ')
