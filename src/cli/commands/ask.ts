import type { Answer } from '../../domain/answer.ts'
import { ok } from '../../domain/result.ts'
import { missingRateWords } from '../../domain/sentence/missing-rates.ts'
import type { UnitLabel } from '../../domain/view.ts'
import { defineCommand, UsageError } from '../command.ts'
import { type Figures, figuresIn, printIssues, printJson, printTable } from '../print.ts'
import { readerLocale, withSession } from '../session.ts'

export const ask = defineCommand({
  name: 'ask',
  words: 'KPI…',
  takes: { least: 1, most: 10_000 },
  summary: 'Values of KPIs by period; "all" asks every KPI.',
  options: {
    grain: {
      type: 'string',
      value: 'GRAIN',
      help: 'day, week, month, quarter, year or total; each KPI’s cadence unless stated.',
    },
    from: { type: 'string', value: 'PERIOD', help: 'First period, such as 2026-01 or 2026-W05.' },
    to: { type: 'string', value: 'PERIOD', help: 'Last period, included.' },
    by: { type: 'string', multiple: true, value: 'DIM', help: 'Split by a dimension.' },
    unit: { type: 'string', value: 'UNIT', help: 'An organisational unit.' },
    where: { type: 'string', multiple: true, value: 'D=V', help: 'Only rows with this member; a|b for several.' },
    calendar: { type: 'string', value: 'ID', help: 'The calendar of the periods; the KPI’s unless stated.' },
    compare: {
      type: 'string',
      multiple: true,
      value: 'B',
      help: 'Compare with prior, year, year-date, year-weekday, restated, average:N or a version of targets; an unfinished period with the same part.',
    },
    version: {
      type: 'string',
      value: 'NAME',
      help: 'Which targets judge; as the KPI or the workspace says unless stated.',
    },
    currency: { type: 'string', value: 'CODE', help: 'In this currency; "own" for that of the unit asked about.' },
    rates: { type: 'string', value: 'R', help: 'At constant rates (those of a year before), or by a table of rates.' },
    through: { type: 'string', value: 'DAY', help: 'The day that every value reads to, or common for all their data.' },
    'as-of': { type: 'string', value: 'T', help: 'A day or an instant: what was recorded then.' },
    timing: { type: 'boolean', help: 'With --json: the statements that ran and the time of each stage.' },
  },
  json: true,
  examples: [
    'bellwether ask revenue',
    'bellwether ask revenue gross-margin --grain quarter --from 2025-Q1 --by region --json',
  ],
  run: async ({ cli, folder, words, options, json }) => {
    const { by, compare, timing, 'as-of': asOf, ...rest } = options
    if (timing === true && !json) throw new UsageError('--timing goes with --json.')
    const input = {
      kpis: words.length === 1 && words[0] === 'all' ? ('all' as const) : words,
      ...given({ ...rest, asOf }),
      ...(by && { by: by.flatMap((one) => one.split(',')) }),
      ...(options.where && { where: options.where }),
      ...(compare && { compare: compare.flatMap((one) => one.split(',')) }),
      ...(timing === true && { timing }),
    }
    const done = await withSession(cli, folder, 'ask', async ({ client }) => {
      const found = await client.ask(input)
      return found.ok ? ok({ ...found.value, locale: json ? '' : await readerLocale(client) }) : found
    })
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    const { answers, measuredIn, timing: times, locale } = done.value
    if (json) {
      printJson(cli.out, times === undefined ? answers : { answers, timing: times })
      return 0
    }
    const headings = [
      { head: 'KPI' },
      { head: 'Scope' },
      { head: 'Period' },
      { head: 'Value', right: true },
      { head: 'Target', right: true },
      { head: 'By now', right: true },
      { head: 'Status' },
      { head: '' },
    ]
    const names = Object.keys(answers[0]?.comparisons ?? {})
    const compared = names.map((name) => ({ head: name, right: true }))
    const figuresOf = figuresBy(measuredIn, locale)
    const rows = answers.map((answer) => {
      const figures = figuresOf(answer)
      return [...rowOf(answer, figures), ...names.map((name) => comparisonText(answer, name, figures))]
    })
    printTable(cli.out, [...headings, ...compared], rows)
    for (const line of missingRateLines(answers)) cli.err.write(`${line}\n`)
    return 0
  },
})

/** The value that an answer is compared with and the difference to it: `120 (+8.3%)`. */
function comparisonText({ comparisons }: Pick<Answer, 'comparisons'>, name: string, figures: Figures): string {
  const { value = null, relative = null } = comparisons?.[name] ?? {}
  if (value === null) return '–'
  if (relative === null) return figures.value(value)
  return `${figures.value(value)} (${relative < 0 ? '' : '+'}${(relative * 100).toFixed(1)}%)`
}

/** Which rates are missing, each once however many values lack it. */
function missingRateLines(answers: readonly Pick<Answer, 'missingRates'>[]): readonly string[] {
  const lines = answers.flatMap(({ missingRates = [] }) => missingRates.map((one) => missingRateWords(one)))
  return [...new Set(lines)].sort()
}

type Target = Parameters<Figures['target']>[0]

interface Row {
  readonly kpi: string
  readonly scope: string
  readonly period: string
  readonly state: string
  readonly value: string | number | null
  readonly target: Target
  readonly targetToDate?: Exclude<Target, null>
  readonly status: string
  readonly flags: readonly string[]
}

const rowOf = (
  { kpi, scope, period, state, value, target, targetToDate, status, flags }: Row,
  figures: Figures,
): readonly string[] => [
  kpi,
  scope === '' ? 'all' : scope,
  period,
  state === 'value' ? figures.value(value) : '–',
  figures.target(target),
  figures.target(targetToDate ?? null),
  status,
  flags.join(' '),
]

/** How each KPI's numbers are written; in another currency where they were asked so. */
function figuresBy(measuredIn: Readonly<Record<string, UnitLabel>>, locale: string) {
  const known = new Map<string, Figures>()
  return ({ kpi, currency = '' }: { readonly kpi: string; readonly currency?: string }): Figures => {
    const key = `${kpi} ${currency}`
    let figures = known.get(key)
    if (figures === undefined) {
      const { kind = 'other', symbol = '1' } = measuredIn[kpi] ?? {}
      const asked = currency === '' ? symbol : symbol.replace(/\b[A-Z]{3}\b/, currency)
      known.set(key, (figures = figuresIn({ kind, symbol: asked }, locale)))
    }
    return figures
  }
}

function given(options: Readonly<Record<string, unknown>>): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [name, value] of Object.entries(options)) if (typeof value === 'string') found[name] = value
  return found
}
