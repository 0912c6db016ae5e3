import type { Client } from '../contract/client.ts'
import type { OutlookKpi } from '../domain/outlook-view.ts'
import { ok, type Result } from '../domain/result.ts'
import { outlookSentences } from '../domain/sentence/outlook.ts'
import type { ToldSentence } from '../domain/summary-view.ts'
import type { Pen } from './context.ts'
import { progressLine } from './progress.ts'

/** KPIs that are foretold by one call. */
const atOnce = 4

/** Where all KPIs of a scorecard are heading, and what that says; with a line on a terminal that says how far it is. */
export async function outlookOf(
  client: Client,
  asked: Readonly<Record<string, string>> & { readonly id: string },
  pen: Pen,
): Promise<Result<{ readonly kpis: readonly OutlookKpi[]; readonly sentences: readonly ToldSentence[] }>> {
  const line = progressLine(pen)
  const kpis: OutlookKpi[] = []
  try {
    for (let total = Number.POSITIVE_INFINITY; kpis.length < total; ) {
      const some = await client.outlook({ ...asked, from: kpis.length, count: atOnce })
      if (!some.ok) return some
      total = some.value.total
      kpis.push(...some.value.kpis)
      line.show(`${kpis.length} of ${total} KPIs foretold`)
    }
  } finally {
    line.clear()
  }
  return ok({ kpis, sentences: outlookSentences(kpis) })
}
