import type { Answer } from '../../domain/answer.ts'
import type { Catalog } from '../../domain/catalog.ts'
import { itemKey } from '../../domain/change.ts'
import type { ClosingPeriod, ClosingView, RestatementLine } from '../../domain/closing-view.ts'
import type { Issue } from '../../domain/issue.ts'
import { ok, type Result } from '../../domain/result.ts'
import { parseScope, scopeLabel } from '../../domain/scope.ts'
import { unitLabel } from '../../domain/unit-label.ts'
import type { Closing, PeriodLabel, Restatement } from '../../domain/view.ts'
import type { SealInForce } from '../../ports.ts'
import type { GrainName } from '../../time/calendar.ts'
import { printDay } from '../../time/day.ts'
import { ordinalOn, parsePeriod, periodLabel } from '../../time/period.ts'
import { nowOf, todayOf } from '../ask.ts'
import { restatements } from '../closing/restatements.ts'
import { sealsOf } from '../closing/seals.ts'
import { liesIn, type Span, spanOf, trackedAnswers } from '../closing/span.ts'
import { isUnsure, unsureIssues } from '../closing/unsure.ts'
import type { Deps } from '../deps.ts'
import { findGrain } from './find.ts'
import { Labels } from './label.ts'

/** Periods that are listed, the current one included. */
const listed = 13
/** Obstacles of a period that are told. */
const told = 6

const closable = ['month', 'quarter', 'year', 'week', 'day'] as const
const labels = { day: 'Day', week: 'Week', month: 'Month', quarter: 'Quarter', year: 'Year' } as const

type Reading = Pick<Deps, 'catalog' | 'facts' | 'store' | 'clock'>

/**
 * The last periods with where each stands on its way to being published, by what the ledger knows, and the log of
 * restatements. Unless stated the grain of the first scorecard. Nothing is evaluated: closing does that once more.
 */
export async function closingView(
  deps: Reading,
  input: { readonly grain?: string | undefined },
): Promise<Result<ClosingView>> {
  const { catalog } = deps
  const issues: Issue[] = []
  const [first] = catalog.scorecards.values()
  const grain = input.grain === undefined ? (first?.grain ?? 'month') : findGrain(input.grain, issues)
  if (grain === null) return { ok: false, issues }
  const log = (await restatements(deps)).map((one) => lineOf(catalog, one))
  const common = { grain, lateClosing: catalog.workspace.lateClosing, restatements: log }
  return ok({
    ...common,
    grains: closable.map((one) => ({ grain: one, label: labels[one] })),
    periods: await periodsOf(deps, grain),
  })
}

async function periodsOf(deps: Reading, grain: GrainName): Promise<readonly ClosingPeriod[]> {
  const { catalog, store } = deps
  const calendar = catalog.calendars.get(catalog.workspace.calendar)
  if (calendar === undefined || !calendar.grains.has(grain)) return []
  const today = todayOf(deps)
  const current = ordinalOn(calendar, grain, today)
  const names = new Labels(catalog, { calendar, grain, now: nowOf(deps) }, today)
  const spans = Array.from({ length: listed }, (_, step) => current - step).flatMap((ordinal) => {
    const span = spanOf(catalog, { calendar: calendar.id, grain, ordinal })
    return span === null ? [] : [{ span, label: names.of(ordinal) }]
  })
  const earliest = spans.at(-1)?.span.start ?? null
  const [seals, closings, latest] = await Promise.all([
    sealsOf(store),
    store.seals.closings(),
    store.changes.latest(earliest),
  ])
  const answers = trackedAnswers(catalog, latest)
  const periods = await Promise.all(
    spans.map(({ span, label }) => {
      const inside = answers.filter((answer) => liesIn(answer, span))
      return periodOf(deps, { span, label, inside, seals, closings, over: span.end <= printDay(today) })
    }),
  )
  // Those before the first that has anything are no news.
  return periods.slice(0, periods.findLastIndex(({ state }) => state !== 'nothing') + 1)
}

interface Known {
  readonly span: Span
  readonly label: PeriodLabel
  readonly inside: readonly Answer[]
  readonly seals: ReadonlyMap<string, SealInForce>
  readonly closings: readonly Closing[]
  readonly over: boolean
}

async function periodOf(deps: Reading, known: Known): Promise<ClosingPeriod> {
  const { span, label, inside, seals, closings, over } = known
  const standing = inside.flatMap((answer) => seals.get(itemKey(answer)) ?? [])
  const open = inside.filter((answer) => !seals.has(itemKey(answer)))
  const unsure = over ? open.filter(isUnsure) : []
  const obstacles = unsure.length === 0 ? [] : await unsureIssues(deps, span, unsure)
  const [by] = standing
  const own = closings.filter(({ period }) => period === span.text)
  return {
    period: label,
    state: stateOf(over, inside, open.length, unsure.length),
    readings: inside.length,
    sealed: standing.length,
    obstacles: obstacles.slice(0, told),
    more: Math.max(0, obstacles.length - told),
    closing: by === undefined ? null : (closings.find(({ id }) => id === by.closing) ?? null),
    reopened: own.filter(({ reopened }) => reopened !== null),
  }
}

function stateOf(over: boolean, inside: readonly Answer[], open: number, unsure: number): ClosingPeriod['state'] {
  if (!over) return 'going-on'
  if (open === 0 && inside.length > 0) return 'closed'
  if (inside.every(({ state }) => state === 'no-data' || state === 'not-applicable')) return 'nothing'
  return unsure > 0 ? 'blocked' : 'ready'
}

/** A restatement with the names that people have for its KPI, scope and period. */
export function lineOf(catalog: Catalog, restatement: Restatement): RestatementLine {
  const kpi = catalog.kpis.get(restatement.kpi)
  const calendar = kpi?.calendar ?? catalog.workspace.calendar
  const period = parsePeriod(restatement.period, catalog.calendars, calendar)
  const of = period === null ? undefined : catalog.calendars.get(period.calendar)
  const scope = parseScope(restatement.scope)
  return {
    ...restatement,
    name: kpi?.name ?? restatement.kpi,
    unit: kpi === undefined ? { kind: 'other', symbol: '1' } : unitLabel(kpi),
    scopeName: scope === null ? restatement.scope : scopeLabel(catalog, scope),
    periodName:
      of === undefined || period === null
        ? restatement.period
        : periodLabel(of, period.grain, period.ordinal, catalog.workspace.locale).label,
    tolerance: kpi?.restatementTolerance ?? null,
  }
}
