/** The value at an index that exists. An index outside gives NaN, which no later step can mistake for a number. */
export const at = (values: { readonly [index: number]: number }, index: number): number => values[index] ?? Number.NaN

/** The same for typed arrays alone: a function that only ever sees these is compiled to a plain load, which hot loops need. */
export const floatAt = (values: Float64Array, index: number): number => values[index] ?? Number.NaN
