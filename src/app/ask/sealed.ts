import type { Answer } from '../../domain/answer.ts'
import { itemKey, restates } from '../../domain/change.ts'
import { scopeKey } from '../../domain/scope.ts'
import type { Line } from '../../query/collect.ts'
import { sealsOf } from '../closing/seals.ts'
import type { Deps } from '../deps.ts'

/**
 * Marks what was published and is now another; asked for what was published, gives that instead. `answers` are those of the
 * lines, period by period.
 */
export async function withSeals(
  { catalog, store, published, through }: Pick<Deps, 'catalog' | 'store' | 'published' | 'through'>,
  lines: readonly Line[],
  answers: readonly Answer[],
): Promise<readonly Answer[]> {
  const seals = await sealsOf(store)
  if (seals.size === 0) return answers
  const shown = [...answers]
  let at = 0
  for (const { kpi, scope, from, until, money } of lines) {
    const own = scopeKey(catalog, scope)
    for (const end = at + until - from; at < end; at++) {
      const answer = shown[at]
      const seal = answer && seals.get(itemKey({ kpi: kpi.id, scope: own, period: answer.period }))
      // What was published is in the KPI's own currency and at its own rates.
      if (answer === undefined || seal === undefined || money != null) continue
      // What was read to an earlier day than it was published with is no restatement.
      const cut = through !== undefined && answer.flags.includes('unfinished')
      const sealed: Answer = JSON.parse(seal.answer)
      if (published === true) shown[at] = { ...sealed, scope: answer.scope }
      else if (!cut && restates(sealed, answer, kpi.restatementTolerance))
        shown[at] = { ...answer, flags: [...answer.flags, 'restated'] }
    }
  }
  return shown
}
