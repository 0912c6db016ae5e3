import { type Column, type Dataset, manualDataset, type Source } from '../catalog.ts'
import type { ValueType } from '../formula/algebra.ts'

const manualSourceId = 'manual'

const place = {}

const column = (name: string, type: ValueType, required: boolean): Column => ({
  name,
  type,
  unit: {},
  from: name,
  format: null,
  missing: [],
  decimalSign: '.',
  required,
})

const text: ValueType = { kind: 'text' }
const number: ValueType = { kind: 'decimal', scale: 6 }

/** The source of typed values, built in. */
export const manualSource: Source = {
  id: manualSourceId,
  name: 'Typed values',
  connector: 'manual',
  options: {},
  place,
}

/** The built-in dataset of typed values: one row per KPI, unit and period. */
export const manualValues: Dataset = {
  id: manualDataset,
  name: 'Typed values',
  source: manualSourceId,
  from: 'manual',
  key: ['kpi', 'unit', 'grain', 'day'],
  time: { column: 'day', zone: 'UTC' },
  rows: 'event',
  rowNoun: 'value',
  columns: [
    column('kpi', text, true),
    column('unit', text, false),
    column('grain', text, true),
    column('day', { kind: 'date' }, true),
    column('value', number, false),
    column('numerator', number, false),
    column('denominator', number, false),
    column('author', text, false),
    column('note', text, false),
  ],
  lookUps: [],
  dimensions: [
    { name: 'kpi', expr: { kind: 'column', path: ['kpi'], type: text } },
    { name: 'unit', expr: { kind: 'column', path: ['unit'], type: text } },
  ],
  onError: 'refuse',
  shape: 'manual-values-1',
  place,
}
