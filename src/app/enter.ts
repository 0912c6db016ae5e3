import { createHash } from 'node:crypto'
import type { Actor } from '../domain/access.ts'
import { calculationAt, type Dataset, type Kpi, manualDataset } from '../domain/catalog.ts'
import { printDecimal } from '../domain/decimal.ts'
import { parseAmount } from '../domain/definition/amount-text.ts'
import type { Issue } from '../domain/issue.ts'
import { loadIssue } from '../domain/load-issues.ts'
import { nearest } from '../domain/nearest.ts'
import { failed, ok, type Result } from '../domain/result.ts'
import type { RawPart, RawRow } from '../ports.ts'
import { type Day, day, printDay } from '../time/day.ts'
import { parsePeriod, periodEnd, periodStart, periodText } from '../time/period.ts'
import { todayOf } from './ask.ts'
import type { Deps } from './deps.ts'
import { inTurn } from './lane.ts'
import { deliver } from './load/deliver.ts'
import { type LoadReport, unchanged } from './load/report.ts'

/** A value as typed: amounts are text (`1250.5`, `12_000_000`, `5%`), a rate gives its two parts. */
export interface Entry {
  readonly kpi: string
  readonly unit?: string | null
  readonly period: string
  readonly value?: string
  readonly numerator?: string
  readonly denominator?: string
  readonly note?: string
}

/**
 * Keeps a typed value as a batch of its own, with its author, by the road that all rows take. The same value again
 * changes nothing; another one for the same KPI, unit and period replaces it. Refused with every issue found.
 */
export async function enter(deps: Deps, entry: Entry, actor: Actor): Promise<Result<LoadReport>> {
  const checked = check(deps, entry, actor)
  if (!checked.ok) return checked
  const { dataset, part } = checked.value
  return inTurn(deps.store, dataset.id, async () => {
    const inForce = await deps.store.batches.parts(dataset.id)
    const before = inForce.find(({ origin }) => origin === part.origin)
    if (before?.fingerprint === part.fingerprint && before.shape === dataset.shape) {
      return ok(await unchanged(deps.store, dataset.id))
    }
    const delivered = await deliver(deps, { dataset, parts: [part], gone: [], actor, onRows: () => {} })
    if (delivered.batch === null) return { ok: false, issues: delivered.issues }
    const { id, rows, revision } = delivered.batch
    const { issues } = delivered
    return ok({ dataset: dataset.id, batch: id, rows, setAside: [], revision, issues, refused: [] })
  })
}

interface Typed {
  readonly dataset: Dataset
  readonly part: RawPart
}

function check(deps: Deps, entry: Entry, actor: Actor): Result<Typed> {
  const { catalog } = deps
  const dataset = catalog.datasets.get(manualDataset)
  const kpi = catalog.kpis.get(entry.kpi)
  if (kpi === undefined || dataset === undefined) {
    return failed(loadIssue('enter/unknown-kpi', { id: entry.kpi, near: nearest(entry.kpi, catalog.kpis.keys()) }, {}))
  }
  const unit = entry.unit ?? null
  const issues: Issue[] = []
  if (unit !== null && !catalog.units.has(unit)) {
    issues.push(loadIssue('enter/unknown-unit', { id: unit, near: nearest(unit, catalog.units.keys()) }, {}))
  }
  const period = periodOf(deps, kpi, entry.period)
  if (period === null) {
    issues.push(periodIssue(deps, kpi, entry.period))
    return { ok: false, issues }
  }
  const { typed } = calculationAt(kpi, day(period.end - 1))
  if (typed === null) issues.push(loadIssue('enter/not-manual', { id: kpi.id }, {}))
  const amounts = amountsOf(entry, kpi, typed?.rate === true, issues)
  if (issues.length > 0) return { ok: false, issues }
  const values: Readonly<Record<string, string>> = {
    kpi: kpi.id,
    unit: unit ?? '',
    grain: kpi.cadence,
    day: printDay(period.start),
    ...amounts,
    author: actor.id,
    note: entry.note ?? '',
  }
  return ok({ dataset, part: partOf(dataset, values, `manual:${kpi.id}/${unit ?? '-'}/${period.text}`) })
}

interface EnteredPeriod {
  readonly start: Day
  readonly end: Day
  readonly text: string
}

/** The period, when the text names one of the KPI's own calendar and cadence. */
function periodOf(deps: Deps, kpi: Kpi, text: string): EnteredPeriod | null {
  const calendar = deps.catalog.calendars.get(kpi.calendar)
  const parsed = parsePeriod(text, deps.catalog.calendars, kpi.calendar)
  if (calendar === undefined || parsed === null) return null
  if (parsed.calendar !== kpi.calendar || parsed.grain !== kpi.cadence) return null
  const start = periodStart(calendar, parsed.grain, parsed.ordinal)
  const end = periodEnd(calendar, parsed.grain, parsed.ordinal)
  return start === null || end === null
    ? null
    : { start, end, text: periodText(calendar, parsed.grain, parsed.ordinal) }
}

function periodIssue(deps: Deps, kpi: Kpi, text: string): Issue {
  const calendar = deps.catalog.calendars.get(kpi.calendar)
  const ordinal = calendar?.grains.get(kpi.cadence)?.ordinalOf(todayOf(deps))
  const example = calendar === undefined || ordinal === undefined ? '' : periodText(calendar, kpi.cadence, ordinal)
  return loadIssue('enter/period', { text, cadence: kpi.cadence, calendar: kpi.calendar, example }, {})
}

type Amounts = { readonly value: string; readonly numerator: string; readonly denominator: string }

/** Amounts in the plain form that the shaper reads; a rate is its two parts, anything else one value. */
function amountsOf(entry: Entry, kpi: Kpi, rate: boolean, issues: Issue[]): Amounts {
  const wanted = rate ? (['numerator', 'denominator'] as const) : (['value'] as const)
  const given = (['value', 'numerator', 'denominator'] as const).filter((field) => entry[field] !== undefined)
  if (given.join() !== wanted.join()) {
    const wants = rate
      ? 'a numerator and a denominator, and no value'
      : 'one value, and neither numerator nor denominator'
    issues.push(loadIssue('enter/fields', { id: kpi.id, wants }, {}))
  }
  const amount = (field: (typeof given)[number]): string => {
    const text = entry[field]
    if (text === undefined) return ''
    const found = parseAmount(text)
    if (found !== null) return printDecimal(found)
    issues.push(loadIssue('enter/amount', { field, text, rule: 'is not a number' }, {}))
    return ''
  }
  return { value: amount('value'), numerator: amount('numerator'), denominator: amount('denominator') }
}

function partOf(dataset: Dataset, values: Readonly<Record<string, string>>, origin: string): RawPart {
  const row: RawRow = { line: 1, cells: dataset.columns.map((column) => values[column.name] ?? '') }
  return {
    origin,
    fingerprint: createHash('sha256').update(JSON.stringify(values)).digest('hex'),
    header: dataset.columns.map((column) => column.from),
    rows: rowsOf(row),
  }
}

async function* rowsOf(row: RawRow): AsyncGenerator<readonly RawRow[]> {
  yield [row]
}
