import type { Claim, ToldSentence } from '../summary-view.ts'
import type { ScorecardRow, ScorecardView } from '../view.ts'
import { listedParts, type Part, part, plainClaim, said } from './told.ts'
import { within } from './words.ts'

export interface ScorecardSummaryInput {
  readonly scorecard: ScorecardView
  /** The same for the period before; null where that is no match: an unfinished period, or all time. */
  readonly before: ScorecardView | null
  /** A period's name in a sentence, by its text. */
  readonly spoken: (period: string) => string
}

/** KPIs that are named in a sentence. */
const named = 3

/** How many are on track, which became another status, what moved the score, and whose data did not come. */
export function scorecardSummary(input: ScorecardSummaryInput): readonly ToldSentence[] {
  const rows = placed(input.scorecard)
  if (rows.length === 0) return []
  const told = [
    statuses(input, rows),
    score(input, rows),
    counts(input, rows),
    missing(rows),
    input.scorecard.period.complete ? settling(rows) : null,
  ]
  return told.filter((one) => one !== null)
}

interface Placed {
  readonly row: ScorecardRow
  /** Where it stands in the scorecard: `groups.0.rows.2`, and its group. */
  readonly path: string
  readonly group: number
}

const placed = ({ groups }: ScorecardView): readonly Placed[] =>
  groups.flatMap(({ rows }, group) => rows.map((row, index) => ({ row, path: `groups.${group}.rows.${index}`, group })))

const words: Readonly<Record<string, string>> = {
  'on-track': 'on track',
  'at-risk': 'at risk',
  'off-track': 'off track',
  'no-target': 'no target',
}

function counts({ scorecard, spoken }: ScorecardSummaryInput, rows: readonly Placed[]): ToldSentence {
  const { total, period, grain } = scorecard
  const of = (state: string) => rows.filter(({ row }) => row.answer.status === state)
  const number = (state: string): Claim => {
    const found = of(state)
    const paths = found.map(({ path }) => `scorecard.${path}.answer.status`).join(', ')
    return plainClaim(state, String(found.length), found.length, `count(${paths})`)
  }
  const judged = ['on-track', 'at-risk', 'off-track']
  const other = total - judged.reduce((sum, state) => sum + of(state).length, 0)
  const unjudged = rows.filter(({ row }) => !judged.includes(row.answer.status))
  const paths = unjudged.map(({ path }) => `scorecard.${path}.answer.status`).join(', ')
  const rest =
    other === 0 ? null : part`, ${plainClaim('not judged', String(other), other, `count(${paths})`)} not judged`
  const all = plainClaim('KPIs', String(total), total, 'scorecard.total')
  const when = plainClaim('period', within(grain, spoken(period.text)), period.text, 'scorecard.period.text')
  const so = period.complete ? '' : ' so far'
  return said(
    'means',
    'status',
  )`Of ${all} KPIs ${number('on-track')} are on track${so} ${when}, ${number('at-risk')} at risk, ${number('off-track')} off track${rest}.`
}

/** What became worst is told first. */
const ranks: readonly string[] = ['off-track', 'failed', 'late', 'no-data', 'at-risk']
const rankOf = ({ row }: Placed): number => {
  const rank = ranks.indexOf(row.answer.status)
  return rank < 0 ? ranks.length : rank
}

function statuses({ before, spoken }: ScorecardSummaryInput, rows: readonly Placed[]): ToldSentence | null {
  if (before === null) return null
  const earlier = new Map(placed(before).map((one) => [one.row.kpi, one]))
  const changed = rows.flatMap((now) => {
    const then = earlier.get(now.row.kpi)
    const [to, from] = [now.row.answer.status, then?.row.answer.status]
    return then === undefined || from === to ? [] : [{ now, then }]
  })
  changed.sort((a, b) => rankOf(a.now) - rankOf(b.now))
  const since = plainClaim('since', spoken(before.period.text), before.period.text, 'before.period.text')
  const tell = said('changed', 'status')
  if (changed.length === 0) return tell`No status is another than in ${since}.`
  const told = changed.slice(0, named).map(({ now, then }): Part => {
    const name = plainClaim('kpi', now.row.name, now.row.kpi, `scorecard.${now.path}.kpi`)
    const state = (which: string, { row, path }: Placed, view: string) => {
      const { status } = row.answer
      return plainClaim(which, words[status] ?? status.replace('-', ' '), status, `${view}.${path}.answer.status`)
    }
    return part`${name} from ${state('before', then, 'before')} to ${state('now', now, 'scorecard')}`
  })
  const more = changed.slice(named)
  const count = more.map(({ now }) => `scorecard.${now.path}.answer.status`).join(', ')
  const others =
    more.length === 0 ? [] : [part`${plainClaim('more', String(more.length), more.length, `count(${count})`)} more`]
  return tell`Since ${since} ${changed.length === 1 ? 'one status changed' : 'statuses changed'}: ${listedParts([...told, ...others])}.`
}

/** The score beside that of the period before, and the KPIs whose parts of it changed most. */
function score({ scorecard, before, spoken }: ScorecardSummaryInput, rows: readonly Placed[]): ToldSentence | null {
  const tell = said('changed', 'score')
  if (scorecard.score === null) return null
  const points = (name: string, value: number, text: string, source: string): Claim => ({
    name,
    text,
    value,
    unit: 'points',
    period: scorecard.period.text,
    source,
  })
  const now = points('score', scorecard.score, String(Math.round(scorecard.score)), 'scorecard.score')
  if (before === null || before.score === null) return tell`The score is ${now}.`
  const difference = scorecard.score - before.score
  const since = plainClaim('since', spoken(before.period.text), before.period.text, 'before.period.text')
  const earlier = new Map(placed(before).map((one) => [one.row.kpi, one]))
  const effects = rows.map((one) => {
    const [is, was] = [pointsOf(scorecard, one, 'scorecard'), pointsOf(before, earlier.get(one.row.kpi), 'before')]
    const source = [is.source, was.source === '' ? '' : `${is.source === '' ? '' : '− '}${was.source}`]
    return { ...one, value: is.value - was.value, known: is.source !== '', source: source.filter(Boolean).join(' ') }
  })
  const most = effects
    .filter(({ value, known }) => known && Math.abs(value) >= 0.05)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .slice(0, named)
    .map(({ row, path, value, source }): Part => {
      const name = plainClaim('kpi', row.name, row.kpi, `scorecard.${path}.kpi`)
      const sign = value < 0 ? '−' : '+'
      return part`${name} (${points('effect', value, `${sign}${Math.abs(value).toFixed(1)}`, source)})`
    })
  const weigh = most.length === 0 ? null : part` ${listedParts(most)} weigh most in that.`
  const distance = Math.abs(difference).toFixed(1)
  if (distance === '0.0') return tell`The score is ${now}, as in ${since}.${weigh}`
  const moved = points('difference', difference, distance, 'scorecard.score − before.score')
  return tell`The score is ${now}, ${moved} points ${difference < 0 ? 'less' : 'more'} than in ${since}.${weigh}`
}

/** What a KPI adds to the whole score: its part of its objective's, as much as that counts. */
function pointsOf({ groups }: ScorecardView, one: Placed | undefined, view: string) {
  const group = one === undefined ? undefined : groups[one.group]
  const [own, whole, score] = [one?.row.contribution ?? null, group?.contribution ?? null, group?.score ?? null]
  if (one === undefined || own === null || whole === null || score === null || score === 0)
    return { value: 0, source: '' }
  const at = `${view}.groups.${one.group}`
  return {
    value: (own * whole) / score,
    source: `${view}.${one.path}.contribution × ${at}.contribution ÷ ${at}.score`,
  }
}

function missing(rows: readonly Placed[]): ToldSentence | null {
  const gone = rows.filter(
    ({ row: { answer } }) =>
      ['late', 'failed', 'no-data'].includes(answer.state) || answer.flags.includes('rows-missing'),
  )
  return gone.length === 0 ? null : said('means', 'data')`Data are missing for ${namesOf(gone, 'answer.state')}.`
}

function settling(rows: readonly Placed[]): ToldSentence | null {
  const open = rows.filter(({ row }) => row.answer.flags.includes('provisional'))
  return open.length === 0
    ? null
    : said('means', 'data')`${namesOf(open, 'answer.flags')} may still change: more data can come.`
}

function namesOf(rows: readonly Placed[], why: string): Part {
  const told = rows
    .slice(0, named)
    .map(({ row, path }): Part => plainClaim('kpi', row.name, row.kpi, `scorecard.${path}.kpi`))
  const more = rows.slice(named)
  const paths = more.map(({ path }) => `scorecard.${path}.${why}`).join(', ')
  if (more.length === 0) return listedParts(told)
  return listedParts([...told, part`${plainClaim('more', String(more.length), more.length, `count(${paths})`)} more`])
}
