import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { stateWord } from '../../charts/states.ts'
import type { Answer } from '../../domain/answer.ts'
import type { RestatementLine } from '../../domain/closing-view.ts'
import { fullNumber } from '../../domain/number-format.ts'
import { useNotation } from '../notation.tsx'
import { Scroll } from '../ui/scroll.tsx'
import { AcceptDialog } from './dialogs.tsx'
import { placesOf, rounded, signed } from './difference.ts'

/** Published numbers that are now known to be others: both values, the difference, why, and whose word accepts it. */
export function Restatements({ lines, plain }: { lines: readonly RestatementLine[]; plain?: boolean }): ReactNode {
  const [accepting, setAccepting] = useState<RestatementLine | null>(null)
  return (
    <>
      {lines.length === 0 ? (
        <p className="tab-note">Every published number is still what it was.</p>
      ) : (
        <Table lines={lines} plain={plain === true} onAccept={setAccepting} />
      )}
      {/* Others may act meanwhile: what somebody writes stays until they send it. */}
      {accepting && <AcceptDialog line={accepting} onDone={() => setAccepting(null)} />}
    </>
  )
}

function Table(props: {
  lines: readonly RestatementLine[]
  plain: boolean
  onAccept: (line: RestatementLine) => void
}): ReactNode {
  return (
    <Scroll label="Restatements">
      <table className="figures cards">
        <caption className="hidden">Restatements</caption>
        <thead>
          <tr>
            {!props.plain && <th scope="col">KPI</th>}
            <th scope="col">Period</th>
            <th scope="col">Scope</th>
            <th scope="col" className="number">
              Published
            </th>
            <th scope="col" className="number">
              Now
            </th>
            <th scope="col" className="number">
              Difference
            </th>
            <th scope="col">Why</th>
            <th scope="col">Accepted</th>
          </tr>
        </thead>
        <tbody>
          {props.lines.map((line) => (
            <Line
              key={`${line.kpi} ${line.scope} ${line.period}`}
              line={line}
              plain={props.plain}
              onAccept={() => props.onAccept(line)}
            />
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

const causes: Readonly<Record<RestatementLine['now']['cause'], string>> = {
  first: 'First recorded',
  'new-data': 'New data',
  restatement: 'New data after it was final',
  'new-definition': 'New definition',
  'new-target': 'New target',
  override: 'Overridden by a person',
  time: 'Time passed',
}

export const causeWord = (cause: RestatementLine['now']['cause']): string => causes[cause]

function Line(props: { line: RestatementLine; plain: boolean; onAccept: () => void }): ReactNode {
  const { line } = props
  const { locale, moment } = useNotation()
  const written = ({ state, value }: Answer) =>
    value === null ? stateWord(state === 'value' ? 'no-data' : state) : fullNumber(line.unit, locale, rounded(value))
  const { accepted, tolerance, difference, relative } = line
  return (
    <tr>
      {!props.plain && (
        <th scope="row">
          <Link
            to="/kpis/$id"
            params={{ id: line.kpi }}
            search={{ period: line.period, scope: line.scope === '' ? undefined : line.scope }}
          >
            {line.name}
          </Link>
        </th>
      )}
      <td data-label="Period">{line.periodName}</td>
      <td data-label="Scope">{line.scopeName}</td>
      <td data-label="Published" className="number" title={moment(line.published.at)}>
        {written(line.published.answer)}
      </td>
      <td data-label="Now" className="number">
        {written(line.now.answer)}
      </td>
      <td data-label="Difference" className="number">
        {difference === null ? (
          <span className="missing">–</span>
        ) : (
          signed(line.unit, locale, difference, placesOf([line.published.answer, line.now.answer]))
        )}
        {relative !== null && (
          <span className="missing"> {signed({ kind: 'percent', symbol: '%' }, locale, relative, 4)}</span>
        )}
      </td>
      <td data-label="Why" className="wrapped">
        {causeWord(line.now.cause)}, {moment(line.now.at)}
        {tolerance !== null && (
          <span className="missing"> beyond {fullNumber({ kind: 'percent', symbol: '%' }, locale, tolerance)}</span>
        )}
      </td>
      <td data-label="Accepted" className="wrapped">
        {accepted === null ? (
          <button type="button" className="link" onClick={props.onAccept}>
            Accept
          </button>
        ) : (
          <>
            {accepted.actor}, {moment(accepted.at)}: <q>{accepted.reason}</q>
          </>
        )}
      </td>
    </tr>
  )
}
