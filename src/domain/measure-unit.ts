/**
 * A unit of measure: a product of integer powers of currencies, times and counted nouns.
 * `{}` is a pure number (ratios, percentages). EUR per order is `{ EUR: 1, order: -1 }`.
 */
export type MeasureUnit = Readonly<Record<string, number>>
