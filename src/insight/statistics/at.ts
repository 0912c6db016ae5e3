/** The value at an index that exists. An index outside gives NaN, which no later step can mistake for a number. */
export const at = (values: { readonly [index: number]: number }, index: number): number => values[index] ?? Number.NaN
