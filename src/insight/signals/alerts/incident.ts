import type { AlertKind, Surprise } from './evidence.ts'
import { expect, type Learner, passNext, persistence, relearn, sigmaOf } from './learner.ts'

/** A run of periods that one alert speaks for. */
export interface Incident {
  readonly kind: AlertKind
  /** Where the change seems to begin, and the period at which it was seen. */
  readonly from: number
  readonly at: number
  /** Last period that stood out. */
  until: number
  readonly surprise: Surprise
  /** How it ended: not yet; back to what was expected; gone on from where it had come to; or a new level or spread. */
  ending: 'open' | 'back' | 'moved' | 'lasting'
}

/** An incident that is still watched. */
export interface Watch {
  readonly incident: Incident
  /** Standardised deviations since it began, had nothing changed: blind to its values, and following them. */
  readonly blind: number[]
  readonly following: number[]
}

/** Two periods in a row within two standard deviations end an incident; eight that stay away make a new level. */
const calmPeriods = 2
const calmSize = 2
const lastingPeriods = 8
/** A spread is judged on eight periods, and is a new one after sixteen. */
const spreadPeriods = 8
/** From this persistence on, a KPI goes on from wherever it has come to. */
const wandering = 0.7

/** Judges one more period of an incident; returns the learner's state when it has ended, by its `ending`. */
export function follow(watch: Watch, learner: Learner, t: number, value: number): void {
  const { incident } = watch
  const sigma = sigmaOf(learner)
  const blind = standardised(expect(learner, t, value, incident.from).innovation ?? 0, sigma)
  const following = standardised(expect(learner, t, value).innovation ?? 0, sigma)
  watch.blind.push(blind)
  watch.following.push(following)
  passNext(learner, t, value, 'carry')
  const persists = persistence(learner)
  const apart = persists >= wandering ? Math.min(Math.abs(blind), Math.abs(following)) : Math.abs(blind)
  if (apart >= calmSize) incident.until = t
  incident.ending = incident.kind === 'spread' ? spreadEnding(watch) : levelEnding(watch, persists)
  if (incident.ending !== 'open') settle(watch, learner, t)
}

/** An error in standard deviations; none is none even where there is no spread. */
export const standardised = (error: number, sigma: number): number => (error === 0 ? 0 : error / sigma)

function levelEnding({ blind, following }: Watch, persists: number): Incident['ending'] {
  const recent = blind.slice(-4)
  const drift = Math.abs(sum(recent)) / Math.sqrt(recent.length)
  if (isCalm(blind) && drift < 2.5) return 'back'
  if (persists >= wandering && isCalm(following)) return 'moved'
  if (blind.length < lastingPeriods) return 'open'
  const size = (Math.abs(sum(blind)) / Math.sqrt(blind.length)) * Math.sqrt((1 - persists) / (1 + persists))
  return size > 3 ? 'lasting' : 'back'
}

function spreadEnding({ following }: Watch): Incident['ending'] {
  const recent = following.slice(-spreadPeriods)
  const ratio = sum(recent.map(Math.abs)) / recent.length / Math.sqrt(2 / Math.PI)
  if (ratio < 1.3) return 'back'
  return following.length >= 2 * spreadPeriods ? 'lasting' : 'open'
}

const isCalm = (sizes: readonly number[]): boolean =>
  sizes.length > calmPeriods && sizes.slice(-calmPeriods).every((size) => Math.abs(size) < calmSize)

/** What is learnt from an incident that has ended. */
function settle({ incident }: Watch, learner: Learner, t: number): void {
  const { kind, from, ending } = incident
  for (let at = from; at <= t; at++) {
    if (!learner.exceptions.has(at)) continue
    if (ending === 'lasting' || (ending === 'moved' && at > incident.until)) learner.exceptions.delete(at)
    else learner.exceptions.set(at, ending === 'back' && kind !== 'spread' ? 'aside' : 'carry')
  }
  if (ending === 'lasting' && kind === 'spread') learner.spreadFrom = from
  else if (ending === 'lasting') learner.steps = [...learner.steps, from].slice(-3)
  if (ending === 'lasting') learner.chosenAt = Number.NEGATIVE_INFINITY
  else relearn(learner, t + 1)
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
