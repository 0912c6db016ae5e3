import type { Column, Dataset } from '../../catalog.ts'
import { type MeasureUnit, pure } from '../../measure-unit.ts'
import type { ValueType } from '../algebra.ts'
import { boolean, date, text, whole } from '../types.ts'

const column = (name: string, type: ValueType, unit: MeasureUnit = pure): Column => ({
  name,
  type,
  unit,
  from: name,
  format: null,
  missing: [],
  decimalSign: '.',
  required: false,
})

/** The dataset that the functions' examples read; prices have no currency, so that they meet quantities. */
export const exampleDataset: Dataset = {
  id: 'examples',
  name: 'Examples',
  source: 'examples',
  from: 'examples.csv',
  key: null,
  time: { column: 'ordered_on', zone: 'UTC' },
  rows: 'event',
  rowNoun: 'order line',
  columns: [
    column('ordered_on', date),
    column('shipped_on', date),
    column('customer_id', text),
    column('status', text),
    column('quantity', whole),
    column('price', { kind: 'decimal', scale: 2 }),
    column('paid', boolean),
  ],
  lookUps: [],
  dimensions: [],
  onError: 'refuse',
  shape: 'examples-1',
  place: {},
}
