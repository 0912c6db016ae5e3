import { type Finding, found, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import { levels, parentsOf, wheresOf } from '../unit.ts'
import { datedEntries } from './dated.ts'

/** A unit never stands above a parent, and its moves are in order. */
export const unitLevels: Rule = (draft) =>
  [...draft.units.values()].flatMap((entry): Finding[] => {
    const { spec } = entry
    const above = parentsOf(spec).flatMap(({ unit, at }): Finding[] => {
      const parent = draft.units.get(unit)
      if (parent === undefined) return []
      const [level, parentLevel] = [spec.level, parent.spec.level]
      if (levels.indexOf(level) >= levels.indexOf(parentLevel)) return []
      const path = Array.isArray(spec.parent) ? at : ['level']
      return [found(entry, path, (place) => definitionIssue('unit/level', { level, parentLevel }, place))]
    })
    return [
      ...above,
      ...datedEntries(entry, ['parent'], parentsOf(spec)),
      ...datedEntries(entry, ['where'], wheresOf(spec)),
    ]
  })
