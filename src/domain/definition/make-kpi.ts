import { parseDay } from '../../time/day.ts'
import type { Calculation, Catalog, Kpi } from '../catalog.ts'
import { toNumber } from '../decimal.ts'
import { calcChildren, conversionsOf, gather } from '../formula/algebra-walk.ts'
import { inCurrency } from '../formula/money.ts'
import type { MeasureUnit } from '../measure-unit.ts'
import { compatible, parseUnit, printUnit } from '../measure-unit.ts'
import { ratesWords } from '../sentence/rates.ts'
import { parseAmount } from './amount-text.ts'
import type { Making } from './calculation/define.ts'
import { typeOf } from './calculation/index.ts'
import { comparedOf } from './compared.ts'
import { type Document, type Path, textOf } from './document.ts'
import { type Draft, type Entry, type Finding, found } from './draft.ts'
import { elapsedByOf } from './elapsed-by.ts'
import { durationDays } from './fields.ts'
import { checkConditionPart, checkPart, type FormulaScope, formulaScope, kpiCycles, reportingOf } from './formulas.ts'
import { definitionIssue } from './issues.ts'
import { hysteresisOf, scoreOf, statusRules } from './judging.ts'
import { calculationsOf, type KpiSpec } from './kpi.ts'
import { makeBenchmarks } from './make-benchmarks.ts'
import { defaultCalendar } from './make-calendars.ts'
import { findColumn } from './make-dataset.ts'

/** KPIs with their formulas checked. Formulas over faulty documents are left alone: their mistakes would only follow. */
export function makeKpis(
  draft: Draft,
  faulty: ReadonlySet<Document | null>,
): { kpis: Map<string, Kpi>; restate: NonNullable<Catalog['restate']>; findings: Finding[] } {
  const findings: Finding[] = [...kpiCycles(draft)]
  const scope = formulaScope(draft, faulty)
  const kpis = new Map<string, Kpi>()
  for (const entry of draft.kpis.values()) kpis.set(entry.id, makeOne(scope, entry, findings))
  return { kpis, restate: restater(scope), findings }
}

/** One KPI in the currency and at the rates of a scope; what is wrong goes into `findings`. */
function makeOne(scope: FormulaScope, entry: Entry<KpiSpec>, findings: Finding[]): Kpi {
  const own = unitOf(entry.spec)
  const unit = scope.view?.currency == null ? own : inCurrency(own, scope.view.currency)
  const making = makingOf(scope, entry, unit, findings)
  const calculations = calculationsOf(entry.spec).flatMap(({ path, entry: written }) => {
    const calculation = typeOf(written).make(written, making(path))
    const from = written.from === undefined ? null : parseDay(written.from)
    return calculation === null ? [] : [{ from, calculation }]
  })
  findings.push(...chartFindings(entry, calculations))
  const { currency, rates } = reportingOf(scope, entry)
  const table = scope.draft.made.datasets.get(rates?.table ?? '')?.rates
  const told =
    rates === null || currency === null || table === undefined
      ? calculations
      : calculations.map((one) => ({
          ...one,
          calculation: withRates(one.calculation, ratesWords(currency, rates, table)),
        }))
  const kpi = makeKpi(entry, told, unit, scope.draft)
  return {
    ...kpi,
    // What it is judged by is in its own currency.
    ...(unit === own ? {} : { measuredIn: printUnit(unit), status: [], hysteresis: null, score: null, benchmarks: [] }),
    ...(rates === null || currency === null ? {} : { converts: { currency, rates } }),
  }
}

/** A calculation that converts money says at which rates. */
function withRates(calculation: Calculation, words: string): Calculation {
  const converts = gather(calculation.calc, calcChildren, (one) => [one]).some(
    (one) =>
      (one.kind === 'term' && conversionsOf(one.term).length > 0) || (one.kind === 'kpi' && one.currency != null),
  )
  return converts ? { ...calculation, parts: [...calculation.parts, { label: 'Money', text: words }] } : calculation
}

/** Makes KPIs in other currencies and at other rates, each once; null where one cannot be had so. */
function restater(scope: FormulaScope): NonNullable<Catalog['restate']> {
  const made = new Map<string, Kpi | null>()
  return (id, view) => {
    const table = typeof view.rates === 'object' ? view.rates?.table : view.rates
    const key = `${id} ${view.currency} ${table}`
    let kpi = made.get(key)
    if (kpi === undefined) {
      const entry = scope.draft.kpis.get(id)
      const findings: Finding[] = []
      const found = entry && makeOne({ ...scope, view }, entry, findings)
      const typed = found?.calculations.some(({ calculation }) => calculation.typed !== null) === true
      const moved =
        view.currency !== null && found !== undefined && found.measuredIn !== String(entry?.spec['measured-in'])
      made.set(key, (kpi = found === undefined || findings.length > 0 || (typed && moved) ? null : found))
    }
    return kpi
  }
}

/** The unit of measure a KPI declares; the pure number where it is not one (which its schema has refused). */
export function unitOf(spec: KpiSpec): MeasureUnit {
  const parsed = parseUnit(String(spec['measured-in']))
  return parsed.ok ? parsed.value : {}
}

/** What the types of calculation need to make theirs of one KPI's entries; what they find goes into `findings`. */
function makingOf(scope: FormulaScope, entry: Entry<KpiSpec>, unit: MeasureUnit, findings: Finding[]) {
  return (path: Path): Making => ({
    kpi: entry.id,
    path,
    check(part) {
      const checked = checkPart(scope, entry, part)
      findings.push(...checked.findings)
      return checked.calc
    },
    condition(part) {
      const checked = checkConditionPart(scope, entry, part)
      findings.push(...checked.findings)
      return checked.conditions
    },
    calendar: scope.draft.made.calendars.get(entry.spec.calendar ?? defaultCalendar(scope.draft)) ?? null,
    dataset: (id) => (scope.sound(id) ? (scope.draft.made.datasets.get(id) ?? null) : null),
    column: (dataset, steps) => findColumn(scope.draft.made.datasets, dataset, steps),
    unitOf: (kpi) => {
      const found = scope.kpiUnits.get(kpi) ?? null
      return found === null || scope.view?.currency == null ? found : inCurrency(found, scope.view.currency)
    },
    measures(computed) {
      if (compatible(unit, computed)) return
      const params = { measuredIn: String(entry.spec['measured-in']), computed: printUnit(computed) }
      findings.push(found(entry, ['measured-in'], (place) => definitionIssue('kpi/unit', params, place)))
    },
    report: (at, issue) => findings.push(found(entry, at, issue)),
  })
}

function makeKpi(entry: Entry<KpiSpec>, calculations: Kpi['calculations'], unit: MeasureUnit, draft: Draft): Kpi {
  const { id, spec, document } = entry
  const workspace = draft.workspaces[0]?.spec
  return {
    id,
    name: spec.name,
    purpose: spec.purpose,
    description: spec.description ?? null,
    objective: spec.objective ?? null,
    category: spec.category,
    calculations,
    unit,
    measuredIn: String(spec['measured-in']),
    good: spec.good,
    cadence: spec.cadence,
    calendar: spec.calendar ?? defaultCalendar(draft),
    finalAfterDays: spec['final-after'] === undefined ? 0 : durationDays(spec['final-after']),
    restatementTolerance: toleranceOf(entry),
    noRows: spec['no-rows'] ?? 'no-data',
    compare: comparedOf(spec.compare ?? workspace?.compare),
    elapsedBy: elapsedByOf(spec['elapsed-by'] ?? workspace?.['elapsed-by']),
    owner: spec.owner ?? null,
    judgedBy: spec['judged-by'] ?? null,
    pace: spec.pace ?? null,
    chart: spec.chart ?? 'auto',
    benchmarks: makeBenchmarks(document, spec.benchmarks ?? []),
    falseAlarms: spec['false-alarms'] ?? null,
    leading: spec.leading ?? false,
    status: statusRules(spec.status, spec.good),
    hysteresis: hysteresisOf(document, spec.hysteresis),
    score: scoreOf(document, spec.score),
    tags: spec.tags ?? [],
    formerly: spec.formerly ?? [],
    place: document.place,
  }
}

/** A chart of counts needs a numerator and a denominator in every calculation. */
function chartFindings(entry: Entry<KpiSpec>, calculations: Kpi['calculations']): Finding[] {
  const { chart = 'auto' } = entry.spec
  const divides = calculations.every(({ calculation: { calc } }) => calc.kind === 'arithmetic' && calc.op === '/')
  if (chart === 'auto' || chart === 'xmr' || divides) return []
  return [found(entry, ['chart'], (place) => definitionIssue('chart/no-ratio', { chart }, place))]
}

/** As a number: it is compared with relative differences of readings, which are doubles. */
function toleranceOf({ document }: Entry<KpiSpec>): number | null {
  const text = textOf(document, ['restatement-tolerance'])
  const amount = text === null ? null : parseAmount(text)
  return amount === null ? null : toNumber(amount)
}
