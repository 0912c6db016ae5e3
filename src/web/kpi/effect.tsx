import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { effectChart } from '../../charts/effect-chart.ts'
import type { EffectEstimate, EffectView } from '../../domain/effect-view.ts'
import { gapWithUnit, numberStyle, withUnit } from '../../domain/number-format.ts'
import type { KpiView } from '../../domain/view.ts'
import { effectQuery } from '../api.ts'
import { useNotation } from '../notation.tsx'
import { Failure, Waiting } from '../ui/notices.tsx'
import { placeOfView } from '../ui/place.ts'
import { Drawn } from './drawn.tsx'

/** What the KPI did since something was done on a day: against what was expected without it, and whether it worked. */
export default function Effect({ view }: { view: KpiView }): ReactNode {
  const { since } = useSearch({ from: '__root__' })
  return (
    <div className="drivers">
      <Day key={since} since={since ?? ''} />
      {since === undefined ? (
        <p className="tab-note">
          Name the day on which something was done, such as a price change or a campaign. What came since is compared
          with a forecast made from the periods before.
        </p>
      ) : (
        <Found view={view} since={since} />
      )}
    </div>
  )
}

function Day({ since }: { since: string }): ReactNode {
  const navigate = useNavigate()
  const [day, setDay] = useState(since)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void navigate({ to: '.', search: (before) => ({ ...before, since: day || undefined }), resetScroll: false })
  }
  return (
    <form className="forecast-until" onSubmit={submit}>
      <label>
        Since{' '}
        <input
          className="field"
          type="date"
          value={day}
          required
          min="1900-01-01"
          max="2199-12-31"
          onChange={(event) => setDay(event.target.value)}
        />
      </label>
      <button type="submit" className="button">
        Measure
      </button>
    </form>
  )
}

function Found({ view, since }: { view: KpiView; since: string }): ReactNode {
  const place = placeOfView(view)
  const query = useQuery(effectQuery(view.row.kpi, place, since))
  if (query.error) return <Failure error={query.error} what="Its effect" retry={() => void query.refetch()} />
  if (!query.data) return <Waiting rows={6} />
  const found = query.data
  return (
    <>
      <h2 className="split-title">
        {found.sentence.lead} <span className="sentence-rest">{found.sentence.rest}</span>
      </h2>
      {found.periods.length > 0 && (
        <Drawn draw={(width, locale) => effectChart({ view: found, locale, width })} most={1216} label="Effect" />
      )}
      <Figures found={found} />
      {found.learntUntil && (
        <p className="tab-note">
          Expected from what was known until {found.learntUntil.label}; the band holds 95 of 100 such forecasts.
        </p>
      )}
    </>
  )
}

function Figures({ found }: { found: EffectView }): ReactNode {
  const { locale } = useNotation()
  const { actual, expected, effect, relative, of, unit } = found
  if (effect === null || actual === null || expected === null) return null
  const style = numberStyle(unit, locale, actual, expected)
  const range = ({ lower, upper }: EffectEstimate, write: (value: number) => string) =>
    `${write(lower)} to ${write(upper)}`
  const gap = (value: number) => gapWithUnit(style, value)
  const share = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value * 100).toFixed(1)} %`
  const what = of === 'total' ? 'in all' : 'on average'
  const facts = [
    { name: `Came ${what}`, text: withUnit(style, actual) },
    { name: `Expected ${what}`, text: withUnit(style, expected) },
    { name: 'Difference', text: gap(effect.value) },
    { name: 'with 95 % certainty', text: range(effect, gap) },
    ...(relative === null || unit.kind === 'percent'
      ? []
      : [{ name: 'of what was expected', text: `${share(relative.value)} (${range(relative, share)})` }]),
  ]
  return (
    <dl className="headline-facts drivers-part" aria-label="The effect">
      {facts.map(({ name, text }) => (
        <div className="fact" key={name}>
          <dt>{name}</dt>
          <dd className="fact-figure">{text}</dd>
        </div>
      ))}
    </dl>
  )
}
