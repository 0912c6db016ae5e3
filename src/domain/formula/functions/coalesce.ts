import { typeOfAll } from '../types.ts'
import { scalar } from './define.ts'

export const coalesce = scalar({
  id: 'coalesce',
  title: 'First value there is',
  help: 'The first argument that has a value. A KPI that is late, failed or not applicable stays so: it has no value yet.',
  stages: ['row', 'value'],
  parameters: [{ name: 'value', takes: 'shared', repeats: true }],
  type: typeOfAll,
  unit: 'shared',
  examples: [
    {
      over: 'each-row',
      formula: 'coalesce(price, 0)',
      rows: [{ price: '1.50' }, { price: null }],
      gives: ['1.5', '0'],
    },
    {
      over: 'months',
      formula: 'coalesce([a], [b], 0)',
      kpis: { a: ['1', null, null], b: ['5', '6', null] },
      gives: ['1', '6', '0'],
    },
  ],
})
