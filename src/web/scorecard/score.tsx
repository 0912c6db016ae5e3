import type { ReactNode } from 'react'
import type { ScorecardGroupView, ScorecardView } from '../../domain/view.ts'
import { useNotation } from '../notation.tsx'
import { Scroll } from '../ui/scroll.tsx'

/** How a scorecard's score comes about: a sentence, and what each objective adds to it and takes from it. */
export function Score({ view }: { view: ScorecardView }): ReactNode {
  if (view.groups.length === 0) return null
  return (
    <details className="score">
      <summary>
        {view.score === null ? 'Why there is no score' : `How the score of ${Math.round(view.score)} comes about`}
      </summary>
      <p className="score-why">{view.why}</p>
      <Scroll label="Objectives by score">
        <table className="figures">
          <thead>
            <tr>
              <th scope="col">Objective</th>
              {['Weight', 'Score', 'Adds', 'Takes'].map((head) => (
                <th scope="col" className="number" key={head}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {view.groups.map((group) => (
              <Part key={group.objective} group={group} />
            ))}
          </tbody>
        </table>
      </Scroll>
      {view.groups.map((group) => (
        <p className="score-part" key={group.objective}>
          <strong>{group.name}.</strong> {group.why}
        </p>
      ))}
    </details>
  )
}

function Part({ group }: { group: ScorecardGroupView }): ReactNode {
  const { locale } = useNotation()
  const points = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const cells = [
    group.weight,
    group.score === null ? '–' : String(Math.round(group.score)),
    group.contribution === null ? '–' : points.format(group.contribution),
    group.lost === null ? '–' : points.format(group.lost),
  ]
  return (
    <tr>
      <th scope="row">{group.name}</th>
      {cells.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the columns are always these
        <td className="number" key={index}>
          {text}
        </td>
      ))}
    </tr>
  )
}
