import type { Actor } from '../domain/access.ts'
import { askIssue } from '../domain/ask-issues.ts'
import type { Kpi } from '../domain/catalog.ts'
import type { LeadingView } from '../domain/leading-view.ts'
import { ok, type Result } from '../domain/result.ts'
import { leadingSentence } from '../domain/sentence/leading.ts'
import { type Course, leadingIndicators, nearDuplicates } from '../insight/leading/index.ts'
import { type AskDeps, askNumbers } from './ask.ts'
import { reach, seasonsOfPlace } from './forecast/options.ts'
import { kpiPlace } from './view/kpi-place.ts'
import { labelScope } from './view/label.ts'
import type { Asked, Place } from './view/place.ts'

export interface LeadingInput extends Asked {
  readonly kpi: string
}

/** The longest lead that is looked for, in periods. */
const longest = 6

/**
 * Which KPIs of the workspace move before one, in its scope and at its grain, up to the asked period; what is unfinished or
 * provisional does not count.
 */
export async function leadingView(now: AskDeps, input: LeadingInput, actor: Actor): Promise<Result<LeadingView>> {
  const found = await kpiPlace(now, input.kpi, input)
  if (!found.ok) return found
  const { deps, kpi, place } = found.value
  const past = reach[place.grain]?.past
  if (past === undefined) return { ok: false, issues: [askIssue('ask/no-course', { grain: place.grain }, {})] }
  const [own, ...others] = await coursesOf(deps, { kpi, place, past }, actor)
  if (own === undefined) throw new Error(`${kpi.id} has no course of its own`)
  return ok(write(deps, kpi, place, own, others))
}

interface Task {
  readonly kpi: Kpi
  readonly place: Place
  readonly past: number
}

/** The course of the KPI, then those of all others. */
async function coursesOf(deps: AskDeps, { kpi, place, past }: Task, actor: Actor): Promise<readonly Course[]> {
  const { calendar, grain, scope, ordinal } = place
  const ids = [kpi.id, ...[...deps.catalog.kpis.keys()].filter((id) => id !== kpi.id)]
  const until = ordinal + 1
  const from = Math.max(until - past, Math.min(place.first ?? ordinal, ordinal))
  const questions = ids.map((id) => ({ kpi: id, scope, calendar: calendar.id, grain, from, until, by: [] }))
  const { lines } = await askNumbers(deps, questions, actor, { final: true })
  return ids.map((id, index) => ({ id, values: Array.from(lines[index] ?? [], known) }))
}

const known = (value: number): number | null => (Number.isNaN(value) ? null : value)

function write({ catalog }: AskDeps, kpi: Kpi, place: Place, own: Course, others: readonly Course[]): LeadingView {
  const named = (id: string) => ({ kpi: id, name: catalog.kpis.get(id)?.name ?? id })
  const [season = 1] = seasonsOfPlace(place)
  const alike = others.flatMap((other) =>
    nearDuplicates([own, other]).map(({ strength, pairs }) => ({ ...named(other.id), strength, pairs })),
  )
  const same = new Set(alike.map((one) => one.kpi))
  const found = leadingIndicators(
    own,
    others.filter(({ id }) => !same.has(id)),
    { season, longest },
  )
  const view = {
    ...named(kpi.id),
    grain: place.grain,
    scope: labelScope(catalog, place.scope),
    leads: found.leads.map(({ id, lag, strength, pairs, chanceOfAny }) => {
      return { ...named(id), lag, strength, pairs, chance: chanceOfAny }
    }),
    looked: found.looked,
    kpis: found.looked / longest,
    longest,
    alike,
    tooShort: found.tooShort.map(named),
  }
  return { ...view, sentence: leadingSentence(view) }
}
