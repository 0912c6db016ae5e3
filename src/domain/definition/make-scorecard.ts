import { parseDay } from '../../time/day.ts'
import type { Catalog, Unit } from '../catalog.ts'
import { decimalOf } from '../decimal.ts'
import type { Cascade, Difference, RollUpRule, Scorecard, Weights } from '../scorecard.ts'
import { parseAmount } from './amount-text.ts'
import { type Document, type Path, textOf } from './document.ts'
import type { Entry } from './draft.ts'
import type { ScorecardSpec } from './scorecard.ts'

type Written = ScorecardSpec['groups'][number]['weight']

/** A scorecard of a document that has been checked. */
export function makeScorecard({ id, spec, document }: Entry<ScorecardSpec>, units: Catalog['units']): Scorecard {
  const own: RollUpRule = {
    method: spec['roll-up'] ?? 'weighted',
    missing: spec.missing ?? 'renormalise',
    atLeast: spec['at-least'] ?? 0,
  }
  return {
    id,
    name: spec.name,
    unit: spec.unit ?? null,
    grain: spec.grain ?? 'month',
    judgedBy: spec['judged-by'] ?? null,
    dataThrough: spec['data-through'] ?? 'latest',
    falseAlarms: spec['false-alarms'] ?? null,
    rollUp: own,
    cascade: cascadeOf(document, spec, units),
    groups: spec.groups.map((group, g) => ({
      objective: group.objective,
      weights: weightsOf(document, group.weight, ['groups', g, 'weight']),
      rollUp: {
        method: group['roll-up'] ?? own.method,
        missing: group.missing ?? own.missing,
        atLeast: group['at-least'] ?? 0,
      },
      kpis: group.kpis.map((one, k) =>
        typeof one === 'string'
          ? { kpi: one, weights: evenly }
          : { kpi: one.kpi, weights: weightsOf(document, one.weight, ['groups', g, 'kpis', k, 'weight']) },
      ),
    })),
  }
}

function cascadeOf(document: Document, spec: ScorecardSpec, units: Catalog['units']): Cascade | null {
  if (spec.for === undefined) return null
  const differences = Object.entries(spec.differences ?? {}).map(([unit, one]): [string, Difference] => {
    const path = ['differences', unit]
    const add = (one.add ?? []).map(({ objective, kpi, weight }, i) => ({
      objective,
      kpi,
      weights: weightsOf(document, weight, [...path, 'add', i, 'weight']),
    }))
    const weights = Object.entries(one.weights ?? {}).map(([kpi, written]): [string, Weights] => [
      kpi,
      weightsOf(document, written, [...path, 'weights', kpi]),
    ])
    const owners = new Map(Object.entries(one.owners ?? {}))
    return [unit, { add, leaveOut: one['leave-out'] ?? [], weights: new Map(weights), owners }]
  })
  return { units: unitsOf(spec.for, units), differences: new Map(differences) }
}

/** What a cascade must know of a unit. */
type Placed = Pick<Unit, 'id' | 'level' | 'parent'>

/** Units by name, or those of a level, in the order of their documents. */
export function unitsOf(
  named: NonNullable<ScorecardSpec['for']>,
  units: ReadonlyMap<string, Placed>,
): readonly string[] {
  if (Array.isArray(named)) return named
  const { each, under } = named
  const stands = (id: string): boolean => {
    const above = new Set([id])
    for (let at = units.get(id)?.parent ?? null; at !== null && !above.has(at); at = units.get(at)?.parent ?? null) {
      if (at === under) return true
      above.add(at)
    }
    return under === undefined
  }
  return [...units.values()].filter(({ id, level }) => level === each && stands(id)).map(({ id }) => id)
}

const evenly: Weights = [{ from: null, weight: decimalOf(1) }]

/** A weight as written: one, or several with dates. Amounts are read from the written text. */
function weightsOf(document: Document, written: Written, path: Path): Weights {
  if (written === undefined) return evenly
  const amountAt = (at: Path) => parseAmount(textOf(document, at) ?? '') ?? decimalOf(1)
  if (!Array.isArray(written)) return [{ from: null, weight: amountAt(path) }]
  return written.map(({ from }, index) => ({
    from: from === undefined ? null : parseDay(from),
    weight: amountAt([...path, index, 'weight']),
  }))
}
