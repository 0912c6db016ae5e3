import { expect, test } from 'vitest'
import { parseUnit } from './measure-unit.ts'
import { unitLabel } from './unit-label.ts'

const label = (measuredIn: string) => {
  const unit = parseUnit(measuredIn)
  if (!unit.ok) throw new Error(measuredIn)
  return unitLabel({ unit: unit.value, measuredIn })
}

test.each([
  ['EUR', 'currency', 'EUR'],
  ['%', 'percent', '%'],
  ['percent', 'percent', '%'],
  ['orders', 'count', 'orders'],
  ['order lines', 'count', 'order lines'],
  ['days', 'other', 'days'],
  ['points', 'other', 'points'],
  ['EUR / order', 'other', 'EUR / order'],
  ['1', 'other', '1'],
  ['orders / month', 'other', 'orders / month'],
])('%s is written as %s', (measuredIn, kind, symbol) => expect(label(measuredIn)).toEqual({ kind, symbol }))
