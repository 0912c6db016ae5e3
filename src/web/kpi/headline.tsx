import type { ReactNode } from 'react'
import { gapOf, targetText } from '../../charts/bullet.ts'
import { absenceSentence, shownState, states } from '../../charts/states.ts'
import type { Answer } from '../../domain/answer.ts'
import {
  digits,
  fullNumber,
  gapWithUnit,
  type NumberStyle,
  toNumber,
  trimmed,
  withUnit,
} from '../../domain/number-format.ts'
import type { KpiView } from '../../domain/view.ts'
import { locale } from '../locale.ts'
import { rowStyle } from '../scorecard/figures.tsx'
import { Figure } from '../ui/number.tsx'
import { StatusMark } from '../ui/status.tsx'

/** The number itself, large, and beside it what to hold it against. */
export function Headline({ view }: { view: KpiView }): ReactNode {
  const { row } = view
  const style = rowStyle(row)
  const value = row.answer.state === 'value' ? toNumber(row.answer.value) : null
  const state = shownState(row.answer)
  const gap = row.gap ?? gapOf(row.answer)
  const target = targetText(row.answer, (number) => trimmed(style, number, true))
  const reason = absenceSentence(row.answer, view.period.label)
  return (
    <div className="headline">
      {value === null || row.answer.value === null ? (
        <div className="headline-value headline-missing">{states[state].word}</div>
      ) : (
        <div className="headline-value">
          <Figure
            digits={digits(style, value)}
            unit={style.unit}
            full={fullNumber(row.unit, locale, row.answer.value)}
          />
        </div>
      )}
      <dl className="headline-facts">
        <Fact note={`${view.period.label}, ${view.period.complete ? 'complete' : 'so far'}`}>
          <StatusMark state={state} />
        </Fact>
        {reason !== null && <Fact note={reason}>No value</Fact>}
        {gap !== null && (
          <Fact note={`to target ${target}`} tone={states[state].exception ? states[state].text : null}>
            {gapWithUnit(style, gap)}
          </Fact>
        )}
        <Against answer={view.previous} view={view} style={style} />
        <Against answer={view.lastYear} view={view} style={style} />
      </dl>
    </div>
  )
}

/** The difference to an earlier period; "good" decides its colour nowhere, its words say better or worse. */
function Against(props: { answer: Answer | null; view: KpiView; style: NumberStyle }): ReactNode {
  const { answer, view, style } = props
  const before = answer && answer.state === 'value' ? toNumber(answer.value) : null
  const now = view.row.answer.state === 'value' ? toNumber(view.row.answer.value) : null
  if (!answer || before === null || now === null) return null
  const label = view.labels.find((one) => one.text === answer.period)?.label ?? answer.period
  return <Fact note={`to ${label}, ${withUnit(style, before)}`}>{gapWithUnit(style, now - before)}</Fact>
}

function Fact(props: { note: string; tone?: string | null; children: ReactNode }): ReactNode {
  return (
    <div className="fact">
      <dd style={props.tone ? { color: `var(--${props.tone})` } : undefined}>{props.children}</dd>
      <dt>{props.note}</dt>
    </div>
  )
}
