import { printDecimal } from '../../domain/decimal.ts'
import type { DriverNode, DriverPart, DriverSplitView, EffectFigure, VolumeView } from '../../domain/drivers-view.ts'
import { unitLabel } from '../../domain/unit-label.ts'
import {
  type DriverSplit,
  type PriceVolumeMix,
  type Rational,
  shown,
  signOf,
  sum,
  toDouble,
  zero,
} from '../../insight/variance/index.ts'
import { figureOf } from './amounts.ts'
import type { DriverBranch, DriverKey } from './formula.ts'
import type { Split, SplitPart } from './split.ts'

/** How effects are written: amounts or ratios, and how many digits after the point their shown texts have. */
export interface Writing {
  readonly kind: 'amount' | 'ratio'
  readonly decimals: number
}

/** A change has three digits that count where the value's own digits do not show them, by at most two more than those. */
export function decimalsFor(
  style: { readonly decimals: number; readonly divisor: number },
  change: Rational,
  whole: boolean,
): number {
  const usual = style.decimals - Math.round(Math.log10(style.divisor))
  const size = Math.abs(toDouble(change))
  if (size === 0) return usual
  const wanted = 2 - Math.floor(Math.log10(size))
  const most = whole ? Math.max(0, usual) : usual + 2
  return Math.max(usual, Math.min(wanted, most))
}

/** Effects with their shown texts, which add up to the shown sum of all. */
function figures(effects: readonly Rational[], { kind, decimals }: Writing): readonly EffectFigure[] {
  const { parts } = shown(effects, decimals)
  return effects.map((effect, at) => ({ effect: figureOf(effect, kind), shown: printDecimal(parts[at] ?? none) }))
}

const none = { units: 0n, scale: 0 }

export const shownTotal = (change: Rational, { decimals }: Writing): string =>
  printDecimal(shown([change], decimals).total)

const figure = (value: Rational | null, { kind }: Writing) => (value === null ? null : figureOf(value, kind))

/** A split as people read it. Of a ratio every rate and mix is rounded together, so that all sums of what is shown hold. */
export function writeSplit(split: Split, writing: Writing): DriverSplitView {
  const { dimension, kind, merged, because, found, turned } = split
  const cells = split.parts.flatMap(({ effect, effects }) =>
    effects === null ? [effect] : [effects.rate, effects.mix, effects.unallocated],
  )
  const written = shown(cells, writing.decimals).parts
  const at = (part: number, cell: number) => written[kind === 'sum' ? part : part * 3 + cell] ?? none
  const parts = split.parts.map((part, index) => writePart(part, writing, (cell) => at(index, cell)))
  const total = (cell: number, read: (effects: NonNullable<SplitPart['effects']>) => Rational): EffectFigure | null => {
    if (kind === 'sum') return null
    const effect = sum(split.parts.map(({ effects }) => (effects === null ? zero : read(effects))))
    const units = split.parts.reduce((all, _, index) => all + at(index, cell).units, 0n)
    return { effect: figureOf(effect, writing.kind), shown: printDecimal({ units, scale: at(0, cell).scale }) }
  }
  return {
    dimension,
    kind,
    found: found && {
      members: found.members.map(({ name }) => name),
      explained: found.explained,
      size: found.size,
    },
    because,
    turned,
    rate: total(0, ({ rate }) => rate),
    mix: total(1, ({ mix }) => mix),
    unallocated: total(2, ({ unallocated }) => unallocated),
    merged,
    parts,
  }
}

function writePart(
  part: SplitPart,
  writing: Writing,
  at: (cell: number) => { readonly units: bigint; readonly scale: number },
): DriverPart {
  const { name, scope, presence, from, to, effect, effects } = part
  const cells = effects === null ? [at(0)] : [at(0), at(1), at(2)]
  const units = cells.reduce((all, cell) => all + cell.units, 0n)
  const cell = (index: number, value: Rational | undefined): EffectFigure | null =>
    value === undefined ? null : { effect: figureOf(value, writing.kind), shown: printDecimal(at(index)) }
  return {
    name,
    scope,
    presence,
    from: figure(from, writing),
    to: figure(to, writing),
    effect: figureOf(effect, writing.kind),
    shown: printDecimal({ units, scale: at(0).scale }),
    rate: cell(0, effects?.rate),
    mix: cell(1, effects?.mix),
    unallocated: cell(2, effects?.unallocated),
  }
}

/** What a tree says of each driver besides its effect. */
export interface DriverWords {
  readonly nameOf: (key: DriverKey) => string
  readonly figuresOf: (key: DriverKey) => Pick<DriverNode, 'from' | 'to'>
}

interface Written {
  readonly node: DriverNode
  readonly exact: Rational
  readonly units: bigint
}

/** The drivers of a formula as a tree; the effect of a KPI is that of all below it, and the root's is the whole change. */
export function writeTree(root: DriverBranch, split: DriverSplit, words: DriverWords, writing: Writing): DriverNode {
  const { effects } = split
  const texts = shown(
    effects.map(({ effect }) => effect),
    writing.decimals,
  ).parts
  const told = new Set<number>()
  const write = (branch: DriverBranch): Written => {
    const below = branch.below.map(write)
    const at = effects.findIndex(({ drivers }) => branch.driver !== null && drivers.includes(branch.driver))
    // A driver that occurs twice, or is told together with others, has its effect where it is met first.
    const own = at >= 0 && !told.has(at)
    if (own) told.add(at)
    const exact = sum([own ? (effects[at]?.effect ?? zero) : zero, ...below.map((one) => one.exact)])
    const units = below.reduce((all, one) => all + one.units, own ? (texts[at]?.units ?? 0n) : 0n)
    const { key } = branch
    const node: DriverNode = {
      name: words.nameOf(key),
      kpi: key.read === 'value' ? key.kpi.id : null,
      unit: key.read === 'value' ? unitLabel(key.kpi) : { kind: 'other', symbol: '1' },
      ...words.figuresOf(key),
      effect: figureOf(exact, writing.kind),
      shown: printDecimal({ units, scale: Math.max(0, writing.decimals) }),
      together: (effects[at]?.drivers.length ?? 1) > 1,
      below: below.map((one) => one.node),
    }
    return { node, exact, units }
  }
  return write(root).node
}

const effectNames = [
  ['volume', 'Volume'],
  ['mix', 'Mix'],
  ['price', 'Price'],
  ['added', 'New items'],
  ['discontinued', 'Discontinued items'],
  ['unallocated', 'Without quantity'],
] as const

/** Price, volume and mix as one list that adds up to the change. */
export function writeVolume(found: PriceVolumeMix, dimension: string, quantity: string, writing: Writing): VolumeView {
  const told = effectNames.filter(([effect]) => effect !== 'unallocated' || signOf(found[effect]) !== 0)
  const texts = figures(
    told.map(([effect]) => found[effect]),
    writing,
  )
  const effects = told.map(([, name], at) => ({ name, ...(texts[at] ?? { effect: 0, shown: '0' }) }))
  return { dimension, quantity, effects, items: found.itemsInBoth }
}
