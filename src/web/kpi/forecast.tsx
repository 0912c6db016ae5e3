import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { fanChart } from '../../charts/fan-chart.ts'
import type { ForecastLanding, ForecastView } from '../../domain/forecast-view.ts'
import { digits, numberStyle, withUnit } from '../../domain/number-format.ts'
import { oddsText } from '../../domain/sentence/forecast.ts'
import type { KpiView } from '../../domain/view.ts'
import { forecastQuery } from '../api.ts'
import { useNotation } from '../notation.tsx'
import { Listbox } from '../ui/listbox.tsx'
import { Failure, Waiting } from '../ui/notices.tsx'
import { placeOfView } from '../ui/place.ts'
import { Scroll } from '../ui/scroll.tsx'
import { Drawn } from './drawn.tsx'
import { Leading } from './leading.tsx'

/** Where the KPI is heading: the fan, the year's end with its odds, and how well such forecasts did; from any period of its past. */
export default function Forecast({ view }: { view: KpiView }): ReactNode {
  const [until, setUntil] = useState('')
  const place = placeOfView(view)
  const query = useQuery(forecastQuery(view.row.kpi, place, until))
  const earlier = view.pickers.periods.filter(({ complete, text }) => complete && text < view.period.text)
  return (
    <div className="drivers">
      <div className="forecast-until">
        <Listbox
          label="Learn until"
          value={until}
          options={[
            { value: '', label: 'All that is known' },
            ...earlier.map(({ text, label }) => ({ value: text, label })),
          ]}
          onChange={setUntil}
        />
      </div>
      {query.error ? (
        <Failure error={query.error} what="Its forecast" retry={() => void query.refetch()} />
      ) : query.data ? (
        <Body found={query.data} />
      ) : (
        <Waiting rows={6} />
      )}
      <Leading view={view} />
    </div>
  )
}

function Body({ found }: { found: ForecastView }): ReactNode {
  return (
    <>
      <h2 className="split-title">
        {found.sentence.lead} <span className="sentence-rest">{found.sentence.rest}</span>
      </h2>
      {found.periods.length > 0 && (
        <Drawn draw={(width, locale) => fanChart({ view: found, locale, width })} most={1216} label="Forecast" />
      )}
      {found.landing && <Landing found={found} landing={found.landing} />}
      <Tested found={found} />
      {found.cautions.length > 0 && (
        <ul className="drivers-unsplit">
          {found.cautions.map((caution) => (
            <li key={caution}>{caution}</li>
          ))}
        </ul>
      )}
    </>
  )
}

function Landing({ found, landing }: { found: ForecastView; landing: ForecastLanding }): ReactNode {
  const { locale } = useNotation()
  const style = numberStyle(found.unit, locale, landing.median)
  const facts = [
    { name: `${landing.label.label} will end at`, text: withUnit(style, landing.median) },
    ...landing.ranges
      .filter(({ level }) => level > 0.5)
      .map(({ level, lower, upper }) => ({
        name: `with ${Math.round(level * 100)} % certainty`,
        text: `${digits(style, lower)} to ${withUnit(style, upper)}`,
      })),
    ...(landing.toDate === null || landing.of === 'last'
      ? []
      : [{ name: `known, ${landing.known} of ${landing.parts}`, text: withUnit(style, landing.toDate) }]),
    ...(landing.target === null ? [] : [{ name: 'Target', text: withUnit(style, landing.target) }]),
    ...(landing.odds === null ? [] : [{ name: 'Odds of reaching it', text: oddsText(landing.odds) }]),
    ...(landing.actual === null ? [] : [{ name: 'It came to', text: withUnit(style, landing.actual) }]),
  ]
  return (
    <dl className="headline-facts drivers-part" aria-label="Where it will end">
      {facts.map(({ name, text }) => (
        <div className="fact" key={name}>
          <dt>{name}</dt>
          <dd className="fact-figure">{text}</dd>
        </div>
      ))}
    </dl>
  )
}

/** How well forecasts of this KPI did from points of its past, and what they are made of. */
function Tested({ found }: { found: ForecastView }): ReactNode {
  const { locale } = useNotation()
  const { backTest, methods, model } = found
  const number = (value: number) => value.toLocaleString(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const share = (value: number) => `${Math.round(value * 100)} %`
  const made = methods.length === 0 ? model : methods.map(({ name, weight }) => `${name} ${share(weight)}`).join(', ')
  return (
    <section className="drivers-part">
      <h2 className="split-title">How far to trust it</h2>
      {backTest && (
        <Scroll label="The test on its own past">
          <table className="figures forecast-tested">
            <thead>
              <tr>
                <th scope="col">On {backTest.values} past values</th>
                <th scope="col" className="number">
                  This forecast
                </th>
                <th scope="col" className="number">
                  Repeating the last season
                </th>
              </tr>
            </thead>
            <tbody>
              <tr>
                <th scope="row">Mean error (1: the usual change over a season)</th>
                <td className="number">{number(backTest.error)}</td>
                <td className="number">{number(backTest.naive)}</td>
              </tr>
              <tr>
                <th scope="row">Mean error in percent</th>
                <td className="number">{number(backTest.percent)} %</td>
                <td className="number">{number(backTest.naivePercent)} %</td>
              </tr>
              {backTest.coverage.map(({ level, share: held }) => (
                <tr key={level}>
                  <th scope="row">Values in the {share(level)} range</th>
                  <td className="number">{share(held)}</td>
                  <td className="number" />
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {made !== '' && <p className="tab-note forecast-made">Made of {made}.</p>}
    </section>
  )
}
