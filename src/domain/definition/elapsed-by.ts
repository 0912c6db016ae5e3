import { z } from 'zod'
import type { ElapsedBy } from '../../time/frame.ts'

const counted = { days: 'day', 'working-days': 'working-day' } as const satisfies Record<string, ElapsedBy>

/** The field that says how an unfinished period is matched with an earlier one; `more` tells who else may say so. */
export const elapsedBy = (more: string, standard?: string) =>
  z.enum(['days', 'working-days']).meta({
    title: 'Elapsed by',
    description: `How an unfinished period finds the same part of an earlier one: by as many days of it (of a quarter or year to the same month and day), or by as many working days of the calendar. ${more}`,
    ...(standard === undefined ? {} : { default: standard }),
  })

/** What a document says, in the words of the rooms below; days unless stated. */
export const elapsedByOf = (stated: keyof typeof counted | undefined): ElapsedBy => counted[stated ?? 'days']
