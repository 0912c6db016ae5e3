import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { bridge } from '../../charts/bridge.ts'
import { driverTree } from '../../charts/driver-tree.ts'
import type { DriversMethod, DriversView } from '../../domain/drivers-view.ts'
import type { KpiView } from '../../domain/view.ts'
import { driversQuery } from '../api.ts'
import { Failure, Waiting } from '../ui/notices.tsx'
import { placeOfView } from '../ui/place.ts'
import { Drawn } from './drawn.tsx'

const baselineNames: Readonly<Record<string, string>> = {
  prior: 'Period before',
  year: 'Year before',
  expected: 'Expected',
}

/** What moved the number: a sentence, the bridge by the dimension that tells most, and the drivers of its formula. */
export default function Drivers({ view }: { view: KpiView }): ReactNode {
  const [compare, setCompare] = useState<string | null>(null)
  const [method, setMethod] = useState<DriversMethod>('shapley')
  const place = placeOfView(view)
  const query = useQuery(driversQuery(view.row.kpi, place, compare, method))
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
        <Body found={query.data} method={method} share={setMethod} />
      ) : (
        <Waiting rows={6} />
      )}
    </div>
  )
}

function Body(props: { found: DriversView; method: DriversMethod; share: (by: DriversMethod) => void }): ReactNode {
  const { found, method, share } = props
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
          <Choice label="Shared among its parts" options={methods} chosen={method} choose={share} />
          {method !== found.method && (
            <p className="tab-note">
              Logarithms need a product or quotient of positive values: the parts are shared by every order instead.
            </p>
          )}
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

const methods = [
  { id: 'shapley', label: 'By every order (Shapley)' },
  { id: 'lmdi', label: 'By logarithmic means (LMDI)' },
] as const

interface ChoiceProps<I extends string> {
  readonly label: string
  readonly options: readonly { readonly id: I; readonly label: string }[]
  readonly chosen: I
  readonly choose: (id: I) => void
}

/** A few choices side by side, one of them taken. */
function Choice<I extends string>({ label, options, chosen, choose }: ChoiceProps<I>): ReactNode {
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
