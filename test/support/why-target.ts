import { toldOf } from '../../src/app/ask/judge.ts'
import { ask } from '../../src/app/ask.ts'
import type { Deps } from '../../src/app/deps.ts'
import { localOwner } from '../../src/domain/access.ts'
import { noPromiseSentence, promiseSentence } from '../../src/domain/sentence/promise.ts'
import { judgedBy } from '../../src/domain/target/version.ts'
import { unitLabel } from '../../src/domain/unit-label.ts'
import { parsePeriod } from '../../src/time/period.ts'
import { questionOf } from './open-folder.ts'

/** What a page says of how the target of a KPI, period and scope came about. */
export async function whyTarget(deps: Deps, id: string, period: string, scope = '', version?: string): Promise<string> {
  const { catalog } = deps
  const question = questionOf(catalog, id, [period, period], { scope })
  const { answers } = await ask(deps, [question], localOwner, version === undefined ? {} : { version })
  const told = answers[0] === undefined ? null : toldOf(answers[0])
  const [kpi, asked] = [catalog.kpis.get(id), parsePeriod(period, catalog.calendars, 'gregorian')]
  if (kpi === undefined || asked === null || told === null) throw new Error(`${id} ${period} ${scope}`)
  const input = { catalog, kpi, unit: unitLabel(kpi), locale: 'en', period, version: version ?? judgedBy(catalog, kpi) }
  if (told.promised !== null) return promiseSentence(input, told.promised)
  return noPromiseSentence(input, told.promises.without(asked.grain, asked.ordinal))
}
