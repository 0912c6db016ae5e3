import type { Answer } from '../../domain/answer.ts'
import type { Catalog, Kpi } from '../../domain/catalog.ts'
import type { GrainName } from '../../time/calendar.ts'
import type { Place } from '../view/place.ts'

/** The longer periods that are asked: those that a forecast may begin in, and some before that show how they are made. */
export interface LongerPeriod {
  readonly grain: GrainName
  readonly from: number
  readonly until: number
  /** So many of the shorter periods ahead belong to it at most. */
  readonly mostAhead: number
}

/** What a forecast is made from. */
export interface ForecastWorld {
  readonly catalog: Catalog
  readonly kpi: Kpi
  readonly place: Place
  /** The ordinal of the first answer of `own`, and how many of them are learnt from. */
  readonly from: number
  readonly learnt: number
  readonly own: readonly Answer[]
  /** The answers of the longer periods. */
  readonly wholes: readonly Answer[]
  readonly longer: LongerPeriod | null
}
