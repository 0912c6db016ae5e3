import { aggregate } from './define.ts'

export const min = aggregate({
  id: 'min',
  title: 'Least',
  help: 'The least value.',
  parameters: [{ name: 'value', takes: 'number' }],
  unit: 'argument',
  lower: (term) => term('min'),
  examples: [
    { over: 'rows', formula: 'min(price)', rows: [{ price: '1.50' }, { price: null }, { price: '-2' }], gives: '-2' },
  ],
})
