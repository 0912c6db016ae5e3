import { parseDay } from '../../time/day.ts'
import type { RollUpRule, Scorecard, Weights } from '../catalog.ts'
import { decimalOf } from '../decimal.ts'
import { parseAmount } from './amount-text.ts'
import { type Document, type Path, textOf } from './document.ts'
import type { Entry } from './draft.ts'
import type { ScorecardSpec } from './scorecard.ts'

type Written = ScorecardSpec['groups'][number]['weight']

/** A scorecard of a document that has been checked. */
export function makeScorecard({ id, spec, document }: Entry<ScorecardSpec>): Scorecard {
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
    rollUp: own,
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
