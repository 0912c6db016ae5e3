import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react'
import type { ChartTable } from '../../charts/svg.ts'
import { type TrendChart, trend } from '../../charts/trend.ts'
import type { KpiView } from '../../domain/view.ts'
import { useNotation } from '../notation.tsx'
import { Picture } from '../svg.tsx'
import { useWidth } from './use-width.ts'

const everySize = ['wide', 'medium', 'phone'] as const

/**
 * The course of a KPI as one picture that says one sentence; its button, or the key T, shows the same figures as a table.
 * Until its width is known, three drawings stand in the page and styles show the one that fits.
 */
export function TrendFigure({ view }: { view: KpiView }): ReactNode {
  const { locale } = useNotation()
  const [asTable, setAsTable] = useState(false)
  const box = useRef<HTMLElement>(null)
  const width = useWidth(box)
  const { trend: answers, labels, period, row } = view
  const breaks = view.definition.calculation.flatMap(({ from }) => from ?? [])
  const input = { trend: answers, labels, period: period.text, unit: row.unit, good: row.good, locale, breaks }
  const charts =
    width === null
      ? everySize.map((size) => ({ place: size, chart: trend({ ...input, size }) }))
      : [{ place: 'exact', chart: trend({ ...input, size: sizeFor(width), width }) } as const]
  const toggle = () => setAsTable(!asTable)
  const keys = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 't' || event.metaKey || event.ctrlKey || event.altKey) return
    event.preventDefault()
    toggle()
  }
  const shown = labels.slice(-(charts[0]?.chart.hits.length ?? 0))
  const [first, last] = [shown.at(0), shown.at(-1)]
  return (
    <figure className="trend" role="group" aria-label="Trend" ref={box} onKeyDown={keys}>
      {asTable && charts[0] ? (
        <Table table={charts[0].chart.table} name={row.name} />
      ) : (
        charts.map(({ place, chart }) => <Drawing key={place} chart={chart} place={place} />)
      )}
      <figcaption className="trend-caption">
        <span>{first && last ? `${first.label} to ${last.label}` : ''}</span>
        <button type="button" className="link" onClick={toggle} aria-pressed={asTable} aria-keyshortcuts="T">
          As a table
        </button>
      </figcaption>
    </figure>
  )
}

const sizeFor = (width: number) => (width < 560 ? 'phone' : width < 900 ? 'medium' : 'wide')

/** The figures of the picture, newest first. */
function Table({ table, name }: { table: ChartTable; name: string }): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys
    <section className="trend-table" tabIndex={0} aria-label={`${name} by period`}>
      <table className="figures">
        <thead>
          <tr>
            {table.columns.map((column, at) => (
              <th scope="col" key={column} className={isFigure(at) ? 'number' : undefined}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...table.rows].reverse().map(([period = '', ...cells]) => (
            <tr key={period}>
              <th scope="row">{period}</th>
              {cells.map((cell, at) => (
                <td key={table.columns[at + 1]} className={isFigure(at + 1) ? 'number' : undefined}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Value and target stand between period and status. */
const isFigure = (column: number): boolean => column === 1 || column === 2

/** One drawing; a pointer over it is answered with the period's figures, which the table has for every reader. */
function Drawing({ chart, place }: { chart: TrendChart; place: string }): ReactNode {
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
    <div className={`trend-${place} trend-drawing`} onPointerMove={move} onPointerLeave={() => setAt(null)}>
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
