import { pure } from '../../measure-unit.ts'
import { text } from '../types.ts'
import { scalar } from './define.ts'

export const lower = scalar({
  id: 'lower',
  title: 'In small letters',
  help: 'The text in small letters.',
  stages: ['row'],
  parameters: [{ name: 'text', takes: 'text' }],
  type: () => text,
  unit: pure,
  examples: [
    { over: 'each-row', formula: 'lower(status)', rows: [{ status: 'Paid' }, { status: null }], gives: ['paid', null] },
  ],
})
