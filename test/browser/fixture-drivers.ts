import type { DriverNode, DriverPart, DriverSplitView, DriversView } from '../../src/domain/drivers-view.ts'
import type { KpiView, UnitLabel } from '../../src/domain/view.ts'

/** Why the numbers of the fixture moved: a rate with new, gone, small and left-over members, and a formula of formulas. */
export function driversOf(view: KpiView): DriversView {
  const percent = view.row.unit.kind === 'percent'
  return percent ? rateDrivers(view) : sumDrivers(view)
}

const prior = {
  compare: 'prior',
  basis: 'earlier',
  against: 'February 2026',
  baselines: ['prior', 'year', 'budget', 'expected'],
  expectation: null,
  volume: null,
  searched: [],
  method: 'shapley',
} as const

function shared(view: KpiView) {
  const { row, period, scope, grain } = view
  const named = { kpi: row.kpi, name: row.name, unit: row.unit, good: row.good }
  return { ...named, grain, period, scope, ...prior } as const
}

const figure = (effect: number, digits: number) => ({ effect, shown: effect.toFixed(digits) })

type Sketch = readonly [
  name: string,
  presence: DriverPart['presence'],
  from: number | null,
  to: number | null,
  rate: number,
  mix: number,
  unallocated?: number,
]

function part([name, presence, from, to, rate, mix, unallocated = 0]: Sketch): DriverPart {
  return {
    name,
    presence,
    scope: presence === 'small' || presence === 'rest' ? null : `region=${name}`,
    from,
    to,
    ...figure(rate + mix + unallocated, 3),
    rate: figure(rate, 3),
    mix: figure(mix, 3),
    unallocated: figure(unallocated, 3),
  }
}

function rateSplit(
  dimension: string,
  because: DriverSplitView['because'],
  sketches: readonly Sketch[],
): DriverSplitView {
  const total = (read: (sketch: Sketch) => number) =>
    figure(
      sketches.reduce((all, one) => all + read(one), 0),
      3,
    )
  const members = sketches.slice(0, 1).map(([name]) => name)
  return {
    dimension,
    kind: 'ratio',
    because,
    turned: [],
    found: { members, explained: 0.78, size: 0.24 },
    rate: total((one) => one[4]),
    mix: total((one) => one[5]),
    unallocated: total((one) => one[6] ?? 0),
    merged: 3,
    parts: sketches.map(part),
  }
}

const unit = (kind: UnitLabel['kind'], symbol: string): UnitLabel => ({ kind, symbol })

function rateDrivers(view: KpiView): DriversView {
  const [from, to, change] = [0.95, 0.862, -0.088]
  const node = (
    name: string,
    of: UnitLabel,
    values: readonly [number, number],
    effect: number,
    below: readonly DriverNode[] = [],
  ): DriverNode => ({
    name,
    kpi: name,
    unit: of,
    from: values[0],
    to: values[1],
    ...figure(effect, 3),
    together: false,
    below,
  })
  return {
    ...shared(view),
    from,
    to,
    change,
    shownChange: '-0.088',
    decimals: 3,
    sentence: {
      lead: `${view.row.name} fell 8.8 pp to 86.2 % in March 2026, from 95.0 % in February 2026.`,
      rest: 'North (region) made most of it: −6.9 pp, 78 % of it. Rates more than mix: rates −7.6 pp, mix −1.2 pp.',
    },
    splits: [
      rateSplit('region', 'rate', [
        ['North', 'both', 0.96, 0.71, -0.071, 0.002],
        ['South-western highlands', 'both', 0.94, 0.92, -0.012, -0.003],
        ['West', 'both', 0.95, 0.97, 0.007, 0.004],
        ['East', 'new', null, 0.62, 0, -0.019],
        ['Islands', 'gone', 0.91, null, 0, 0.004],
        ['(others)', 'small', 0.9, 0.9, 0, 0],
        ['(rest)', 'rest', null, null, 0, 0, 0],
      ]),
      rateSplit('carrier_name', 'paradox', [
        ['Alpine', 'both', 0.9, 0.92, 0.01, -0.06],
        ['Bolt', 'both', 0.97, 0.98, 0.008, -0.046],
      ]),
    ],
    unsplit: [{ dimension: 'weekday', reason: 'Its members do not add up to the whole.' }],
    tree: node(view.row.name, view.row.unit, [from, to], change, [
      node('Orders on time', unit('count', 'orders'), [9_310, 7_990], -0.121, [
        node('Orders picked in time', unit('count', 'orders'), [9_620, 8_560], -0.097),
        node('Late after picking', unit('count', 'orders'), [310, 570], -0.024),
      ]),
      node('Orders', unit('count', 'orders'), [9_800, 9_270], 0.033),
    ]),
  }
}

function sumDrivers(view: KpiView): DriversView {
  const members = 'North South East West Centre Coast Lakes Islands Hills Plains Harbour'.split(' ')
  const effects = [310, -240, 120, -80, 60, -40, 30, 20, -10, 5, 4]
  const [from, change] = [12_720, 179]
  return {
    ...shared(view),
    from: String(from),
    to: String(from + change),
    change: String(change),
    shownChange: String(change),
    decimals: 0,
    sentence: {
      lead: `${view.row.name} rose 0.2 k to 12.9 k in March 2026, from 12.7 k in February 2026.`,
      rest: 'North (region) made more than all of it: +0.3 k; others took some back.',
    },
    splits: [
      {
        dimension: 'region',
        kind: 'sum',
        because: null,
        turned: [],
        found: { members: ['North'], explained: 1.72, size: 0.2 },
        rate: null,
        mix: null,
        unallocated: null,
        merged: 0,
        parts: members.map((name, index) => ({
          name,
          presence: 'both',
          scope: `region=${name}`,
          from: '1000',
          to: String(1_000 + (effects[index] ?? 0)),
          effect: String(effects[index] ?? 0),
          shown: String(effects[index] ?? 0),
          rate: null,
          mix: null,
          unallocated: null,
        })),
      },
    ],
    unsplit: [],
    tree: null,
  }
}
