import { nearest } from '../../nearest.ts'
import type { Path } from '../document.ts'
import { type Draft, type Entry, type Finding, found, foundKey, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import { unitsOf } from '../make-scorecard.ts'
import type { ScorecardSpec } from '../scorecard.ts'
import { parentsOf } from '../unit.ts'
import { checkWeights } from './scorecards.ts'

/** A cascade has units, and what is otherwise in some of them is about units and KPIs that it has. */
export const cascades: Rule = (draft) => {
  const placed = new Map(
    [...draft.units.values()].map(({ id, spec }) => {
      const parent = parentsOf(spec).at(-1)?.unit ?? null
      return [id, { id, level: spec.level, parent }]
    }),
  )
  return [...draft.scorecards.values()].flatMap((entry) => checkOne(draft, entry, placed))
}

function checkOne(draft: Draft, entry: Entry<ScorecardSpec>, placed: Parameters<typeof unitsOf>[1]): Finding[] {
  const { spec } = entry
  const differences = Object.entries(spec.differences ?? {})
  if (spec.for === undefined) {
    if (differences.length === 0) return []
    return [foundKey(entry, ['differences'], (place) => definitionIssue('scorecard/differences', {}, place))]
  }
  if (spec.unit !== undefined)
    return [found(entry, ['unit'], (place) => definitionIssue('scorecard/unit-and-for', {}, place))]
  const units = unitsOf(spec.for, placed)
  // Units that could not be read are missing for a reason that is reported there.
  if (units.length === 0 && draft.documents.every((one) => one.kind !== 'unit' || draft.units.has(one.id ?? '')))
    return [found(entry, ['for'], (place) => definitionIssue('scorecard/no-units', {}, place))]
  return differences.flatMap(([unit, difference]): Finding[] => {
    const path = ['differences', unit]
    if (!units.includes(unit)) {
      const params = { unit, near: nearest(unit, units) }
      return [foundKey(entry, path, (place) => definitionIssue('scorecard/not-among', params, place))]
    }
    return checkDifference(entry, path, difference)
  })
}

type Difference = NonNullable<ScorecardSpec['differences']>[string]

function checkDifference(entry: Entry<ScorecardSpec>, path: Path, difference: Difference): Finding[] {
  const template = entry.spec.groups.flatMap(({ kpis }) => kpis.map((one) => (typeof one === 'string' ? one : one.kpi)))
  const { add = [], 'leave-out': leaveOut = [], weights = {}, owners = {} } = difference
  const own = new Set([...template, ...add.map(({ kpi }) => kpi)])
  const absent = (kpi: string, known: Iterable<string>) => {
    const names = [...known]
    return names.includes(kpi) ? null : { kpi, near: nearest(kpi, names) }
  }
  const findings: Finding[] = []
  for (const [i, { kpi }] of add.entries()) {
    const at = [...path, 'add', i, 'kpi']
    const twice = template.includes(kpi) || add.findIndex((one) => one.kpi === kpi) < i
    if (twice)
      findings.push(found(entry, at, (place) => definitionIssue('scorecard/twice', { kind: 'kpi', id: kpi }, place)))
    findings.push(...checkWeights(entry, [...path, 'add', i, 'weight'], add[i]?.weight))
  }
  for (const [i, kpi] of leaveOut.entries()) {
    const params = absent(kpi, template)
    if (params === null) continue
    findings.push(
      found(entry, [...path, 'leave-out', i], (place) => definitionIssue('scorecard/not-on-it', params, place)),
    )
  }
  for (const [name, fields] of Object.entries({ weights, owners })) {
    for (const kpi of Object.keys(fields)) {
      const at = [...path, name, kpi]
      const params = absent(kpi, own)
      if (params !== null)
        findings.push(foundKey(entry, at, (place) => definitionIssue('scorecard/not-on-it', params, place)))
    }
  }
  for (const [kpi, written] of Object.entries(weights))
    findings.push(...checkWeights(entry, [...path, 'weights', kpi], written))
  return findings
}
