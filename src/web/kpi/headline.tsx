import type { ReactNode } from 'react'
import { targetText } from '../../charts/bullet.ts'
import { shownState, states } from '../../charts/states.ts'
import type { Answer } from '../../domain/answer.ts'
import { gapOf, heldAgainst } from '../../domain/gap.ts'
import { digits, fullNumber, gapWithUnit, toNumber, trimmed, withUnit } from '../../domain/number-format.ts'
import type { ComparedView, KpiView, PeriodLabel, ScorecardRow } from '../../domain/view.ts'
import { useNotation } from '../notation.tsx'
import { gapStyle, rowStyle } from '../scorecard/figures.tsx'
import { Copyable, Figure } from '../ui/number.tsx'
import { StatusMark } from '../ui/status.tsx'

/** The number itself, large, and beside it what to hold it against. */
export function Headline({ view }: { view: KpiView }): ReactNode {
  return (
    <div className="headline">
      <HeadlineValue row={view.row} />
      <Facts
        row={view.row}
        period={view.period}
        labels={view.labels}
        previous={view.previous}
        published={view.published?.answer ?? null}
      />
    </div>
  )
}

/** The value in the size of a headline, below it the whole number, which a click copies. */
export function HeadlineValue({ row }: { row: ScorecardRow }): ReactNode {
  const { locale } = useNotation()
  const value = row.answer.state === 'value' ? toNumber(row.answer.value) : null
  if (value === null || row.answer.value === null)
    return <div className="headline-value headline-missing">No value</div>
  const style = rowStyle(row, locale)
  const full = fullNumber(row.unit, locale, row.answer.value)
  return (
    <div className="headline-value">
      <Figure digits={digits(style, value)} unit={style.unit} />
      <div className={full === withUnit(style, value) ? 'headline-full same' : 'headline-full'}>
        <Copyable text={full} raw={String(row.answer.value)} />
      </div>
    </div>
  )
}

/** Status, gap and the named earlier periods; what is missing is left out. */
export function Facts(props: {
  row: ScorecardRow
  period: PeriodLabel | null
  labels: readonly PeriodLabel[]
  previous: Answer | null
  published?: Answer | null
}): ReactNode {
  const { row, period } = props
  const { locale } = useNotation()
  const style = rowStyle(row, locale)
  const state = shownState(row.answer)
  const gap = row.gap ?? gapOf(row.answer)
  const due = row.answer.targetToDate !== undefined
  const target = targetText({ target: heldAgainst(row.answer) }, (number) => trimmed(style, number, true))
  const { previous, labels } = props
  const missing = gap === null && target !== ''
  return (
    <dl className="headline-facts">
      <Fact note={periodNote(row, period)}>
        <StatusMark state={state} />
      </Fact>
      {gap !== null && (
        <Fact
          note={due ? 'to what is due by now,' : 'to target'}
          figure={target}
          tone={states[state].exception ? states[state].text : null}
        >
          {gapWithUnit(gapStyle(style, states[state].exception ? gap : 0), gap)}
        </Fact>
      )}
      {missing && <Fact note="target">{target}</Fact>}
      {lastValue(row) && <Earlier answer={previous} labels={labels} row={row} />}
      {row.compared.map((one) => (
        <Beside key={one.baseline} compared={one} row={row} />
      ))}
      <Published answer={props.published ?? null} row={row} />
      <SetByHand row={row} />
    </dl>
  )
}

/** Which period it is; of a value also whether all of it has passed. */
function periodNote(row: ScorecardRow, period: PeriodLabel | null): string {
  if (period === null) return ''
  if (row.answer.state !== 'value') return period.label
  return `${period.label}, ${period.complete ? 'complete' : 'so far'}`
}

/** Whether the period has no value of its own, so that the one before it is worth saying. */
const lastValue = (row: ScorecardRow): boolean => row.answer.state !== 'value'

/** The value of an earlier period, where this one has none. */
function Earlier(props: { answer: Answer | null; labels: readonly PeriodLabel[]; row: ScorecardRow }): ReactNode {
  const { answer, row } = props
  const { locale } = useNotation()
  const before = answer && answer.state === 'value' ? toNumber(answer.value) : null
  if (!answer || before === null) return null
  const label = props.labels.find((one) => one.text === answer.period)?.label ?? answer.period
  return <Fact note={`in ${label}`}>{withUnit(rowStyle({ ...row, answer }, locale), before)}</Fact>
}

/** The difference to what was published of the period. */
function Published({ answer, row }: { answer: Answer | null; row: ScorecardRow }): ReactNode {
  const { locale } = useNotation()
  const before = answer?.state === 'value' ? toNumber(answer.value) : null
  const now = row.answer.state === 'value' ? toNumber(row.answer.value) : null
  if (before === null || now === null) return null
  const style = rowStyle(row, locale)
  return (
    <Fact note="to what was published," figure={withUnit(style, before)}>
      {gapWithUnit(style, now - before)}
    </Fact>
  )
}

/** What rows say where a person set the value, and who did, when and why. */
function SetByHand({ row }: { row: ScorecardRow }): ReactNode {
  const { locale, moment } = useNotation()
  const { override } = row.answer
  if (override === undefined) return null
  const rows = toNumber(override.calculated.value)
  const said = rows === null ? override.calculated.state : withUnit(rowStyle(row, locale), rows)
  return (
    <Fact note={`set by ${override.actor} on ${moment(override.at)}: ${override.reason}. Rows say`} figure={said}>
      Set by hand
    </Fact>
  )
}

/** The difference to a baseline, of an unfinished period as far as it has come: `to June 2026, first 8 days,`. */
function Beside({ compared, row }: { compared: ComparedView; row: ScorecardRow }): ReactNode {
  const { locale } = useNotation()
  const [value, difference] = [toNumber(compared.value), toNumber(compared.difference)]
  if (value === null || difference === null) return null
  const style = rowStyle(row, locale)
  return (
    <Fact note={`to ${compared.label},`} figure={withUnit(style, value)} title={compared.days}>
      {gapWithUnit(style, difference)}
    </Fact>
  )
}

function Fact(props: {
  note: string
  figure?: string
  tone?: string | null
  title?: string | null
  children: ReactNode
}): ReactNode {
  return (
    <div className="fact" title={props.title ?? undefined}>
      <dd className={props.tone ? `tone-${props.tone}` : undefined}>{props.children}</dd>
      <dt>
        {props.note}
        {props.figure !== undefined && <span className="fact-figure"> {props.figure}</span>}
        {props.title != null && <span className="hidden"> {props.title}</span>}
      </dt>
    </div>
  )
}
