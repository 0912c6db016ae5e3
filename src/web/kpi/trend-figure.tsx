import { type PointerEvent, type ReactNode, useState } from 'react'
import { type TrendChart, trend } from '../../charts/trend.ts'
import type { KpiView } from '../../domain/view.ts'
import { locale } from '../locale.ts'
import { Picture } from '../svg.tsx'

const sizes = ['wide', 'medium', 'phone'] as const

/** The course of a KPI. Three drawings stand in the page and styles show the one that fits, so no width is asked for. */
export function TrendFigure({ view }: { view: KpiView }): ReactNode {
  return (
    <figure className="trend">
      {sizes.map((size) => (
        <Drawing
          key={size}
          size={size}
          chart={trend({
            trend: view.trend,
            labels: view.labels,
            period: view.period.text,
            unit: view.row.unit,
            good: view.row.good,
            locale,
            size,
          })}
        />
      ))}
    </figure>
  )
}

/** One drawing; a pointer over it is answered with the period's figures, which the Data tab has for every reader. */
function Drawing({ chart, size }: { chart: TrendChart; size: (typeof sizes)[number] }): ReactNode {
  const [at, setAt] = useState<number | null>(null)
  const width = Number(chart.svg.attrs.width)
  const height = Number(chart.svg.attrs.height)
  const move = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const x = ((event.clientX - box.left) / box.width) * width
    const distances = chart.hits.map((hit) => Math.abs(hit.x - x))
    const nearest = distances.indexOf(Math.min(...distances))
    setAt(x > chart.plot.right + 24 || nearest < 0 ? null : nearest)
  }
  const hit = at === null ? null : chart.hits[at]
  return (
    <div className={`trend-${size} trend-drawing`} onPointerMove={move} onPointerLeave={() => setAt(null)}>
      <Picture svg={chart.svg} label={chart.sentence} />
      {hit && (
        <div
          className="trend-hit"
          aria-hidden="true"
          style={{
            left: `${(hit.x / width) * 100}%`,
            top: `${(chart.plot.top / height) * 100}%`,
            bottom: `${(1 - chart.plot.bottom / height) * 100}%`,
          }}
        >
          <span className={hit.x > width * 0.6 ? 'trend-tip trend-tip-left' : 'trend-tip'}>{hit.text}</span>
        </div>
      )}
    </div>
  )
}
