import { type ReactNode, useRef, useState } from 'react'
import type { Chart, ChartTable } from '../../charts/svg.ts'
import { sentenceCase } from '../../domain/sentence/words.ts'
import { useNotation } from '../notation.tsx'
import { Picture } from '../svg.tsx'
import { Scroll } from '../ui/scroll.tsx'
import { useWidth } from './use-width.ts'

/** A picture as wide as its place; its button shows the same figures as a table. */
export function Drawn(props: {
  draw: (width: number, locale: string) => Chart
  most: number
  label: string
}): ReactNode {
  const { locale } = useNotation()
  const [asTable, setAsTable] = useState(false)
  const box = useRef<HTMLElement>(null)
  const width = useWidth(box)
  const chart = width === null ? null : props.draw(Math.min(width, props.most), locale)
  return (
    <figure className="drivers-figure" ref={box}>
      {chart &&
        (asTable ? (
          <Table table={chart.table} label={props.label} />
        ) : (
          <Picture svg={chart.svg} label={chart.sentence} />
        ))}
      <figcaption className="trend-caption">
        <button type="button" className="link" onClick={() => setAsTable(!asTable)} aria-pressed={asTable}>
          As a table
        </button>
      </figcaption>
    </figure>
  )
}

function Table({ table, label }: { table: ChartTable; label: string }): ReactNode {
  return (
    <Scroll label={`${label}, as a table`}>
      <table className="figures">
        <thead>
          <tr>
            {table.columns.map((column, at) => (
              <th scope="col" key={column} className={at > 0 ? 'number' : undefined}>
                {at > 0 ? column : sentenceCase(column.replace(/[._-]/g, ' '))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(([name = '', ...cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, at) => (
                <td key={table.columns[at + 1]} className="number">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
