import type { GrainName } from '../../time/calendar.ts'
import type { Absence, Amount } from '../answer.ts'
import type { Kpi, Scope } from '../catalog.ts'

/** What a KPI really was in a finished period of its own calendar, or why nobody knows. */
export type Actual =
  | { readonly kind: 'value'; readonly amount: Amount }
  | { readonly kind: 'absent'; readonly because: Absence | 'unfinished' }

/** Values that targets are derived from, for the scope they are for: of the KPI that is promised, or of another. */
export type Actuals = (scope: Scope, grain: GrainName, ordinal: number, kpi?: Kpi) => Actual
