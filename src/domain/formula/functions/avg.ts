import { aggregate } from './define.ts'

export const avg = aggregate({
  id: 'avg',
  title: 'Average',
  help: 'The mean of all values: their sum divided by their count, at every level.',
  parameters: [{ name: 'value', takes: 'number' }],
  unit: 'argument',
  lower: (term) => ({ kind: 'arithmetic', op: '/', left: term('sum'), right: term('count') }),
  examples: [
    { over: 'rows', formula: 'avg(price)', rows: [{ price: '1' }, { price: null }, { price: '2' }], gives: 1.5 },
    { over: 'rows', formula: 'avg(price)', rows: [{ price: null }], gives: null },
  ],
})
