/** What a reader chose in the address: absent means the page's own default. */
export interface PlaceSearch {
  readonly period?: string | undefined
  readonly scope?: string | undefined
  readonly grain?: string | undefined
}

/** Links between pages keep when and where one looks. */
export function keepPlace(search: PlaceSearch): { period?: string; scope?: string; grain?: string } {
  return {
    ...(search.period === undefined ? {} : { period: search.period }),
    ...(search.scope === undefined ? {} : { scope: search.scope }),
    ...(search.grain === undefined ? {} : { grain: search.grain }),
  }
}
