import { lazy, type ReactNode, Suspense, useState } from 'react'
import type { KpiDefinitionView, KpiView } from '../../domain/view.ts'
import { Waiting } from '../ui/notices.tsx'

const Editor = lazy(() => import('./editor.tsx'))

/** What the number means, in words and formulas, where it is written down, and the way to change it. */
export function Definition({ view }: { view: KpiView }): ReactNode {
  const [editing, setEditing] = useState(false)
  if (editing)
    return (
      <Suspense fallback={<Waiting rows={6} />}>
        <Editor id={view.row.kpi} onClose={() => setEditing(false)} />
      </Suspense>
    )
  const { definition } = view
  return (
    <div className="definition">
      <p className="definition-purpose">{definition.purpose}</p>
      {definition.description !== null && <p className="definition-text">{definition.description}</p>}
      <dl className="terms">
        {definition.calculation.map((part) => (
          <Term
            key={`${part.from ?? ''} ${part.label}`}
            name={part.from === null ? part.label : `${part.label} from ${part.from}`}
          >
            <code className="formula">{part.text}</code>
          </Term>
        ))}
        {termsOf(definition, view).map(([name, text]) => (
          <Term key={name} name={name}>
            {text}
          </Term>
        ))}
        {definition.status.length > 0 && (
          <Term name="Status">
            {definition.status.map((rule) => (
              <span className="rule" key={rule}>
                {rule}
              </span>
            ))}
          </Term>
        )}
        <Term name="Target">
          {targetLines(view).map((text) => (
            <span className="rule" key={text}>
              {text}
            </span>
          ))}
        </Term>
        {view.target.benchmarks.length > 0 && (
          <Term name="Benchmarks">
            {view.target.benchmarks.map(({ position, source }) => (
              <span className="rule" key={position}>
                {position} Source: {source}.
              </span>
            ))}
          </Term>
        )}
        {definition.file !== null && (
          <Term name="Written in">
            <code>
              {definition.file}
              {definition.line === null ? '' : `:${definition.line}`}
            </code>
          </Term>
        )}
      </dl>
      <button type="button" className="button" onClick={() => setEditing(true)}>
        Change the definition
      </button>
    </div>
  )
}

const directions = { up: 'Higher is better', down: 'Lower is better', between: 'Best inside a band' } as const
const cadences: Readonly<Record<string, string>> = {
  day: 'Daily',
  week: 'Weekly',
  month: 'Monthly',
  quarter: 'Quarterly',
  year: 'Yearly',
}

function termsOf(definition: KpiDefinitionView, view: KpiView): readonly (readonly [string, string])[] {
  const final = definition.finalAfterDays
  const pairs: (readonly [string, string | null])[] = [
    ['Measured in', definition.measuredIn === '1' ? null : definition.measuredIn],
    ['Direction', directions[view.row.good]],
    ['Cadence', cadences[definition.cadence] ?? definition.cadence],
    ['Final', final === 0 ? 'When its period ends' : `${final} ${final === 1 ? 'day' : 'days'} after its period ends`],
    ['Objective', definition.objective],
    ['Category', definition.category.charAt(0).toUpperCase() + definition.category.slice(1)],
    ['Owner', view.row.owner?.name ?? null],
    ['Data', definition.datasets.join(', ')],
  ]
  return pairs.flatMap(([name, text]) => (text === null || text === '' ? [] : [[name, text] as const]))
}

/** How the target came about, who stands behind it, and what other versions promise. */
function targetLines({ target, row }: KpiView): readonly string[] {
  const others = target.others.map(({ version, target: other }) => {
    const amount = typeof other === 'object' ? `${other.low}–${other.high}` : String(other)
    return `${version} ${amount}${row.unit.kind === 'currency' ? ` ${row.unit.symbol}` : ''}`
  })
  const documents = target.documents.flatMap(({ id, provenance }) =>
    provenance === null ? [] : [`${id}: ${provenance}`],
  )
  const lines = [target.how, target.toDate, ...documents]
  if (others.length > 0) lines.push(`Other versions: ${others.join(', ')}.`)
  return lines.filter((line): line is string => line !== null && line !== '')
}

function Term(props: { name: string; children: ReactNode }): ReactNode {
  return (
    <div className="term">
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  )
}
