import type { Question } from '../../domain/answer.ts'
import type { Scope } from '../../domain/catalog.ts'
import { calendarIn } from '../../domain/clock-zone.ts'
import { scopeText } from '../../domain/scope.ts'
import type { GrainName } from '../../time/calendar.ts'
import { periodFrame } from '../../time/frame.ts'
import type { Deps } from '../deps.ts'
import { membersOf, splitScopes } from './members.ts'
import { type JudgedLine, versionFor } from './promises.ts'
import type { Reads, Revisions } from './reads.ts'
import type { Turns } from './turns.ts'

type LinesDeps = Pick<Deps, 'catalog' | 'facts' | 'clock' | 'asOf' | 'signal'>

interface LinesIn {
  readonly reads: ReadonlyMap<string, Reads>
  readonly revisions: Revisions
  readonly version: string | undefined
  readonly turns: Turns
}

/** One line per question and scope; equal scopes are one object, so that what is worked out for it is shared. */
export async function linesOf(
  deps: LinesDeps,
  questions: readonly Question[],
  { reads, revisions, version, turns }: LinesIn,
): Promise<readonly JudgedLine[]> {
  const { kpis } = deps.catalog
  const known = new Map<string, readonly Scope[]>()
  const scopesOf = async ({ scope, by }: Question, datasets: readonly string[]) => {
    const key = JSON.stringify([scopeText(scope), by, datasets])
    let scopes = known.get(key)
    if (scopes === undefined) {
      const members: [string, readonly string[]][] = []
      for (const name of by) members.push([name, await membersEverywhere(deps, name, datasets, revisions)])
      known.set(key, (scopes = splitScopes(scope, members)))
    }
    return scopes
  }
  const lines: JudgedLine[] = []
  for (const question of questions) {
    const { money = null } = question
    const kpi = money === null ? kpis.get(question.kpi) : deps.catalog.restate?.(question.kpi, money)
    const calendar = calendarIn(deps.catalog, question.calendar, question.zone)
    if (kpi == null || calendar === undefined)
      throw new Error(`no KPI ${question.kpi} or calendar ${question.calendar}`)
    const { from, until } = question
    const compare = (question.compare ?? []).filter((one) => one.kind !== 'version' && one.kind !== 'benchmark')
    const frame = periodFrame(calendar, question.grain as GrainName)
    const moved = money !== null && kpi.measuredIn !== kpis.get(question.kpi)?.measuredIn
    // Targets are promised in the KPI's own currency: no version of them judges another.
    const judging = moved ? '' : versionFor(deps.catalog, kpi, question, version)
    for (const scope of await scopesOf(question, reads.get(kpi.id)?.facts ?? []))
      lines.push({ kpi, scope, frame, from, until, version: judging, paceDays: question.paceDays, compare, money })
    if (turns.due) await turns.pass()
  }
  return lines
}

async function membersEverywhere(deps: LinesDeps, name: string, datasets: readonly string[], revisions: Revisions) {
  const members = new Set<string>()
  for (const id of datasets) {
    const dataset = deps.catalog.datasets.get(id)
    if (dataset === undefined) continue
    for (const member of await membersOf(deps, dataset, name, revisions)) members.add(member)
  }
  return [...members].sort()
}
