import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { shownState, stateWord } from '../../charts/states.ts'
import type { Answer } from '../../domain/answer.ts'
import { fullNumber } from '../../domain/number-format.ts'
import type { PlanLine } from '../../domain/plan-view.ts'
import { useNotation } from '../notation.tsx'
import { Scroll } from '../ui/scroll.tsx'
import { placesOf, rounded, signed } from './difference.ts'

/** Each number that would be another: KPI, scope and period, before and after. */
export function PlanTable({ lines }: { lines: readonly PlanLine[] }): ReactNode {
  return (
    <Scroll label="What would change">
      <table className="figures cards">
        <caption className="hidden">What would change</caption>
        <thead>
          <tr>
            <th scope="col">KPI</th>
            <th scope="col">Scope</th>
            <th scope="col">Period</th>
            <th scope="col" className="number">
              Before
            </th>
            <th scope="col" className="number">
              After
            </th>
            <th scope="col" className="number">
              Difference
            </th>
            <th scope="col">Status</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line key={`${line.kpi} ${line.scope} ${(line.after ?? line.before)?.period}`} line={line} />
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function Line({ line }: { line: PlanLine }): ReactNode {
  const { locale } = useNotation()
  const { before, after, difference, unit } = line
  const written = (side: Answer | null): string => {
    if (side === null) return 'None'
    return side.value === null ? stateWord(shownState(side)) : fullNumber(unit, locale, rounded(side.value))
  }
  const sides = [before, after].filter((side) => side !== null)
  return (
    <tr>
      <th scope="row">
        <Link to="/kpis/$id" params={{ id: line.kpi }}>
          {line.name}
        </Link>
      </th>
      <td data-label="Scope">{line.scopeName}</td>
      <td data-label="Period">{line.periodName}</td>
      <td data-label="Before" className="number">
        {written(before)}
      </td>
      <td data-label="After" className="number">
        {written(after)}
      </td>
      <td data-label="Difference" className="number">
        {difference === null ? <span className="missing">–</span> : signed(unit, locale, difference, placesOf(sides))}
      </td>
      <td data-label="Status">{statusText(before, after)}</td>
    </tr>
  )
}

function statusText(before: Answer | null, after: Answer | null): string {
  const word = (side: Answer | null) => (side === null ? 'None' : stateWord(shownState(side)))
  return word(before) === word(after) ? word(after) : `${word(before)} → ${word(after)}`
}
