/**
 * A calculation and what it gives: over the orders below, as the dataset example describes them, and beside the KPIs `revenue`
 * (the KPI example) and `orders` (`count_distinct(order_id)`). The reference page shows it, a test runs it.
 */
export interface CalculationExample {
  /** What stands behind `calculation:`. */
  readonly calculation: string
  readonly measuredIn: string
  /** Amounts that people type in, by period. */
  readonly typed?: Readonly<Record<string, string>>
  /** By period: exact amounts as text, quotients as numbers, null for no value. */
  readonly gives: Readonly<Record<string, string | number | null>>
}

/** The header of the orders that examples read. */
export const orderColumns = [
  'order_id',
  'line',
  'ordered_at',
  'customer_id',
  'quantity',
  'unit_price',
  'status',
  'Sales Region',
]

/** The orders that examples read. */
export const orderRows: readonly (readonly string[])[] = [
  ['1001', '1', '2026-01-05T09:30', 'anna', '2', '10.00', 'paid', 'north'],
  ['1001', '2', '2026-01-05T09:30', 'anna', '1', '5.00', 'paid', 'north'],
  ['1002', '1', '2026-01-20T14:00', 'ben', '1', '40.00', 'cancelled', 'south'],
  ['1003', '1', '2026-02-03T11:00', 'anna', '3', '10.00', 'paid', 'north'],
  ['1004', '1', '2026-02-25T16:45', 'cleo', '1', '20.00', 'paid', 'south'],
  ['1005', '1', '2026-03-10T08:15', 'ben', '3', '25.00', 'paid', 'islands'],
]
