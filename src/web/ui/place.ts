/** What a reader chose in the address: absent means the page's own default. */
export interface PlaceSearch {
  readonly period?: string | undefined
  readonly scope?: string | undefined
  readonly grain?: string | undefined
  /** A day or an instant of which everything is shown as it was known, or `published`. */
  readonly asOf?: string | undefined
}

/** Links between pages keep when and where one looks, and as of when. */
export function keepPlace(search: PlaceSearch): { period?: string; scope?: string; grain?: string; asOf?: string } {
  return {
    ...(search.period === undefined ? {} : { period: search.period }),
    ...(search.scope === undefined ? {} : { scope: search.scope }),
    ...(search.grain === undefined ? {} : { grain: search.grain }),
    ...(search.asOf === undefined ? {} : { asOf: search.asOf }),
  }
}

/** What a page is asked with; only scorecards can be read to one day. */
export function askedOf(search: PlaceSearch & { readonly through?: string | undefined }): PlaceSearch & {
  readonly through?: string | undefined
} {
  const { period, scope, grain, asOf, through } = search
  return { period, scope, grain, asOf, through }
}
