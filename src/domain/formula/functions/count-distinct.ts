import { aggregate } from './define.ts'

export const countDistinct = aggregate({
  id: 'count_distinct',
  title: 'Distinct count',
  help: 'How many different values there are; rows without a value are left out.',
  parameters: [{ name: 'value', takes: 'any' }],
  unit: 'members',
  lower: (term) => term('count_distinct'),
  examples: [
    {
      over: 'rows',
      formula: 'count_distinct(customer_id)',
      rows: [{ customer_id: 'a' }, { customer_id: 'b' }, { customer_id: 'a' }, { customer_id: null }],
      gives: '2',
    },
  ],
})
