import type { Answer } from '../answer.ts'
import type { Catalog, Kpi } from '../catalog.ts'
import type { Decimal } from '../decimal.ts'
import { toNumber } from '../decimal.ts'
import type { NoShare, ShareOfUnits } from '../target/allocation.ts'
import type { ToDate } from '../target/pace.ts'
import type { Allocation, Provenance, RowOrigin, TargetPlan } from '../target/plan.ts'
import type { NoPromise } from '../target/promise.ts'
import type { Promised } from '../target/request.ts'
import type { EvenInstead } from '../target/year.ts'
import { unitLabel } from '../unit-label.ts'
import type { UnitLabel } from '../view.ts'
import { figuresOf, percentage } from './figures.ts'
import { counted, listed } from './words.ts'

export interface PromiseInput {
  readonly catalog: Catalog
  readonly kpi: Pick<Kpi, 'cadence'>
  readonly unit: UnitLabel
  readonly locale: string
  /** The period's name, in the language of the sentence. */
  readonly period: string
  readonly version: string
}

/** How a target came about, in one sentence: `Its share of the 26.4 M EUR for 2026 in "sales-2026", spread by last year’s shape.` */
export function promiseSentence(input: PromiseInput, promised: Promised): string {
  return `The ${input.version} target for ${input.period} is ${wordsOf(input, promised)}.`
}

export const recordedPromise = ({ version, period }: PromiseInput): string =>
  `The ${version} target for ${period} stands as it was recorded.`

/** Why there is no target. */
export function noPromiseSentence(
  { version, period }: Pick<PromiseInput, 'version' | 'period'>,
  without: NoPromise | null,
): string {
  const none = `No ${version} target is set for ${period}`
  if (without === null) return `${none}.`
  if ('target' in without) return `${none}: ${noShareWords(without)}.`
  if ('derived' in without) {
    const part = without.kpi === '' ? 'a part' : `"${without.kpi}"`
    const why = without.because === 'zero' ? `that of ${part} is zero` : `${part} has none`
    return `${none}: "${without.derived}" derives it from the targets of its parts, and ${why}.`
  }
  const reason = {
    'no-period': 'it has no earlier period to grow from',
    'no-value': `${without.period} has no value to grow from`,
    unfinished: `${without.period}, from which it grows, is not over`,
    'not-positive': `${without.period}, from which it grows, is not above zero`,
  }[without.because]
  return `${none}: ${reason}.`
}

/** Why a unit has no share of a total that is spread over units. */
function noShareWords({ target, because }: NoShare): string {
  const over = `"${target}" spreads its total over units`
  switch (because.kind) {
    case 'no-weight':
      return `${over} by weights, and this one has none`
    case 'nothing-left':
      return `${over}, and the targets of units of their own leave nothing of it`
    case 'not-below':
      return `${over}, and this one stood among them for a part of the period only`
    default: {
      const what = because.kpi === null ? 'its value' : `the value of "${because.kpi}"`
      const is = { 'no-value': 'is missing', negative: 'is below zero', zero: 'is zero' }[because.kind]
      return `${over} by ${what} of ${because.period}, which ${is} here`
    }
  }
}

const mostNamed = 6

function wordsOf(input: PromiseInput, { how }: Promised): string {
  switch (how.kind) {
    case 'stated':
      if (how.row !== undefined)
        return `that of ${rowWords(how.row)} in the delivery ${how.row.batch} of "${how.target.id}"`
      return `stated in "${how.target.id}"${how.target.plan.kind === 'constant' ? ` for every ${input.kpi.cadence}` : ''}`
    case 'share': {
      const { plan } = how.target
      if (plan.kind !== 'total') return `stated in "${how.target.id}"`
      const total = amount(input, plan.total)
      const spread = spreadWords(plan, how.shares.instead)
      const whole = `the ${total} for ${plan.year} in "${how.target.id}"`
      if (how.unit === undefined || plan.units === undefined) return `its share of ${whole}, spread ${spread}`
      return `this unit’s share of ${whole}: ${unitWords(input, plan.units, how.unit)}; over the year ${spread}`
    }
    case 'growth': {
      const { plan } = how.target
      const rate = plan.kind === 'growth' ? plan.rate : { units: 0n, scale: 0 }
      const size = percentage(Math.abs(toNumber(rate)), input.locale)
      const base = amount(input, how.over.amount)
      const mean = how.over.periods.length > 1 ? `the mean of ${listed(how.over.periods)}` : how.over.periods[0]
      return `${size} ${rate.units < 0n ? 'less' : 'more'} than ${base}, the value of ${mean}, as "${how.target.id}" says`
    }
    case 'derived': {
      const parts = how.of.map(({ kpi, promised: part }) => `${nameOf(input, kpi)}${amountOf(input, kpi, part)}`)
      const { plan } = how.target
      const ratio = plan.kind === 'derived' && plan.of !== null && parts.length === 2
      const made = ratio
        ? `that of ${parts.join(' divided by that of ')}`
        : `its formula over those of ${listed(parts)}`
      return `${made}, as "${how.target.id}" says`
    }
    case 'parts': {
      const parts = counted(how.of.length, how.grain)
      const inner = [...new Set(how.of.flatMap(documentsOf).map(({ id }) => `"${id}"`))]
      const which = {
        add: `the sum of its ${parts}`,
        last: `that of the last of its ${parts}`,
        same: `that of each of its ${parts}`,
      }
      return `${which[how.rule]}, from ${listed(inner)}`
    }
    case 'units': {
      const names = how.of.map(({ unit, promised }) => {
        const of = 'value' in promised.value ? ` (${amount(input, promised.value.value)})` : ''
        return `${input.catalog.units.get(unit)?.name ?? unit}${of}`
      })
      // A list of more is no sentence.
      if (names.length > mostNamed) return `the sum of those of its ${names.length} units`
      return `the sum of those of ${listed(names)}, which have one each`
    }
  }
}

const rowWords = ({ file, row }: RowOrigin): string => (row === null ? file : `${file}, row ${row}`)

const nameOf = ({ catalog }: PromiseInput, kpi: string): string => catalog.kpis.get(kpi)?.name ?? kpi

/** ` (312 k EUR)`: what is promised to another KPI, in its own unit. */
function amountOf(input: PromiseInput, id: string, { value }: Promised): string {
  const kpi = input.catalog.kpis.get(id)
  if (kpi === undefined || !('value' in value)) return ''
  return ` (${amount({ ...input, unit: unitLabel(kpi) }, value.value)})`
}

const amount = ({ unit, locale }: PromiseInput, of: Decimal): string => {
  const number = toNumber(of)
  return figuresOf(unit, locale, { value: number, target: number }).promised(number)
}

/** `31.5 % of what is left of it after 2 M EUR of units with targets of their own, by last year’s values of 4 units`. */
function unitWords(input: PromiseInput, { by }: Allocation, { units, owned, part }: ShareOfUnits): string {
  const size = percentage(part, input.locale)
  const of = owned.units === 0n ? '' : ` of what ${amount(input, owned)} of units with targets of their own leave`
  const how = {
    equal: 'in equal parts for',
    'last-year': 'by last year’s values of',
    weights: 'by weights of',
    kpi: `by the values of "${by.kind === 'kpi' ? by.kpi : ''}" of`,
  }[by.kind]
  return `${size}${of}, ${how} ${counted(units, 'unit')}`
}

function spreadWords(plan: Extract<TargetPlan, { kind: 'total' }>, instead: EvenInstead | null): string {
  if (instead !== null) return `evenly, because last year has no shape to follow: ${insteadWords(instead)}`
  if (typeof plan.spread === 'object') return 'by weights'
  return { even: 'evenly', 'working-days': 'by working days', 'last-year': 'by last year’s shape' }[plan.spread]
}

function insteadWords({ period, because }: EvenInstead): string {
  if (because === 'nothing') return 'all of it came to nothing'
  return because === 'no-value' ? `${period} has no value` : `${period} is below zero`
}

/** By which pace a promise grows. */
export const paceWords = {
  even: 'day by day',
  'working-days': 'by working days',
  'last-year': 'along last year’s curve',
} as const

/** What of it counts by now: `By 8 July 312 k EUR of it are due, along last year’s curve.` */
export function paceSentence(input: PromiseInput, toDate: ToDate, answer: Pick<Answer, 'dataThrough'>): string {
  const { value, pace, evenInstead } = toDate
  const due =
    'value' in value ? amount(input, value.value) : `${amount(input, value.low)} to ${amount(input, value.high)}`
  const how = evenInstead ? 'day by day, because last year has no curve to follow' : paceWords[pace]
  return `Of it ${due} is due by ${answer.dataThrough ?? 'now'}, counted ${how}.`
}

export interface PromiseDocument {
  readonly id: string
  readonly file: string | null
  readonly line: number | null
  readonly provenance: Provenance
}

/** The documents that a target comes from, each once. */
export function documentsOf(promised: Promised): readonly PromiseDocument[] {
  const found = new Map<string, PromiseDocument>()
  const visit = ({ how }: Promised): void => {
    if (how.kind === 'parts') for (const part of how.of) visit(part)
    else if (how.kind === 'units') for (const part of how.of) visit(part.promised)
    else {
      if (how.kind === 'derived') for (const part of how.of) visit(part.promised)
      const { id, place, provenance } = how.target
      const row = how.kind === 'stated' ? how.row : undefined
      const [file, line] = row === undefined ? [place.file ?? null, place.line ?? null] : [row.file, row.row]
      found.set(row === undefined ? id : `${id} ${file} ${line}`, { id, file, line, provenance })
    }
  }
  visit(promised)
  return [...found.values()]
}

/** `Set by Maria Lopez on 2025-12-01, approved by the board, because of the new shop, based on plan v3.`; null where nothing is said. */
export function provenanceSentence({ setBy, setOn, approvedBy, because, basedOn }: Provenance): string | null {
  const set = [setBy === null ? '' : ` by ${setBy}`, setOn === null ? '' : ` on ${setOn}`].join('')
  const parts = [
    set === '' ? null : `set${set}`,
    approvedBy === null ? null : `approved by ${approvedBy}`,
    basedOn === null ? null : `based on ${basedOn}`,
    because === null ? null : `because: ${because}`,
  ].filter((part) => part !== null)
  const text = parts.join(', ')
  return text === '' ? null : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
