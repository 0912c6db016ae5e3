import { amountJson, asNumber, combine, exact, isZero } from '../../domain/amount.ts'
import type { Amount, Answer, Comparison, ElapsedPart, Question, Reading } from '../../domain/answer.ts'
import type { Baseline, EarlierBaseline } from '../../domain/baseline.ts'
import type { Catalog, Kpi } from '../../domain/catalog.ts'
import { parseDecimal } from '../../domain/decimal.ts'
import { everything, parseScope } from '../../domain/scope.ts'
import { benchmarkFor, middleOf } from '../../domain/target/position.ts'
import type { Line } from '../../query/collect.ts'
import { type Compared, comparer } from '../../query/compare.ts'
import type { World } from '../../query/evaluate.ts'
import { type Day, day, parseDay, printDay } from '../../time/day.ts'
import { cut, type Part, spanOf } from '../../time/frame.ts'
import { periodStart } from '../../time/period.ts'
import { movedHolidays, type WorkingDays } from '../../time/working-days.ts'
import { elapsedUntil } from './judge.ts'
import type { Periods } from './periods.ts'

/** What a reading is compared with, by the names of the baselines. */
export type Comparisons = NonNullable<Answer['comparisons']>

/** Compares the readings of a line with earlier periods. */
export function comparisonsOf(
  world: World,
  periods: Periods,
  line: Line,
  baselines: readonly EarlierBaseline[],
): (ordinal: number, reading: Reading) => Comparisons {
  const periodAt = periods.of(line.frame.calendar, line.frame.grain)
  const compare = baselines.map((baseline) => [baseline, comparer(world, line, baseline)] as const)
  return (ordinal, reading) =>
    Object.fromEntries(
      compare.map(([{ name, kind }, comparedAt]) => {
        const compared = comparedAt(ordinal)
        const period = compared.ordinal === null ? null : periodAt(compared.ordinal).text
        const found = comparison(reading, compared, period, partOf(line, compared))
        const moved = kind === 'prior' || kind === 'average' ? null : feastsMoved(line, ordinal, compared)
        return [name, moved === null ? found : { ...found, holidays: { here: moved.only, there: moved.others } }]
      }),
    )
}

/** Holidays that lie in the days read of a period or of its baseline, and not in both. */
function feastsMoved({ frame }: Line, ordinal: number, { span, part }: Compared) {
  const own = spanOf(part === null ? frame : cut(frame, { ...part, by: 'day' }), ordinal)
  if (span === null || own === null) return null
  return movedHolidays(frame.calendar.work, [own.from, own.until], [span.from, span.until])
}

function comparison(
  reading: Reading,
  { reading: base, span }: Pick<Compared, 'reading' | 'span'>,
  period: string | null,
  part: ElapsedPart | null,
): Comparison {
  const [start, end] = span === null ? [null, null] : [printDay(span.from), printDay(span.until)]
  const place = { period, start, end, part }
  if (base.kind === 'absent') return { state: base.because, value: null, ...place, difference: null, relative: null }
  const value = amountJson(base.amount)
  return {
    state: 'value',
    value,
    ...place,
    ...difference(reading.kind === 'value' ? reading.amount : null, base.amount),
  }
}

function partOf({ frame }: Line, { part }: Compared): ElapsedPart | null {
  const start = part === null ? null : periodStart(frame.calendar, frame.grain, part.ordinal)
  return part === null || start === null ? null : elapsedPart(start, part, frame.calendar.work)
}

const elapsedPart = (start: Day, { last, by }: Part, work: WorkingDays): ElapsedPart =>
  by === 'day' ? daysOf(start, last) : { count: work.between(start, day(last + 1)), of: by, through: printDay(last) }

const daysOf = (start: Day, last: Day): ElapsedPart => ({
  count: last - start + 1,
  of: 'day',
  through: printDay(last),
})

/** An answer compared with that of another whole period, as asking for both gave them: of the ledger there is nothing else. */
export function beside(answer: Answer, earlier: Answer): Comparison {
  const { period, start, end, value, state } = earlier
  const base = state === 'value' ? amountOf(value) : null
  const now = answer.state === 'value' ? amountOf(answer.value) : null
  const differs = base === null ? { difference: null, relative: null } : difference(now, base)
  return { state, value, period, start, end, part: null, ...differs }
}

/** The answer's value less the baseline's, and that as a share of the baseline; none of nothing. */
function difference(now: Amount | null, then: Amount): Pick<Comparison, 'difference' | 'relative'> {
  const by = now === null ? null : combine('-', now, then)
  if (by === null) return { difference: null, relative: null }
  const relative = isZero(then) ? null : asNumber(by) / Math.abs(asNumber(then))
  return { difference: amountJson(by), relative }
}

/** An answer compared with what a version of targets promises, as `judged` says: to date where that is what is due by now. */
export function againstVersion(answer: Answer, judged: Answer, today: Day): Comparison {
  const target = judged.targetToDate ?? judged.target
  const through = answer.dataThrough === null ? null : parseDay(answer.dataThrough)
  const until = judged.targetToDate === undefined ? null : elapsedUntil(today, through)
  const end = until === null ? answer.end : printDay(until)
  const start = parseDay(answer.start ?? '')
  const part = start === null || until === null || until <= start ? null : daysOf(start, day(until - 1))
  const place = { period: answer.period, start: answer.start, end, part }
  const value = typeof target === 'object' ? null : amountOf(target)
  if (value === null) {
    const state = target === null ? 'no-data' : 'not-applicable'
    return { state, value: null, ...place, difference: null, relative: null }
  }
  const now = answer.state === 'value' ? amountOf(answer.value) : null
  return { state: 'value', value: amountJson(value), ...place, ...difference(now, value) }
}

function amountOf(value: string | number | null): Amount | null {
  if (value === null) return null
  if (typeof value === 'number') return { kind: 'double', value }
  const parsed = parseDecimal(value)
  return parsed === null ? null : exact(parsed)
}

/** Answers compared with versions of targets that their questions name, each asked as the version that judges. */
export async function withVersions(
  questions: readonly Question[],
  answers: readonly Answer[],
  today: Day,
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): Promise<readonly Answer[]> {
  const versions = new Set(questions.flatMap(({ compare = [] }) => compare.filter(isVersion).map((one) => one.version)))
  let shown = answers
  for (const version of versions) {
    const wanted = questions.filter(({ compare = [] }) =>
      compare.some((one) => isVersion(one) && one.version === version),
    )
    const judged = await ask(wanted.map(({ compare: _, ...question }) => ({ ...question, version })))
    const byKey = new Map(judged.map((answer) => [keyOf(answer), answer]))
    shown = shown.map((answer) => {
      const other = byKey.get(keyOf(answer))
      if (other === undefined) return answer
      const comparisons = { ...answer.comparisons, [version]: againstVersion(answer, other, today) }
      return { ...answer, comparisons }
    })
  }
  return shown
}

/** Answers compared with the benchmark of their KPI, scope and period, by its value or its median. */
export function withBenchmarks(
  catalog: Catalog,
  questions: readonly Question[],
  answers: readonly Answer[],
): readonly Answer[] {
  const wanted = questions.filter(({ compare = [] }) => compare.some(({ kind }) => kind === 'benchmark'))
  if (wanted.length === 0) return answers
  const asked = new Set(wanted.map(({ kpi }) => kpi))
  return answers.map((answer) => {
    const kpi = catalog.kpis.get(answer.kpi)
    if (kpi === undefined || !asked.has(kpi.id)) return answer
    const benchmark = againstBenchmark(catalog, kpi, answer)
    return { ...answer, comparisons: { ...answer.comparisons, benchmark } }
  })
}

function againstBenchmark(catalog: Catalog, kpi: Kpi, answer: Answer): Comparison {
  const end = answer.end === null ? null : parseDay(answer.end)
  const scope = parseScope(answer.scope) ?? everything
  const found = benchmarkFor(catalog, kpi, scope, end === null ? null : day(end - 1))
  const place = { period: answer.period, start: answer.start, end: answer.end, part: null }
  if (found === null) return { state: 'no-data', value: null, ...place, difference: null, relative: null }
  const value = exact(middleOf(found))
  const now = answer.state === 'value' ? amountOf(answer.value) : null
  return { state: 'value', value: amountJson(value), ...place, ...difference(now, value) }
}

const isVersion = (baseline: Baseline) => baseline.kind === 'version'
const keyOf = ({ kpi, scope, grain, period }: Answer): string => [kpi, scope, grain, period].join('\t')
