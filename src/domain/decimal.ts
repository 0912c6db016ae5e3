/** An exact number: units × 10^-scale. Money, counts and sums are Decimals; ratios are doubles. */
export interface Decimal {
  readonly units: bigint
  readonly scale: number
}
