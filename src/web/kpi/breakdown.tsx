import { Link } from '@tanstack/react-router'
import type { CSSProperties, ReactNode } from 'react'
import { shareText as percentText } from '../../charts/bullet.ts'
import { stateWord } from '../../charts/states.ts'
import type { Answer } from '../../domain/answer.ts'
import {
  digits,
  fullNumber,
  gapWithUnit,
  type NumberStyle,
  numberStyle,
  toNumber,
  withUnit,
} from '../../domain/number-format.ts'
import { parseScope } from '../../domain/scope.ts'
import type { KpiView } from '../../domain/view.ts'
import { useNotation } from '../notation.tsx'
import { Figure } from '../ui/number.tsx'

/** The period's value split by each dimension, largest first; bars start at zero. */
export function Breakdown({ view }: { view: KpiView }): ReactNode {
  if (view.splits.length === 0) return <p className="tab-note">Nothing to split by: its datasets share no dimension.</p>
  return (
    <div className="splits">
      {view.splits.map((split) => (
        <Split key={split.dimension} {...split} view={view} />
      ))}
    </div>
  )
}

function Split(props: KpiView['splits'][number] & { view: KpiView }): ReactNode {
  const { view } = props
  const { locale } = useNotation()
  const members = [...props.members].sort((a, b) => (toNumber(b.value) ?? -Infinity) - (toNumber(a.value) ?? -Infinity))
  const values = members.map((member) => toNumber(member.value)).filter((value) => value !== null)
  const total = toNumber(view.row.answer.value)
  const style = numberStyle(view.row.unit, locale, largest(values), ...values)
  const parts = partsOf(view, total, values)
  const low = Math.min(0, ...values)
  const high = Math.max(0, ...values)
  return (
    <section className="split">
      <h2 className="split-title">{titleOf({ ...props, members }, style, view.row.good)}</h2>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{nameOf(props.dimension)}</th>
            <th scope="col" className="number">
              {view.period.label}
            </th>
            <th scope="col" className="split-bars">
              <span className="hidden">Bar</span>
            </th>
            <th scope="col" className="number">
              {parts === 'shares' ? 'Share' : 'To the whole'}
            </th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <Member
              key={member.scope}
              member={member}
              {...{ dimension: props.dimension, view, total, style, parts, low, high }}
            />
          ))}
        </tbody>
      </table>
      {props.others > 0 && (
        <p className="tab-note">
          {props.others} smaller {props.others === 1 ? 'one is' : 'ones are'} not shown.
        </p>
      )}
    </section>
  )
}

interface MemberProps {
  readonly member: Answer
  readonly dimension: string
  readonly view: KpiView
  readonly total: number | null
  readonly style: NumberStyle
  readonly parts: 'shares' | 'differences'
  /** Where bars begin and end. */
  readonly low: number
  readonly high: number
}

function Member({ member, dimension, view, total, style, parts, low, high }: MemberProps): ReactNode {
  const { locale } = useNotation()
  const value = toNumber(member.value)
  const share = (one: number) => (high === low ? 0 : (one / (high - low)) * 100)
  return (
    <tr>
      <th scope="row">
        <Link to="." search={(before) => ({ ...before, scope: member.scope })} className="split-link">
          {memberOf(member, dimension)}
        </Link>
      </th>
      <td className="number">
        {value === null || member.value === null ? (
          <span className="missing">{stateWord(member.state === 'value' ? 'no-data' : member.state)}</span>
        ) : (
          <Figure
            digits={digits(style, value)}
            unit={style.unit}
            full={fullNumber(view.row.unit, locale, member.value)}
          />
        )}
      </td>
      <td className="split-bars">
        {value !== null && <span className="split-bar" style={barStyle(share(low), share(value))} />}
      </td>
      <td className="number">{value === null || total === null ? '' : partText(value, total, parts, style, locale)}</td>
    </tr>
  )
}

const partText = (
  value: number,
  total: number,
  parts: MemberProps['parts'],
  style: NumberStyle,
  locale: string,
): string => (parts === 'shares' ? percentText(value / total, locale) : gapWithUnit(style, value - total))

const largest = (values: readonly number[]): number | null =>
  values.length === 0 ? null : Math.max(...values.map(Math.abs))

/**
 * Parts of a sum or a count are told as shares of the whole, everything else by difference. A mean has the same unit as a sum,
 * but one of its parts is larger than the whole.
 */
function partsOf(view: KpiView, total: number | null, values: readonly number[]): 'shares' | 'differences' {
  const { unit, answer } = view.row
  const counts = (unit.kind === 'currency' || unit.kind === 'count') && answer.numerator === null
  const within = total !== null && total > 0 && values.every((value) => value >= 0 && value <= total)
  return counts && within ? 'shares' : 'differences'
}

function barStyle(low: number, value: number): CSSProperties {
  const zero = -low
  return { marginInlineStart: `${zero + Math.min(0, value)}%`, width: `${Math.abs(value)}%` }
}

/** The finding as a title: which member leads and which trails; where more is not better, which is highest and lowest. */
function titleOf(
  { members, dimension, others }: KpiView['splits'][number],
  style: NumberStyle,
  good: KpiView['row']['good'],
): string {
  const known = members.filter((member) => toNumber(member.value) !== null)
  const [first, last] = [known[0], known.at(-1)]
  if (!first || !last || first === last) return `By ${nameOf(dimension).toLowerCase()}`
  const write = (answer: Answer) => withUnit(style, toNumber(answer.value) ?? 0)
  const [top, bottom] = good === 'up' ? ['leads', 'last'] : ['is highest', 'lowest']
  const name = (answer: Answer) => memberOf(answer, dimension)
  const among = others === 0 ? '' : `Of the ${members.length} largest of ${members.length + others}: `
  return `${among}${name(first)} ${top} with ${write(first)}; ${name(last)} is ${bottom} with ${write(last)}`
}

/** `product_category` and `customer.region` as people read them. */
function nameOf(dimension: string): string {
  const words = dimension.replace(/[._-]/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The member of a dimension that an answer's scope names: `unit:acme/region=north` is `north`. */
function memberOf(answer: Answer, dimension: string): string {
  const [member] = parseScope(answer.scope)?.where[dimension] ?? [answer.scope]
  return member || 'Not stated'
}
