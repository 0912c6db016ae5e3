import { z } from 'zod'
import { type EarlierBaseline, parseBaseline } from '../baseline.ts'
import * as field from './fields.ts'

/** The field with what pages compare a value with; `more` tells what holds unless it is stated. */
export const compared = (more: string) =>
  z.union([field.baseline(), z.array(field.baseline()).min(1).max(3)]).meta({
    title: 'Compare',
    description: `The earlier periods that pages show beside a value, the one that matters most first: prior (the period before), year (the same one a year before), year-date (on the same dates), year-weekday (on the same weekdays, 364 days before), restated (after a year of 53 weeks), average:3 (the mean of the three before). ${more}`,
  })

/** What a document says, as baselines. */
export const comparedOf = (stated: string | readonly string[] | undefined): readonly EarlierBaseline[] =>
  [stated ?? []].flat().flatMap((name) => {
    const baseline = parseBaseline(name, [])
    return baseline === null || baseline.kind === 'version' || baseline.kind === 'benchmark' ? [] : [baseline]
  })
