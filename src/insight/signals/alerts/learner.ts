import { studentQuantileOfTail } from '../../statistics/student.ts'
import type { AttributeKind } from '../attribute-charts.ts'
import { type Fitted, fitOf } from '../model/fit.ts'
import { type Expectation, type Recursion, recursionOf } from '../model/innovations.ts'
import { noiseOf } from '../model/noise.ts'
import { offsetAt } from '../model/profile.ts'
import { fromScale, toScale } from '../model/transform.ts'
import type { Rhythm } from '../rhythm.ts'
import { noSquares, type Squares } from './evidence.ts'

/** How a period takes part: judged and learnt; learnt only (restated); passed over (missing, partial, planned event). */
export type Part = 'judge' | 'learn' | 'skip'

export interface Ratio {
  readonly kind: AttributeKind
  readonly denominators: readonly (number | null)[]
}

export interface LearnerInput {
  readonly values: readonly (number | null)[]
  readonly parts: readonly Part[]
  readonly rhythm: Rhythm
  /** Denominators of a ratio, where they are known. */
  readonly ratio: Ratio | null
  /** Errors of periods set aside count towards the spread up to this many standard deviations at this chance. */
  readonly capLevel: number
}

/** What is known of a KPI before a period: the model, its state, and its errors so far. */
export interface Learner {
  readonly input: LearnerInput
  readonly noise: Float64Array | null
  /** Periods that are not learnt: an exceptional value is missing to the next ones, or still their past. */
  readonly exceptions: Map<number, 'carry' | 'aside'>
  /** First periods of levels that have lasted. */
  steps: readonly number[]
  /** Errors before this period belong to another spread. */
  spreadFrom: number
  fitted: Fitted
  recursion: Recursion
  errors: number[]
  errorAt: number[]
  /** Sum of the squared errors. */
  squares: number
  asideSquares: Squares
  /** Errors of periods in memory that are not among `errors`: exceptions, and periods that are not judged. */
  otherErrors: readonly { readonly at: number; readonly error: number }[]
  /** The model was chosen before this period. */
  chosenAt: number
  learnt: number
}

/**
 * Periods that an expectation rests on, recent enough to be relevant and long enough to be precise: three years of days,
 * eight years of longer periods, 2000 shorter ones.
 */
function memoryOf({ year }: Rhythm): number {
  if (year === null) return 2000
  return Math.max(60, Math.round((year > 300 ? 3 : 8) * year))
}

/** A learner that knows every period before `t`, exceptional ones among them found and set aside. */
export function learnerOf(input: LearnerInput, t: number): Learner {
  const values = valuesBefore(input, new Map(), 0, t)
  const { ratio } = input
  const noise = ratio === null ? null : noiseOf(input.values, ratio.denominators, ratio.kind, t)
  const fitted = fitOf({ values, from: 0, rhythm: input.rhythm, steps: [], noise })
  const learner: Learner = {
    input,
    noise,
    exceptions: new Map(),
    steps: [],
    spreadFrom: 0,
    fitted,
    recursion: recursionOf(fitted.model, fitted.measure, { from: 0, until: 0, noise }),
    errors: [],
    errorAt: [],
    squares: 0,
    asideSquares: noSquares,
    otherErrors: [],
    chosenAt: t,
    learnt: values.reduce((total, value) => total + (Number.isNaN(value) ? 0 : 1), 0),
  }
  relearn(learner, t)
  screen(learner, t)
  return learner
}

/**
 * Sets the exceptional periods of a past aside (generalised extreme studentised deviate, Rosner 1983): one after the other is taken
 * away, and those up to the last one that stood out are exceptions, for two that are alike hide each other.
 */
function screen(learner: Learner, t: number): void {
  const taken: number[] = []
  let kept = 0
  for (let round = 0; round < Math.max(1, learner.learnt / 12); round++) {
    const worst = mostExtreme(learner)
    if (worst === null) break
    taken.push(worst.at)
    if (worst.exceptional) kept = taken.length
    learner.exceptions.set(worst.at, 'aside')
    choose(learner, t)
  }
  if (kept === taken.length) return
  for (const at of taken.slice(kept)) learner.exceptions.delete(at)
  choose(learner, t)
}

/** Chance of setting a period of a stable past aside. */
const screening = 0.01

/** The period with the largest error, and whether it is too large for a stable past; null for too few. */
function mostExtreme({
  errors,
  errorAt,
  squares,
}: Learner): { readonly at: number; readonly exceptional: boolean } | null {
  const n = errors.length
  let at = 0
  errors.forEach((error, index) => {
    if (Math.abs(error) > Math.abs(errors[at] ?? 0)) at = index
  })
  const rest = squares - (errors[at] ?? 0) ** 2
  const size = Math.abs(errors[at] ?? 0) / Math.sqrt(rest / (n - 1))
  const period = errorAt[at]
  if (n <= 8 || period === undefined) return null
  return { at: period, exceptional: size > studentQuantileOfTail(screening / 2 / n, n - 1) }
}

function valuesBefore(
  input: LearnerInput,
  exceptions: ReadonlyMap<number, unknown>,
  from: number,
  t: number,
): Float64Array {
  return new Float64Array(t - from).map((_, index) => {
    const at = from + index
    const value = input.values[at] ?? null
    return value === null || input.parts[at] === 'skip' || exceptions.has(at) ? Number.NaN : value
  })
}

/** Chooses the model anew from the periods before `t`, and learns them again. */
export function choose(learner: Learner, t: number): void {
  const from = Math.max(0, t - memoryOf(learner.input.rhythm))
  const values = valuesBefore(learner.input, learner.exceptions, from, t)
  const steps = learner.steps.filter((step) => step > from)
  const noise = learner.noise?.subarray(from) ?? null
  learner.fitted = fitOf({ values, from, rhythm: learner.input.rhythm, steps, noise })
  learner.steps = learner.fitted.model.terms.steps
  learner.chosenAt = t
  relearn(learner, t)
}

/** Learns the periods before `t` again under the same model, exceptions passed over. */
export function relearn(learner: Learner, t: number): void {
  const { input, fitted } = learner
  const from = Math.max(0, t - memoryOf(learner.input.rhythm))
  learner.recursion = recursionOf(fitted.model, fitted.measure, {
    from,
    until: input.values.length,
    noise: learner.noise?.subarray(from) ?? null,
  })
  learner.errors = []
  learner.errorAt = []
  learner.squares = 0
  const others: { at: number; error: number }[] = []
  const widened = ownShare(fitted)
  for (let at = from; at < t; at++) {
    const value = input.values[at] ?? null
    if (value === null || input.parts[at] === 'skip') continue
    const taken = learner.recursion.take(at, placeOf(fitted, at, value), learner.exceptions.get(at) ?? 'learn')
    if (taken.innovation === null || at < learner.spreadFrom) continue
    const innovation = taken.innovation * widened
    if (learner.exceptions.has(at) || input.parts[at] === 'learn') others.push({ at, error: innovation })
    else remember(learner, at, innovation)
  }
  learner.asideSquares = noSquares
  const cap = capOf(learner) ** 2
  learner.asideSquares = {
    sum: others.reduce((total, { error }) => total + Math.min(error * error, cap), 0),
    count: others.length,
  }
  learner.otherErrors = others
}

/**
 * A profile has seen the very periods that it is taken off: over c cycles their errors have the variance σ² (1 - 1/c), those of
 * periods to come σ² (1 + 1/c). The longest profile holds the shorter ones.
 */
function ownShare({ profiles }: Fitted): number {
  const share = Math.min(0.75, Math.max(0, ...profiles.map(({ cycles }) => 1 / cycles)))
  return Math.sqrt((1 + share) / (1 - share))
}

/** Error beyond which a period does not widen the limits any more. */
function capOf(learner: Learner): number {
  const n = learner.errors.length + learner.asideSquares.count
  return n === 0 ? 0 : studentQuantileOfTail(learner.input.capLevel / 2, n) * sigmaOf(learner)
}

function remember(learner: Learner, t: number, innovation: number): void {
  learner.errors.push(innovation)
  learner.errorAt.push(t)
  learner.squares += innovation * innovation
}

/** Learns period `t`, the first one not known yet. */
export function learnNext(learner: Learner, t: number, value: number): void {
  const { innovation } = learner.recursion.take(t, placeOf(learner.fitted, t, value), 'learn')
  if (innovation !== null) remember(learner, t, innovation)
  learner.learnt++
}

/** Learns a period that is not judged: its error counts towards the spread, and an exceptional one is set aside. */
export function learnQuietly(learner: Learner, t: number, value: number): void {
  const { innovation } = expect(learner, t, value)
  const cap = capOf(learner)
  const error = Math.min(Math.abs(innovation ?? 0), cap)
  if (innovation !== null && learner.errors.length > 8 && Math.abs(innovation) > cap)
    passNext(learner, t, value, 'aside')
  else {
    learner.recursion.take(t, placeOf(learner.fitted, t, value), 'learn')
    learner.learnt++
  }
  const { sum, count } = learner.asideSquares
  if (innovation !== null) learner.asideSquares = { sum: sum + error * error, count: count + 1 }
}

/** Passes over period `t`, whose value the next ones still follow, or not. */
export function passNext(learner: Learner, t: number, value: number, as: 'carry' | 'aside'): void {
  learner.recursion.take(t, placeOf(learner.fitted, t, value), as)
  learner.exceptions.set(t, as)
  learner.learnt++
}

/** What was expected of period `t`; values from `blindFrom` on are not looked at. */
export const expect = (learner: Learner, t: number, value: number, blindFrom?: number): Expectation =>
  learner.recursion.look(t, placeOf(learner.fitted, t, value), blindFrom)

/** Standard deviation of the errors. */
export const sigmaOf = ({ errors, squares, asideSquares }: Learner): number =>
  Math.sqrt((squares + asideSquares.sum) / (errors.length + asideSquares.count))

/**
 * Errors of the periods before `t` under the present model, in standard deviations of those before the latest `recent` ones, as a
 * surprise of them is measured; NaN where there is none.
 */
export function sizesOf(learner: Learner, t: number, recent: number): Float64Array {
  const sizes = new Float64Array(t).fill(Number.NaN)
  const { errors, squares, asideSquares } = learner
  const latest = errors.slice(errors.length - recent).reduce((sum, error) => sum + error * error, 0)
  const sigma = Math.sqrt(
    (Math.max(0, squares - latest) + asideSquares.sum) / (errors.length - recent + asideSquares.count),
  )
  learner.errors.forEach((error, index) => {
    sizes[learner.errorAt[index] ?? 0] = error / sigma
  })
  for (const { at, error } of learner.otherErrors) sizes[at] = error / sigma
  return sizes
}

/** Sum of the autoregression's weights, as a share that persists from period to period. */
export const persistence = ({ fitted }: Learner): number =>
  Math.min(
    Math.max(
      fitted.model.phi.reduce((total, weight) => total + weight, 0),
      0,
    ),
    0.98,
  )

const placeOf = (fitted: Fitted, t: number, value: number): number =>
  toScale(fitted.scale, value) - offsetAt(fitted.profiles, t)

/** A place on the model's scale as a value of the KPI at period `t`. */
export const valueAt = ({ fitted }: Learner, t: number, place: number): number =>
  fromScale(fitted.scale, place + offsetAt(fitted.profiles, t))
