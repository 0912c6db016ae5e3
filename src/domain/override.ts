/** The word for an override that lasts until rows come. */
export const nextDelivery = 'next-delivery'

/** A value that a person set for exactly one KPI, scope and period; kept for good, in force until it is removed or runs out. */
export interface Override {
  readonly id: number
  readonly kpi: string
  readonly scope: string
  readonly period: string
  /** The exact amount as text; a percentage is its fraction. */
  readonly value: string
  readonly reason: string
  /** Null: until it is removed. An instant (ISO), or `next-delivery`. */
  readonly until: string | null
  readonly at: string
  readonly actor: string
  /** The facts revision of each dataset the KPI reads, when it was set, as JSON. */
  readonly factsRevision: string
  readonly removed: { readonly at: string; readonly actor: string; readonly reason: string } | null
}

/** Whether it holds at an instant (ISO) and at these revisions of the datasets that its KPI reads. */
export function inForce(override: Override, now: string, revisions: ReadonlyMap<string, number>): boolean {
  if (override.removed !== null) return false
  if (override.until === null) return true
  if (override.until !== nextDelivery) return now < override.until
  const then: Readonly<Record<string, number>> = JSON.parse(override.factsRevision)
  return Object.entries(then).every(([dataset, revision]) => (revisions.get(dataset) ?? 0) === revision)
}
