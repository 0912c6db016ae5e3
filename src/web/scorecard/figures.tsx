import type { ReactNode } from 'react'
import { gapOf, targetText } from '../../charts/bullet.ts'
import { shownState, states } from '../../charts/states.ts'
import { digits, fullNumber, numberStyle, shortUnit, signedDigits, toNumber } from '../../domain/number-format.ts'
import type { ScorecardRow } from '../../domain/view.ts'
import { locale } from '../locale.ts'
import { Figure } from '../ui/number.tsx'

type Row = Pick<ScorecardRow, 'answer' | 'unit' | 'gap'>

/** The style that a row's value, target and gap share. */
export function rowStyle(row: Row): ReturnType<typeof numberStyle> {
  const { answer } = row
  const target = typeof answer.target === 'object' ? toNumber(answer.target?.low) : toNumber(answer.target)
  return numberStyle(row.unit, locale, toNumber(answer.value), target)
}

/** The value; a dash where there is none, its reason being the status word. */
export function Value({ row, long = false }: { row: Row; long?: boolean }): ReactNode {
  const value = row.answer.state === 'value' ? toNumber(row.answer.value) : null
  if (value === null || row.answer.value === null) return <Missing />
  const style = rowStyle(row)
  return (
    <Figure
      digits={digits(style, value)}
      unit={long ? style.unit : shortUnit(style.unit)}
      full={fullNumber(row.unit, locale, row.answer.value)}
    />
  )
}

/** The target, a band as `low–high`. */
export function Target({ row }: { row: Row }): ReactNode {
  const style = rowStyle(row)
  const text = targetText(row.answer, (value) => digits(style, value))
  if (text === '') return <Missing />
  const full = targetFull(row)
  return <Figure digits={text} unit={shortUnit(style.unit)} {...(full === null ? {} : { full })} />
}

function targetFull(row: Row): string | null {
  const { target } = row.answer
  return target === null || typeof target === 'object' ? null : fullNumber(row.unit, locale, target)
}

/** Value minus target; only exceptions colour it. */
export function Gap({ row }: { row: Row }): ReactNode {
  const gap = row.gap ?? gapOf(row.answer)
  if (gap === null) return <Missing />
  const style = rowStyle(row)
  const look = states[shownState(row.answer)]
  return (
    <span
      style={look.exception ? { color: `var(--${look.text})` } : undefined}
      className={look.exception ? 'exception' : undefined}
    >
      <Figure digits={signedDigits(style, gap)} unit={shortUnit(style.gapUnit)} />
    </span>
  )
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
