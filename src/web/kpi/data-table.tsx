import type { ReactNode } from 'react'
import { shareText, targetText } from '../../charts/bullet.ts'
import { shownState } from '../../charts/states.ts'
import { fullNumber } from '../../domain/number-format.ts'
import type { KpiView } from '../../domain/view.ts'
import { useNotation } from '../notation.tsx'
import { Copyable } from '../ui/number.tsx'
import { Scroll } from '../ui/scroll.tsx'
import { StatusMark } from '../ui/status.tsx'
import { EnterValue } from './enter-value.tsx'

/** The figures behind the picture, newest first, in full precision; a click copies one. */
export function DataTable({ view }: { view: KpiView }): ReactNode {
  const { locale, day } = useNotation()
  const rows = view.trend.map((answer, index) => ({ answer, label: view.labels[index] })).reverse()
  const parts = rows.some(({ answer }) => answer.numerator !== null)
  const full = (value: string | number) => fullNumber(view.row.unit, locale, value)
  const plain = (value: string | number | null) =>
    value === null ? '' : fullNumber({ kind: 'other', symbol: '1' }, locale, value)
  return (
    <>
      {view.definition.datasets.includes('manual-values') && <EnterValue view={view} />}
      <Scroll label="Figures by period">
        <table className="figures">
          <caption className="hidden">{view.row.name} by period</caption>
          <thead>
            <tr>
              <th scope="col">Period</th>
              <th scope="col">Status</th>
              <th scope="col" className="number">
                Value
              </th>
              {parts && (
                <th scope="col" className="number">
                  Numerator
                </th>
              )}
              {parts && (
                <th scope="col" className="number">
                  Denominator
                </th>
              )}
              <th scope="col" className="number">
                Target
              </th>
              <th scope="col" className="number">
                Attainment
              </th>
              <th scope="col">Data to</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ answer, label }) => (
              <tr key={answer.period}>
                <th scope="row">
                  {label?.label ?? answer.period}
                  {answer.flags.includes('unfinished') ? ' so far' : ''}
                </th>
                <td>
                  <StatusMark state={shownState(answer)} />
                </td>
                <td className="number">
                  {answer.value !== null && <Copyable text={full(answer.value)} raw={String(answer.value)} />}
                </td>
                {parts && <td className="number">{plain(answer.numerator)}</td>}
                {parts && <td className="number">{plain(answer.denominator)}</td>}
                <td className="number">{targetText(answer, (value) => full(value))}</td>
                <td className="number">{attainmentText(answer.attainment, locale)}</td>
                <td>{day(answer.dataThrough)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  )
}

function attainmentText(attainment: number | null, locale: string): string {
  return attainment === null ? '' : shareText(attainment, locale)
}
