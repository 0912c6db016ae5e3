import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { bridge } from '../../charts/bridge.ts'
import { driverTree } from '../../charts/driver-tree.ts'
import type { DriversView } from '../../domain/drivers-view.ts'
import type { KpiView } from '../../domain/view.ts'
import { driversQuery } from '../api.ts'
import { Failure, Waiting } from '../ui/notices.tsx'
import { Drawn } from './drawn.tsx'

const baselineNames: Readonly<Record<string, string>> = {
  prior: 'Period before',
  year: 'Year before',
  expected: 'Expected',
}

/** What moved the number: a sentence, the bridge by the dimension that tells most, and the drivers of its formula. */
export default function Drivers({ view }: { view: KpiView }): ReactNode {
  const [compare, setCompare] = useState<string | null>(null)
  const place = { period: view.period.text, scope: view.scope.text, grain: view.grain }
  const query = useQuery(driversQuery(view.row.kpi, place, compare))
  return (
    <div className="drivers">
      <Choice
        label="Compare with"
        options={(query.data?.baselines ?? []).map((id) => ({ id, label: baselineNames[id] ?? nameOf(id) }))}
        chosen={compare ?? query.data?.compare ?? ''}
        choose={setCompare}
      />
      {query.error ? (
        <Failure error={query.error} what="What moved it" retry={() => void query.refetch()} />
      ) : query.data ? (
        <Body found={query.data} />
      ) : (
        <Waiting rows={6} />
      )}
    </div>
  )
}

function Body({ found }: { found: DriversView }): ReactNode {
  const [asked, setDimension] = useState<string | null>(null)
  const split = found.splits.find(({ dimension }) => dimension === asked) ?? found.splits[0]
  const { tree } = found
  return (
    <>
      <h2 className="split-title">
        {found.sentence.lead} <span className="sentence-rest">{found.sentence.rest}</span>
      </h2>
      {split && (
        <section className="drivers-part" aria-label="By dimension">
          {found.splits.length > 1 && (
            <Choice
              label="Split by"
              options={found.splits.map(({ dimension }) => ({ id: dimension, label: nameOf(dimension) }))}
              chosen={split.dimension}
              choose={setDimension}
            />
          )}
          <Drawn
            draw={(width, locale) => bridge({ view: found, split, locale, width })}
            most={900}
            label="What moved it"
          />
          {split.turned.map(({ member, by }) => (
            <p key={`${member} ${by}`} className="tab-note">
              Inside {member} no {nameOf(by).toLowerCase()} moved that way itself: shares shifted between them.
            </p>
          ))}
        </section>
      )}
      {tree && (
        <section className="drivers-part">
          <h2 className="split-title">By its formula</h2>
          <Drawn
            draw={(width, locale) => driverTree({ view: found, tree, locale, width })}
            most={1100}
            label="What moved it"
          />
        </section>
      )}
      {found.splits.length === 0 && tree === null && found.change !== null && (
        <p className="tab-note">Nothing tells its parts exactly.</p>
      )}
      {found.expectation?.cautions.map((caution) => (
        <p key={caution} className="tab-note">
          {caution}
        </p>
      ))}
      {found.unsplit.length > 0 && (
        <ul className="drivers-unsplit">
          {found.unsplit.map(({ dimension, reason }) => (
            <li key={dimension}>
              Not by {nameOf(dimension).toLowerCase()}: {reason}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly options: readonly { readonly id: string; readonly label: string }[]
  readonly chosen: string
  readonly choose: (id: string) => void
}

/** A few choices side by side, one of them taken. */
function Choice({ label, options, chosen, choose }: ChoiceProps): ReactNode {
  return (
    <fieldset className="choice">
      <legend className="hidden">{label}</legend>
      {options.map(({ id, label: text }) => (
        <button key={id} type="button" className="count" aria-pressed={id === chosen} onClick={() => choose(id)}>
          {text}
        </button>
      ))}
    </fieldset>
  )
}

/** `product_category` and `region/product` as people read them. */
function nameOf(dimension: string): string {
  const words = dimension.replaceAll('/', ' × ').replace(/[._-]/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
