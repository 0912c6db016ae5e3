import type { RolledUp } from '../score.ts'
import type { RollUpRule } from '../scorecard.ts'
import { shortPercentage, statusWords } from './rule.ts'
import { listed } from './words.ts'

export interface RollUpInput {
  readonly rolled: RolledUp
  readonly rule: RollUpRule
  /** The children that take part, in the order of the shares. */
  readonly children: readonly {
    readonly name: string
    readonly score: number | null
    readonly status: string | null
  }[]
  /** What they are: `KPIs` or `objectives`. */
  readonly noun: 'KPI' | 'objective'
  /** How many KPIs have a score, and how many take part. */
  readonly have: number
  readonly of: number
  readonly locale: string
}

const means = {
  weighted: 'the weighted mean of',
  geometric: 'the geometric mean of',
  'worst-colour': 'the weighted mean of',
} as const

/**
 * One sentence that explains a rolled up score from its parts: `72 is the weighted mean of 4 of 5 KPIs, 80 % of the weight;
 * Refund rate takes the most from it, 12 points.` Or why there is none.
 */
export function rollUpSentence(input: RollUpInput): string {
  const { rolled, rule, children, noun } = input
  if (rolled.score === null) return absent(input)
  const score = shownScore(rolled.score)
  if (rule.method === 'worst-child') return `${score} is the score of the worst ${noun}, ${worstOf(input)}.`
  const counted = children.filter((child) => child.score !== null || rule.missing === 'zero').length
  const all = counted === children.length
  const of = all
    ? `${counted === 1 ? 'one' : counted} ${nouns(noun, counted)}`
    : `${counted} of ${children.length} ${nouns(noun, children.length)}`
  return `${score} is ${means[rule.method]} ${of}${coverage(input, all)}${zeros(input)}${colour(input)}${loss(input)}.`
}

const nouns = (noun: string, count: number): string => (count === 1 ? noun : `${noun}s`)

/** As pages write a score. */
export const shownScore = (score: number): string => String(Math.round(score))

function absent({ rolled, rule, children, noun, have, of }: RollUpInput): string {
  const missing = children.filter(({ score }) => score === null).map(({ name }) => name)
  switch (rolled.because) {
    case 'too-few':
      return `There is no score: ${have} of ${of} KPIs ${have === 1 ? 'has' : 'have'} one, and at least ${rule.atLeast} are wanted.`
    case 'strict':
      return `There is no score: ${some(missing)} ${missing.length === 1 ? 'has' : 'have'} none, and every ${noun} is wanted.`
    case 'no-scores':
      return missing.length === children.length
        ? `There is no score: no ${noun} has one.`
        : `There is no score: what has one weighs nothing.`
    default:
      return `There is no score: no ${noun} promises anything here.`
  }
}

/** Names of a few. */
const some = (names: readonly string[]): string =>
  names.length <= 3 ? listed(names) : listed([...names.slice(0, 2), `${names.length - 2} more`])

function coverage({ rolled, rule, locale }: RollUpInput, all: boolean): string {
  if (all || rule.missing === 'zero' || rolled.coverage === null) return ''
  return `, ${shortPercentage(rolled.coverage, locale)} of the weight`
}

function zeros({ rule, children }: RollUpInput): string {
  const missing = children.filter(({ score }) => score === null).map(({ name }) => name)
  if (rule.missing !== 'zero' || missing.length === 0) return ''
  return `, ${some(missing)} counting as 0`
}

function colour({ rule, rolled, children }: RollUpInput): string {
  if (rule.method !== 'worst-colour' || rolled.status === null || rolled.status === 'on-track') return ''
  const worst = children.filter(({ status }) => status === rolled.status).map(({ name }) => name)
  const as = worst.length === 0 ? '' : `, as ${some(worst)} ${worst.length === 1 ? 'is' : 'are'}`
  return `; it is ${statusWords[rolled.status]}${as}`
}

/** The child that takes the most from a full score, where that is worth a word. */
function loss({ rolled, children }: RollUpInput): string {
  let most = -1
  for (const [index, { lost }] of rolled.shares.entries()) {
    if (lost !== null && lost > (rolled.shares[most]?.lost ?? 0)) most = index
  }
  const points = Math.round(rolled.shares[most]?.lost ?? 0)
  if (most < 0 || points < 1 || children.length < 2) return ''
  return `; ${children[most]?.name ?? ''} takes the most from it, ${points} ${points === 1 ? 'point' : 'points'}`
}

function worstOf({ rolled, children }: RollUpInput): string {
  const at = rolled.shares.findIndex(({ lost, contribution }) => (contribution ?? 0) > 0 || (lost ?? 0) > 0)
  return children[at]?.name ?? ''
}
