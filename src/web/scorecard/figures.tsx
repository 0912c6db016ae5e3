import type { ReactNode } from 'react'
import { targetText } from '../../charts/bullet.ts'
import { shownState, states } from '../../charts/states.ts'
import { gapOf } from '../../domain/gap.ts'
import {
  digits,
  fullNumber,
  type NumberStyle,
  numberStyle,
  shortUnit,
  signedDigits,
  toNumber,
} from '../../domain/number-format.ts'
import type { ScorecardRow } from '../../domain/view.ts'
import { useNotation } from '../notation.tsx'
import { Figure } from '../ui/number.tsx'

type Row = Pick<ScorecardRow, 'answer' | 'unit' | 'gap'>

/** The style that a row's value, target and gap share. */
export function rowStyle(row: Row, locale: string): NumberStyle {
  const { answer } = row
  const target = typeof answer.target === 'object' ? toNumber(answer.target?.low) : toNumber(answer.target)
  return numberStyle(row.unit, locale, toNumber(answer.value), target)
}

/** The value; a dash where there is none, its reason being the status word. */
export function Value({ row, long = false }: { row: Row; long?: boolean }): ReactNode {
  const { locale } = useNotation()
  const value = row.answer.state === 'value' ? toNumber(row.answer.value) : null
  if (value === null || row.answer.value === null) return <Missing />
  const style = rowStyle(row, locale)
  return (
    <Figure
      digits={digits(style, value)}
      unit={long ? style.unit : shortUnit(style.unit)}
      full={fullNumber(row.unit, locale, row.answer.value)}
    />
  )
}

/** Below the value how much it moved, in few letters: `+3.1 % to Jun 26, 8 d`; percentages in pp. */
export function Change({ row }: { row: ScorecardRow }): ReactNode {
  const { locale } = useNotation()
  const [compared] = row.compared
  const difference = toNumber(compared?.difference)
  if (compared === undefined || difference === null) return null
  const share = row.unit.kind === 'percent' ? null : compared.relative
  const style = share === null ? rowStyle(row, locale) : numberStyle({ kind: 'percent', symbol: '%' }, locale, share)
  const moved = share === null ? signedDigits(style, difference) : signedDigits(style, share)
  const unit = share === null ? shortUnit(style.gapUnit) : style.unit
  const full = compared.days === null ? compared.label : `${compared.label}: ${compared.days}`
  return (
    <span className="row-change">
      {moved}
      {unit === '' ? '' : ` ${unit}`} <span aria-hidden="true">to {compared.short}</span>
      <span className="hidden">to {full}</span>
    </span>
  )
}

/** The target, a band as `low–high`. */
export function Target({ row }: { row: Row }): ReactNode {
  const { locale } = useNotation()
  const style = rowStyle(row, locale)
  const text = targetText(row.answer, (value) => digits(style, value))
  if (text === '') return <Missing />
  const { target } = row.answer
  const full = target === null || typeof target === 'object' ? null : fullNumber(row.unit, locale, target)
  return <Figure digits={text} unit={shortUnit(style.unit)} {...(full === null ? {} : { full })} />
}

/** Value minus target; only exceptions colour it. */
export function Gap({ row }: { row: Row }): ReactNode {
  const { locale } = useNotation()
  const gap = row.gap ?? gapOf(row.answer)
  if (gap === null) return <Missing />
  const look = states[shownState(row.answer)]
  const style = gapStyle(rowStyle(row, locale), look.exception ? gap : 0)
  return (
    <span className={look.exception ? `exception tone-${look.text}` : undefined}>
      <Figure digits={signedDigits(style, gap)} unit={shortUnit(style.gapUnit)} />
    </span>
  )
}

/** The style of a gap: a miss too small for the value's own decimals gets the decimals it needs, at most three more. */
export function gapStyle(style: NumberStyle, gap: number): NumberStyle {
  for (let more = 0; more <= 3; more++) {
    const finer = { ...style, decimals: style.decimals + more }
    if (gap === 0 || /^[+−]/.test(signedDigits(finer, gap))) return finer
  }
  return style
}

function Missing(): ReactNode {
  return (
    <span className="figure missing">
      <span className="digits">
        <span aria-hidden="true">–</span>
        <span className="hidden">None</span>
      </span>
      <span className="unit" />
    </span>
  )
}
