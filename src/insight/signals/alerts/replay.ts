import { studentQuantileOfTail } from '../../statistics/student.ts'
import { echoOf } from './echo.ts'
import { type Surprise, surprises, tailFrom } from './evidence.ts'
import { follow, type Incident, standardised, type Watch } from './incident.ts'
import {
  choose,
  expect,
  type Learner,
  type LearnerInput,
  learnerOf,
  learnNext,
  learnQuietly,
  passNext,
  persistence,
  sigmaOf,
  sizesOf,
  valueAt,
} from './learner.ts'
import { levelOfTest } from './policy.ts'

export interface ReplayInput extends Omit<LearnerInput, 'capLevel'> {
  /** Chance of an alert per judged period of a stable KPI. */
  readonly level: number
  /** Periods with a value before the first one is judged. */
  readonly firstJudged: number
  /** Least mean difference from the expectation that is worth an alert. */
  readonly minimumEffect: number
  /** Periods after an incident in which the next surprise still belongs to it. */
  readonly coolDown: number
  /** First periods of levels that a person confirmed, and the periods from which that was known. */
  readonly levels: readonly { readonly from: number; readonly known: number }[]
}

/** What a period was expected to be when only the earlier ones were known, and the limits beyond which it alerts. */
export interface JudgedPeriod {
  readonly expected: number
  readonly lower: number
  readonly upper: number
  /** (value - expected) in standard errors. */
  readonly size: number
}

/** A surprise that an earlier cycle had at the same place. */
export interface Echo {
  readonly at: number
  readonly like: number
}

export interface Replay {
  readonly incidents: readonly Incident[]
  readonly echoes: readonly Echo[]
  readonly judged: readonly (JudgedPeriod | null)[]
  /** The model after the last period; null where too little is known to judge. */
  readonly learner: Learner | null
}

/** Judges every period with what was known before it, in order, as if on its day. */
export function replay(input: ReplayInput): Replay {
  const { values, parts } = input
  const run: Run = {
    input,
    p: levelOfTest(input.level, false),
    incidents: [],
    echoes: [],
    judged: values.map(() => null),
    watch: null,
    levels: input.levels,
  }
  let learner: Learner | null = null
  let known = 0
  for (let t = 0; t < values.length; t++) {
    const value = values[t] ?? null
    if (value === null || parts[t] === 'skip') continue
    if (known >= input.firstJudged) {
      learner ??= learnerOf({ ...input, capLevel: run.p }, t)
      run.p = levelOfTest(input.level, learner.errors.length >= tailFrom)
      takeLevels(run, learner, t)
      if (run.watch) watchOn(run, run.watch, learner, t, value)
      else judge(run, learner, t, value)
    }
    known++
  }
  if (learner !== null) takeLevels(run, learner, values.length)
  return { incidents: run.incidents, echoes: run.echoes, judged: run.judged, learner }
}

interface Run {
  readonly input: ReplayInput
  /** Level of one test, by whether the past is long enough to show its own tail. */
  p: number
  readonly incidents: Incident[]
  readonly echoes: Echo[]
  readonly judged: (JudgedPeriod | null)[]
  watch: Watch | null
  /** Confirmed levels that are not learnt yet. */
  levels: readonly { readonly from: number; readonly known: number }[]
}

/** Values of a confirmed level that are known before it is expected: one alone would be all there is to expect. */
const leastOfLevel = 2

/** Takes the levels that a person has confirmed by now for usual: what stood out since they began did not. */
function takeLevels(run: Run, learner: Learner, t: number): void {
  const { values, parts } = run.input
  const isLearnt = (at: number) => values[at] != null && parts[at] !== 'skip'
  const ready = run.levels.filter(({ from, known }) => {
    const since = Array.from({ length: Math.max(0, t - from) }, (_, index) => from + index)
    return known <= t && since.filter(isLearnt).length >= leastOfLevel
  })
  if (ready.length === 0) return
  run.levels = run.levels.filter((level) => !ready.includes(level))
  const first = Math.min(...ready.map(({ from }) => from))
  for (const at of [...learner.exceptions.keys()]) if (at >= first) learner.exceptions.delete(at)
  if (run.watch !== null && run.watch.incident.until >= first) {
    run.watch.incident.ending = 'lasting'
    run.watch = null
  }
  const before = learner.steps.filter((step) => step < first)
  learner.steps = [...before, ...ready.map(({ from }) => from).sort((a, b) => a - b)].slice(-3)
  choose(learner, t)
}

function judge(run: Run, learner: Learner, t: number, value: number): void {
  if (t - learner.chosenAt >= Math.max(1, Math.floor(learner.learnt / 24))) choose(learner, t)
  const seen = state(run, learner, t, value)
  if (run.input.parts[t] === 'learn') {
    learnQuietly(learner, t, value)
    return
  }
  if (seen === null) {
    learnNext(learner, t, value)
    return
  }
  const best = sigmaOf(learner) > 0 ? strongest(run, learner, seen) : firstChange(run, learner, seen)
  if (best === null || effectOf(run, learner, t, best) < run.input.minimumEffect) {
    learnNext(learner, t, value)
    return
  }
  const like = echoOf(sizesOf(learner, t, best.window - 1), best, t, run.input.rhythm)
  if (like !== null) {
    run.echoes.push({ at: t, like })
    // Its own cycle explains it; learnt, it would bend the season of all other periods and widen the limits.
    passNext(learner, t, value, 'aside')
    return
  }
  open(run, learner, t, value, best)
}

/** The least likely of the surprises that a stable KPI hardly ever has. */
function strongest(run: Run, learner: Learner, error: number): Surprise | null {
  const found = surprises({
    errors: [...learner.errors, error],
    squares: learner.squares + error * error,
    aside: learner.asideSquares,
    phi: persistence(learner),
    level: run.p,
  })
  return found.reduce((a: Surprise | null, b) => (a === null || b.p < a.p ? b : a), null)
}

/** A KPI that was constant so far has no spread to judge by; the chance that a new value is the first other one is known. */
function firstChange(run: Run, { errors }: Learner, error: number): Surprise | null {
  const p = 1 / (errors.length + 1)
  return error === 0 || p >= run.input.level ? null : { kind: 'point', window: 1, size: error / 0, p }
}

/** Mean difference from the expectation over the periods of a surprise, in the KPI's unit. */
function effectOf({ input, judged }: Run, learner: Learner, t: number, { kind, window }: Surprise): number {
  const periods = [...learner.errorAt.slice(learner.errorAt.length - window + 1, learner.errorAt.length), t].slice(
    -window,
  )
  const apart = periods.flatMap((at) => {
    const expected = judged[at]?.expected
    return expected === undefined ? [] : [(input.values[at] ?? expected) - expected]
  })
  const sum = apart.reduce((total, value) => total + (kind === 'spread' ? Math.abs(value) : value), 0)
  return Math.abs(sum) / Math.max(1, apart.length)
}

/** Notes expectation, limits and size of a period; gives its error. */
function state(run: Run, learner: Learner, t: number, value: number): number | null {
  const seen = expect(learner, t, value)
  const n = learner.errors.length + learner.asideSquares.count
  const sigma = sigmaOf(learner)
  if (seen.innovation === null || n < 8) return null
  const far = studentQuantileOfTail(run.p / 2, n) * Math.sqrt(1 + 1 / n) * sigma * seen.width
  const size = standardised(seen.innovation, sigma)
  run.judged[t] = {
    expected: valueAt(learner, t, seen.expected),
    lower: valueAt(learner, t, seen.expected - far),
    upper: valueAt(learner, t, seen.expected + far),
    size,
  }
  return seen.innovation
}

function open(run: Run, learner: Learner, t: number, value: number, surprise: Surprise): void {
  const from = surprise.window === 1 ? t : (learner.errorAt[learner.errors.length - surprise.window + 1] ?? t)
  const last = run.incidents.at(-1)
  const same = last !== undefined && from <= last.until + run.input.coolDown
  const incident: Incident = same ? last : { kind: surprise.kind, from, at: t, until: t, surprise, ending: 'open' }
  incident.until = t
  incident.ending = 'open'
  if (!same) run.incidents.push(incident)
  for (let at = from; at < t; at++)
    if (run.input.values[at] != null && run.input.parts[at] !== 'skip') learner.exceptions.set(at, 'carry')
  choose(learner, t)
  const watch: Watch = { incident, blind: [], following: [] }
  const sigma = sigmaOf(learner)
  for (let at = from; at < t; at++) {
    const size = run.judged[at]?.size
    if (size !== undefined) {
      watch.blind.push(size)
      watch.following.push(size)
    }
  }
  watch.blind.push(standardised(expect(learner, t, value, from).innovation ?? 0, sigma))
  watch.following.push(standardised(expect(learner, t, value).innovation ?? 0, sigma))
  passNext(learner, t, value, 'carry')
  run.watch = watch
}

function watchOn(run: Run, watch: Watch, learner: Learner, t: number, value: number): void {
  state(run, learner, t, value)
  follow(watch, learner, t, value)
  if (watch.incident.ending !== 'open') run.watch = null
}
