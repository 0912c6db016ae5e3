import { aggregate } from './define.ts'

export const count = aggregate({
  id: 'count',
  title: 'Count',
  help: 'How many rows there are; with an argument, how many have a value in it.',
  parameters: [{ name: 'value', takes: 'any', optional: true }],
  unit: 'rows',
  lower: (term) => term('count'),
  examples: [
    { over: 'rows', formula: 'count()', rows: [{ price: '1' }, { price: null }], gives: '2' },
    { over: 'rows', formula: 'count(price)', rows: [{ price: '1' }, { price: null }], gives: '1' },
    {
      over: 'rows',
      formula: "count() where status != 'void'",
      rows: [{ status: 'void' }, { status: null }],
      gives: '0',
    },
  ],
})
