import { pure } from '../../measure-unit.ts'
import { whole } from '../types.ts'
import { scalar } from './define.ts'

export const length = scalar({
  id: 'length',
  title: 'Length of a text',
  help: 'How many characters the text has.',
  stages: ['row'],
  parameters: [{ name: 'text', takes: 'text' }],
  type: () => whole,
  unit: pure,
  examples: [
    {
      over: 'each-row',
      formula: 'length(status)',
      rows: [{ status: 'paid' }, { status: '' }, { status: null }],
      gives: ['4', '0', null],
    },
  ],
})
