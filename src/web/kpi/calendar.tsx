import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { calendarHeatmap } from '../../charts/calendar-heatmap.ts'
import { parseScope } from '../../domain/scope.ts'
import type { KpiView } from '../../domain/view.ts'
import { day, parseDay, printDay, weekday } from '../../time/day.ts'
import { periodsQuery } from '../api.ts'
import { useNotation } from '../notation.tsx'
import { Failure, Waiting } from '../ui/notices.tsx'
import { Drawn } from './drawn.tsx'

/** A year of weeks, and four weeks of days. */
const weeks = 53
const days = 28

/** The days of the year that ends with the period, by week; of hours the days of its last four weeks. Every cell is asked as any value is. */
export default function CalendarPanel({ view }: { view: KpiView }): ReactNode {
  const { locale } = useNotation()
  const { asOf } = useSearch({ from: '__root__' })
  const hours = view.grain === 'hour' || view.grain === 'minute'
  const end = parseDay(view.period.end ?? view.labels.at(-1)?.end ?? '')
  const range = end === null ? null : rangeOf(end, hours)
  const scope = parseScope(view.scope.text) ?? { unit: null, where: {} }
  const query = useQuery({
    ...periodsQuery(view.row.kpi, {
      grain: hours ? 'hour' : 'day',
      from: range?.from ?? '',
      to: range?.to ?? '',
      unit: scope.unit,
      where: scope.where,
      asOf,
      through: view.through ?? undefined,
    }),
    enabled: range !== null,
  })
  if (query.error) return <Failure error={query.error} what="Its calendar" retry={() => void query.refetch()} />
  if (range === null) return <p className="tab-note">It has no days.</p>
  if (!query.data) return <Waiting rows={6} />
  const { answers } = query.data
  if (answers.every(({ state }) => state !== 'value'))
    return <p className="tab-note">It has no value of its own for any of these {hours ? 'hours' : 'days'}.</p>
  const by = hours ? 'day' : 'week'
  const draw = (width: number, locale: string) => calendarHeatmap({ answers, by, unit: view.row.unit, locale, width })
  return (
    <div className="drivers">
      <h2 className="split-title">{draw(1216, locale).sentence}</h2>
      <Drawn draw={draw} most={1216} label="Calendar" />
    </div>
  )
}

function rangeOf(end: number, hours: boolean): { readonly from: string; readonly to: string } {
  const last = day(end - 1)
  const monday = last - weekday(last) + 1
  const from = hours ? last - days + 1 : monday - (weeks - 1) * 7
  return { from: printDay(day(from)), to: printDay(last) }
}
