import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { paceChart } from '../../charts/pace.ts'
import type { KpiView } from '../../domain/view.ts'
import { paceQuery } from '../api.ts'
import { Failure, Waiting } from '../ui/notices.tsx'
import { placeOfView } from '../ui/place.ts'
import { Drawn } from './drawn.tsx'

/** What is promised by each day of the period, its quarter and its year, beside what really came. */
export default function PacePanel({ view }: { view: KpiView }): ReactNode {
  const place = placeOfView(view)
  const query = useQuery(paceQuery(view.row.kpi, place))
  if (query.error) return <Failure error={query.error} what="Its pace" retry={() => void query.refetch()} />
  if (!query.data) return <Waiting rows={6} />
  const { courses, unit, none } = query.data
  return (
    <div className="drivers">
      {none !== null && <p>{none}</p>}
      {courses.map((course) => (
        <section className="drivers-part" key={course.label.text}>
          <h2 className="split-title">
            {course.label.label} <span className="sentence-rest">{course.sentence}</span>
          </h2>
          <Drawn
            draw={(width, locale) => paceChart({ course, unit, locale, width })}
            most={1216}
            label={`Pace of ${course.label.label}`}
          />
        </section>
      ))}
    </div>
  )
}
