import type { KpiView } from '../../domain/view.ts'

/** What a reader chose in the address: absent means the page's own default. */
export interface PlaceSearch {
  readonly period?: string | undefined
  readonly scope?: string | undefined
  readonly grain?: string | undefined
  /** A day or an instant of which everything is shown as it was known, or `published`. */
  readonly asOf?: string | undefined
  /** The day that every number reads to. */
  readonly through?: string | undefined
}

/** Links between pages keep when and where one looks, and as of when; the day that numbers read to is one page's own. */
export function keepPlace(search: PlaceSearch): { period?: string; scope?: string; grain?: string; asOf?: string } {
  return {
    ...(search.period === undefined ? {} : { period: search.period }),
    ...(search.scope === undefined ? {} : { scope: search.scope }),
    ...(search.grain === undefined ? {} : { grain: search.grain }),
    ...(search.asOf === undefined ? {} : { asOf: search.asOf }),
  }
}

/** What a page is asked with. */
export function askedOf(search: PlaceSearch): PlaceSearch {
  const { period, scope, grain, asOf, through } = search
  return { period, scope, grain, asOf, through }
}

/** What the parts of a KPI's page are asked with: exactly what the page shows. */
export const placeOfView = ({ period, scope, grain, through }: KpiView): PlaceSearch => ({
  period: period.text,
  scope: scope.text,
  grain,
  through: through ?? undefined,
})
