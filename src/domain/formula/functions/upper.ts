import { pure } from '../../measure-unit.ts'
import { text } from '../types.ts'
import { scalar } from './define.ts'

export const upper = scalar({
  id: 'upper',
  title: 'In capitals',
  help: 'The text in capitals.',
  stages: ['row'],
  parameters: [{ name: 'text', takes: 'text' }],
  type: () => text,
  unit: pure,
  examples: [
    { over: 'each-row', formula: 'upper(status)', rows: [{ status: 'Paid' }, { status: null }], gives: ['PAID', null] },
  ],
})
