import type { Catalog, Kpi } from '../../domain/catalog.ts'
import type { DriversMethod, DriversView, Expectation, Figure, VolumeView } from '../../domain/drivers-view.ts'
import { numberStyle } from '../../domain/number-format.ts'
import {
  type DriversCause,
  driversSentence,
  type ExpectationWords,
  spokenDimension,
} from '../../domain/sentence/drivers.ts'
import { figuresOf } from '../../domain/sentence/figures.ts'
import { unitLabel } from '../../domain/unit-label.ts'
import {
  absolute,
  type Driver,
  type DriverSplit,
  driverSplit,
  type Item,
  lmdiSplit,
  minus,
  order,
  priceVolumeMix,
  type Rational,
  signOf,
  sum,
  toDecimal,
  toDouble,
  zero,
} from '../../insight/variance/index.ts'
import { periodText } from '../../time/period.ts'
import { Labels, labelScope } from '../view/label.ts'
import { figureOf } from './amounts.ts'
import type { Expected } from './expected.ts'
import type { DriverKey, DriverTree } from './formula.ts'
import { type Book, exactValue, type Pair, type Two } from './readings.ts'
import type { Split } from './split.ts'
import { inRank, type Splits } from './splits.ts'
import { decimalsFor, shownTotal, type Writing, writeSplit, writeTree, writeVolume } from './write.ts'

export interface DriversWorld {
  readonly catalog: Catalog
  readonly book: Book
  readonly pair: Pair
  readonly kpi: Kpi
  readonly found: Splits
  readonly tree: DriverTree | null
  /** How the tree's change is to be shared. */
  readonly method: DriversMethod
  /** A KPI of quantities, and the dimension whose members are the items. */
  readonly quantity: Kpi | null
  readonly by: string | null
  readonly offered: readonly string[]
  /** Null where nothing was to be foretold. */
  readonly expected: Expected | null
}

const nothing: Splits = { splits: [], unsplit: [], searched: [] }

/** The view of answers that were asked: splits ranked, the tree of drivers, and what moved it in two sentences. */
export function writeDrivers(world: DriversWorld): DriversView {
  const { catalog, book, pair, kpi } = world
  const { place, baseline } = pair
  const labels = new Labels(catalog, place, place.today)
  const whole = book.two(kpi.id, place.scope)
  // A rate would need both its parts for the same part of the earlier period; a promise is one for the whole.
  const untold = baseline.kind !== 'earlier' || whole.to?.numerator != null
  const begun = book.answer(kpi.id, place.scope, pair.to)?.flags.includes('unfinished') ?? false
  const unfinished = begun && (untold || !pair.cut)
  const two = unfinished ? null : bothOf(whole)
  const change = two === null ? null : minus(two.to, two.from)
  const writing = writingOf(world, whole, change)
  const { unsplit } = two === null ? nothing : world.found
  const splits = inRank(two === null ? [] : world.found.splits)
  const tree = two === null ? null : treeOf(world, two)
  const written = splits.map((split) => writeSplit(split, writing))
  const spoken = (ordinal: number) => labels.spoken(periodText(place.calendar, place.grain, ordinal))
  const against = againstOf(pair, spoken)
  const expectation = world.expected?.whole ?? null
  const texts = textsOf(world, whole)
  return {
    kpi: kpi.id,
    name: kpi.name,
    unit: unitLabel(kpi),
    good: kpi.good,
    grain: place.grain,
    period: labels.of(place.ordinal),
    scope: labelScope(catalog, place.scope),
    compare: baseline.name,
    basis: baseline.kind,
    against,
    baselines: world.offered,
    expectation,
    from: whole.from === null ? null : figureOf(exactValue(whole.from), writing.kind),
    to: whole.to === null ? null : figureOf(exactValue(whole.to), writing.kind),
    change: change === null ? null : figureOf(change, writing.kind),
    shownChange: change === null ? null : shownTotal(change, writing),
    decimals: writing.decimals,
    sentence: driversSentence({
      name: kpi.name,
      grain: place.grain,
      period: spoken(place.ordinal),
      basis: baseline.kind,
      against,
      expectation: expectation && expectationWords(expectation, whole, texts, (text) => labels.spoken(text)),
      from: texts.value(whole.from),
      to: texts.value(whole.to),
      distance: change === null ? null : texts.distance(change),
      direction: change === null ? 0 : signOf(change),
      unfinished,
      cause: causeOf(splits, tree, texts.signed, (key) => nameOf(key, place.grain)),
    }),
    splits: written,
    unsplit,
    searched: two === null ? [] : world.found.searched,
    tree: tree && writeTree(tree.shape.root, tree.split, wordsOf(world), writing),
    method: tree?.method ?? null,
    volume: two === null ? null : volumeOf(world, writing),
  }
}

function againstOf({ baseline, cut, from }: Pair, spoken: (ordinal: number) => string): string {
  switch (baseline.kind) {
    case 'promise':
      return `the ${baseline.name}`
    case 'expected':
      return 'what was expected'
    case 'earlier':
      return `${cut ? 'the same part of ' : ''}${spoken(from)}`
  }
}

/** How usual the value is by the ranges of the forecast. */
function expectationWords(
  { learntTo, ranges, cautions }: Expectation,
  { to }: Two,
  texts: ReturnType<typeof textsOf>,
  spoken: (text: string) => string,
): ExpectationWords {
  const value = to === null ? null : toDouble(exactValue(to))
  const inside = ranges.find(({ lower, upper }) => value !== null && lower <= value && value <= upper)
  const told = inside ?? ranges.at(-1)
  return {
    learntTo: spoken(learntTo.text),
    range: told === undefined ? null : { ...told, text: texts.band(told.lower, told.upper) },
    inside: inside !== undefined,
    caution: cautions[0] ?? null,
  }
}

const bothOf = ({ from, to }: Two): { readonly from: Rational; readonly to: Rational } | null =>
  from === null || to === null ? null : { from: exactValue(from), to: exactValue(to) }

function writingOf({ catalog, kpi }: DriversWorld, { from, to }: Two, change: Rational | null): Writing {
  const kind = to !== null && (to.numerator !== null || toDecimal(to.value) === null) ? 'ratio' : 'amount'
  const values = [to, from].map((reading) => (reading === null ? null : toDouble(exactValue(reading))))
  const style = numberStyle(unitLabel(kpi), catalog.workspace.locale, ...values)
  const whole = kind === 'amount' && style.divisor === 1 && style.decimals === 0
  return { kind, decimals: change === null ? 0 : decimalsFor(style, change, whole) }
}

interface Told {
  readonly shape: DriverTree
  readonly drivers: readonly Driver[]
  readonly split: DriverSplit
  readonly method: DriversMethod
}

/** The formula's drivers; null where one of them is missing or the formula does not make the value that was asked. */
function treeOf({ tree, method, book, pair }: DriversWorld, two: { from: Rational; to: Rational }): Told | null {
  if (tree === null) return null
  const drivers = tree.drivers.map((key): Driver => ({ name: key.kpi.name, ...book.driver(key) }))
  if (pair.baseline.kind === 'promise' && drivers.some(({ from }) => from === null)) return null
  const logarithmic = method === 'lmdi' ? lmdiSplit(tree.formula, drivers) : null
  const split = logarithmic ?? driverSplit(tree.formula, drivers)
  if (split === null || !near(split.to, two.to) || !near(split.from, two.from)) return null
  return { shape: tree, drivers, split, method: logarithmic === null ? 'shapley' : 'lmdi' }
}

/** Equal but for the last bits of a double. */
const near = (a: Rational, b: Rational): boolean =>
  Math.abs(toDouble(minus(a, b))) <= 1e-9 * Math.max(Math.abs(toDouble(a)), Math.abs(toDouble(b)))

function wordsOf({ book, pair }: DriversWorld) {
  const figure = (value: Rational | null, { read }: DriverKey): Figure | null =>
    value === null ? null : figureOf(value, read === 'value' && toDecimal(value) === null ? 'ratio' : 'amount')
  return {
    nameOf: (key: DriverKey) => nameOf(key, pair.place.grain),
    figuresOf: (key: DriverKey) => {
      const { from, to } = book.driver(key)
      return { from: figure(from, key), to: figure(to, key) }
    },
  }
}

function nameOf({ kpi, read, shift }: DriverKey, grain: string): string {
  const name = read === 'value' ? kpi.name : `${kpi.name}: ${read}`
  if (shift === null) return name
  const by = shift.grain ?? grain
  return `${name}, ${shift.back === 1 ? `a ${by}` : `${shift.back} ${by}s`} earlier`
}

/** How values and distances are written in sentences. */
function textsOf({ catalog, kpi }: DriversWorld, { from, to }: Two) {
  const number = (value: Rational) => toDouble(value)
  const value = to === null ? null : number(exactValue(to))
  const target = from === null ? null : number(exactValue(from))
  const figures = figuresOf(unitLabel(kpi), catalog.workspace.locale, { value, target })
  const distance = (change: Rational) => figures.distance(number(change))
  return {
    value: (reading: Two['from']) => (reading === null ? null : figures.value(number(exactValue(reading)))),
    distance,
    band: figures.band,
    signed: (effect: Rational) => {
      const text = distance(effect)
      return text === null ? 'none' : `${signOf(effect) < 0 ? '\u2212' : '+'}${text}`
    },
  }
}

function causeOf(
  [first]: readonly Split[],
  tree: Told | null,
  signed: (effect: Rational) => string,
  name: (key: DriverKey) => string,
): DriversCause | null {
  const rates = first?.parts.map(({ effects }) => effects) ?? []
  const total = (read: 'rate' | 'mix') => signed(sum(rates.map((one) => one?.[read] ?? zero)))
  if (first !== undefined && first.found !== null)
    return {
      kind: 'members',
      dimension: spokenDimension(first.dimension),
      members: first.found.members.map((member) => member.name),
      effect: signed(sum(first.found.members.map(({ effect }) => effect))),
      explained: first.found.explained,
      because: first.because,
      turned: first.turned.map(({ member, by }) => ({ member, by: spokenDimension(by) })),
      rate: total('rate'),
      mix: total('mix'),
    }
  const largest = [...(tree?.split.effects ?? [])].sort((a, b) => order(absolute(b.effect), absolute(a.effect)))[0]
  const key = tree?.shape.drivers[largest?.drivers[0] ?? -1]
  if (largest === undefined || key === undefined) return null
  return { kind: 'driver', name: name(key), effect: signed(largest.effect) }
}

/** Price, volume and mix of the members of one dimension, with another KPI's values as quantities. */
function volumeOf({ book, pair, kpi, quantity, by }: DriversWorld, writing: Writing): VolumeView | null {
  if (quantity === null || by === null || pair.baseline.kind !== 'earlier') return null
  const items = book.members(by).map(({ name, scope }): Item => {
    const [values, quantities] = [book.two(kpi.id, scope), book.two(quantity.id, scope)]
    const side = (one: 'from' | 'to') =>
      values[one] === null && quantities[one] === null
        ? null
        : { value: values[one]?.value ?? zero, quantity: quantities[one]?.value ?? zero }
    return { name, from: side('from'), to: side('to') }
  })
  return writeVolume(priceVolumeMix(items), by, quantity.id, writing)
}
