import type { Client } from '../contract/client.ts'
import type { Output } from '../contract/contract.ts'
import { ok, type Result } from '../domain/result.ts'
import type { Pen } from './context.ts'
import { printTable, roughly } from './print.ts'
import { progressLine } from './progress.ts'

type Forecast = Output<'forecast'>

/** The forecasts of a scorecard’s KPIs, in its order, with a line on a terminal that says how far it is. */
export interface Forecasts {
  readonly scorecard: string
  readonly name: string
  readonly forecasts: readonly Forecast[]
}

/**
 * Forecasts every KPI of a scorecard, each by a call of its own: none waits long, and what was reckoned is shown as it comes. KPIs
 * that cannot be forecast at the scorecard's grain are refused as a forecast of one is.
 */
export async function forecastAll(
  client: Client,
  id: string,
  asked: Readonly<Record<string, string>>,
  pen: Pen,
): Promise<Result<Forecasts>> {
  const { trainUntil: _, ...place } = asked
  const found = await client.scorecard({ id, ...place })
  if (!found.ok) return found
  const { name, period, scope, grain, groups } = found.value
  const rows = groups.flatMap((group) => group.rows)
  const line = progressLine(pen)
  const forecasts: Forecast[] = []
  try {
    for (const row of rows) {
      line.show(`${forecasts.length} of ${rows.length} KPIs foretold: ${row.name}`)
      const one = await client.forecast({ ...asked, kpi: row.kpi, period: period.text, scope: scope.text, grain })
      if (!one.ok) return one
      forecasts.push(one.value)
    }
  } finally {
    line.clear()
  }
  return ok({ scorecard: id, name, forecasts })
}

/** Where each KPI ends and the odds of its target, a line each. */
export function printForecasts(pen: Pen, { name, forecasts }: Forecasts, locale: string): void {
  pen.write(`${name}: where ${forecasts.length} KPIs are heading\n\n`)
  const rows = forecasts.map(({ kpi, landing, periods, origin, unit }) => {
    const { value: written } = roughly(unit, locale)
    const end = landing ?? periods.at(-1)
    if (end === undefined || origin === null) return [kpi, 'cannot be told yet', '', '', '', '']
    const range = end.ranges.find(({ level }) => level === 0.8)
    return [
      kpi,
      end.label.text,
      written(end.median),
      range === undefined ? '' : `${written(range.lower)} to ${written(range.upper)}`,
      end.target === null ? '' : written(end.target),
      end.odds === null ? '' : `${end.odds.word} ${end.odds.percent} %`,
    ]
  })
  const heads = ['Expected', '80 %', 'Target', 'Odds'].map((head) => ({ head, right: true }))
  printTable(pen, [{ head: 'KPI' }, { head: 'By the end of' }, ...heads], rows)
}
