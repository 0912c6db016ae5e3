/** One period on a control chart. Rules see only periods that count: complete, present, final. */
export interface ChartPoint {
  /** Place of the period in the series. */
  readonly index: number
  readonly value: number
  readonly centre: number
  /** One third of the distance from the centre to a natural limit. */
  readonly sigma: number
  /** Natural limits, not clipped. */
  readonly lower: number
  readonly upper: number
  /** A limit beyond what the KPI can reach says nothing: no signal on that side. */
  readonly open: { readonly lower: boolean; readonly upper: boolean }
  /** Absolute difference from the period before, where that one counts too. */
  readonly range: number | null
  readonly rangeUpper: number
}

/** +1 above, -1 below, 0 neither. */
export type Side = -1 | 0 | 1

/** A rule completed at one period, and the periods that complete it. */
export interface Hit {
  readonly at: number
  readonly periods: readonly number[]
  /** Where it began: the first of `periods`, or of a longer run that goes on. */
  readonly since: number
  readonly side: Side
}

/** What a rule looks for, as data: enough to compute how often chance alone completes it. */
export type Pattern =
  | { readonly kind: 'some'; readonly least: number; readonly of: number; readonly sigmas: number }
  | { readonly kind: 'run'; readonly length: number }

/** One detection rule: its own file, and one line in `index.ts`. */
export interface Rule {
  readonly id: string
  readonly title: string
  readonly help: string
  /** Null where no exact run length is known. */
  readonly pattern: Pattern | null
  /** Every period that completes the rule, in order. */
  readonly hits: (points: readonly ChartPoint[]) => readonly Hit[]
}

/** On which side the point lies beyond `sigmas` from the centre (strictly). */
export function sideBeyond(point: ChartPoint, sigmas: number): Side {
  if (point.value > point.centre + sigmas * point.sigma) return 1
  if (point.value < point.centre - sigmas * point.sigma) return -1
  return 0
}

const isOpen = (point: ChartPoint, side: Side) => (side > 0 ? point.open.upper : point.open.lower)

/** At least `least` of `of` successive points beyond `sigmas` on one side, the last one among them. */
export function someOf(least: number, of: number, sigmas: number): Pick<Rule, 'pattern' | 'hits'> {
  const hits: Rule['hits'] = (points) =>
    points.flatMap((point, index): Hit[] => {
      const side = sideBeyond(point, sigmas)
      if (side === 0 || !isOpen(point, side)) return []
      const there = points
        .slice(Math.max(0, index - of + 1), index + 1)
        .filter((other) => sideBeyond(other, sigmas) === side)
      if (there.length < least) return []
      return [
        { at: point.index, periods: there.map((other) => other.index), since: there[0]?.index ?? point.index, side },
      ]
    })
  return { pattern: { kind: 'some', least, of, sigmas }, hits }
}

/** `length` successive points on one side of the centre; a point on the centre breaks the run. */
export function runOf(length: number): Pick<Rule, 'pattern' | 'hits'> {
  const find: Rule['hits'] = (points) => {
    const hits: Hit[] = []
    let start = 0
    let side: Side = 0
    points.forEach((point, index) => {
      const now = sideBeyond(point, 0)
      if (now !== side || now === 0) start = index
      side = now
      if (now === 0 || index - start + 1 < length) return
      const latest = points.slice(index - length + 1, index + 1).map((other) => other.index)
      hits.push({ at: point.index, periods: latest, since: points[start]?.index ?? point.index, side: now })
    })
    return hits
  }
  return { pattern: { kind: 'run', length }, hits: find }
}
