import { type Finding, found, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import { calculationsOf } from '../kpi.ts'

/** The first calculation holds from the beginning, each later one from its own date, in order. */
export const effectiveDates: Rule = (draft) =>
  [...draft.kpis.values()].flatMap((entry) => {
    let before: string | null = null
    return calculationsOf(entry.spec).flatMap(({ path, entry: { from } }, i): Finding[] => {
      const last = before
      if (from !== undefined) before = from
      if (i === 0) {
        if (from === undefined) return []
        return [found(entry, [...path, 'from'], (place) => definitionIssue('kpi/first-from', {}, place))]
      }
      if (from === undefined) return [found(entry, path, (place) => definitionIssue('kpi/later-from', {}, place))]
      if (last === null || from > last) return []
      const params = { from, before: last }
      return [found(entry, [...path, 'from'], (place) => definitionIssue('kpi/from-order', params, place))]
    })
  })
