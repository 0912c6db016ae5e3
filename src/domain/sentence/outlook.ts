import type { SaidOdds } from '../forecast-view.ts'
import type { OutlookKpi } from '../outlook-view.ts'
import type { Claim, ToldSentence } from '../summary-view.ts'
import type { PeriodLabel } from '../view.ts'
import { oddsText } from './forecast.ts'
import { listedParts, type Part, part, plainClaim, said } from './told.ts'

/** Three chances in four, and one in four: what is between is open. */
const likely = 75
const unlikely = 25
/** KPIs that are named in a sentence. */
const named = 3

/**
 * Where the KPIs of a scorecard are heading: how many are likely to reach their targets, which are most in doubt, and of which
 * nobody can tell yet. Of all of them, in the scorecard's order.
 */
export function outlookSentences(kpis: readonly OutlookKpi[]): readonly ToldSentence[] {
  const placed = kpis.map((one, index) => ({ ...one, path: `outlook.kpis.${index}` }))
  const promised = placed.flatMap((one) => {
    const { odds, end } = one
    return odds === null || end === null ? [] : [{ ...one, odds, end }]
  })
  const untold = placed.filter(({ end }) => end === null)
  return [odds(promised), doubts(promised), untellable(untold)].filter((one) => one !== null)
}

interface Placed extends OutlookKpi {
  readonly path: string
}

interface Promised extends Placed {
  readonly odds: SaidOdds
  readonly end: PeriodLabel
}

const tell = said('heading', 'forecast')

const howMany = (name: string, among: readonly Placed[], of: string): Claim =>
  plainClaim(name, String(among.length), among.length, `count(${among.map(({ path }) => `${path}.${of}`).join(', ')})`)

function odds(kpis: readonly Promised[]): ToldSentence | null {
  const [first] = kpis
  if (first === undefined) return null
  const [sure, lost] = [
    kpis.filter((one) => one.odds.percent >= likely),
    kpis.filter((one) => one.odds.percent <= unlikely),
  ]
  const open = kpis.filter((one) => !sure.includes(one) && !lost.includes(one))
  const same = kpis.every(({ end }) => end.text === first.end.text)
  const when: Part = same
    ? part` in ${plainClaim('end', first.end.label, first.end.text, `${first.path}.end.text`)}`
    : ' at the end of their forecast'
  const all = howMany('KPIs with targets', kpis, 'odds.percent')
  const counts = [
    part`${howMany('likely', sure, 'odds.percent')} ${sure.length === 1 ? 'is' : 'are'} likely to reach ${sure.length === 1 ? 'it' : 'theirs'}`,
    ...(open.length === 0 ? [] : [part`${howMany('open', open, 'odds.percent')} may or may not`]),
    ...(lost.length === 0 ? [] : [part`${howMany('unlikely', lost, 'odds.percent')} hardly will`]),
  ]
  return tell`Of ${all} KPIs with a target${when}, ${listedParts(counts)}.`
}

/** Those with the least odds, where these are no more than even. */
function doubts(kpis: readonly Promised[]): ToldSentence | null {
  const doubted = kpis
    .filter((one) => one.odds.percent <= 50)
    .sort((a, b) => a.odds.percent - b.odds.percent)
    .slice(0, named)
    .map(({ kpi, name, path, odds: chance, end }): Part => {
      const claim = plainClaim('kpi', name, kpi, `${path}.kpi`)
      const text = { ...plainClaim('odds', oddsText(chance), chance.percent, `${path}.odds.percent`), unit: '%' }
      return part`${claim} (${{ ...text, period: end.text }})`
    })
  return doubted.length === 0 ? null : tell`Most in doubt: ${listedParts(doubted)}.`
}

function untellable(kpis: readonly Placed[]): ToldSentence | null {
  if (kpis.length === 0) return null
  const told = kpis.slice(0, named).map(({ kpi, name, path }): Part => plainClaim('kpi', name, kpi, `${path}.kpi`))
  const more = kpis.slice(named)
  const others = more.length === 0 ? [] : [part`${howMany('more', more, 'kpi')} more`]
  return tell`Where ${listedParts([...told, ...others])} ${kpis.length === 1 ? 'is' : 'are'} heading cannot be told yet.`
}
