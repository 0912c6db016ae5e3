import { type Finding, found, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import { levels } from '../unit.ts'

/** A unit never stands above its parent. */
export const unitLevels: Rule = (draft) =>
  [...draft.units.values()].flatMap((entry): Finding[] => {
    const parent = draft.units.get(entry.spec.parent ?? '')
    if (parent === undefined) return []
    const [level, parentLevel] = [entry.spec.level, parent.spec.level]
    if (levels.indexOf(level) >= levels.indexOf(parentLevel)) return []
    return [found(entry, ['level'], (place) => definitionIssue('unit/level', { level, parentLevel }, place))]
  })
