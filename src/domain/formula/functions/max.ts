import { aggregate } from './define.ts'

export const max = aggregate({
  id: 'max',
  title: 'Greatest',
  help: 'The greatest value.',
  parameters: [{ name: 'value', takes: 'number' }],
  unit: 'argument',
  lower: (term) => term('max'),
  examples: [
    { over: 'rows', formula: 'max(price)', rows: [{ price: '1.50' }, { price: null }, { price: '-2' }], gives: '1.5' },
  ],
})
