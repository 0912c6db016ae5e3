import { pure } from '../../measure-unit.ts'
import { boolean } from '../types.ts'
import { scalar } from './define.ts'

export const startsWith = scalar({
  id: 'starts_with',
  title: 'Beginning of a text',
  help: 'Whether the text begins with the other one, capitals and all.',
  stages: ['row'],
  parameters: [
    { name: 'text', takes: 'text' },
    { name: 'part', takes: 'text' },
  ],
  type: () => boolean,
  unit: pure,
  examples: [
    {
      over: 'each-row',
      formula: "starts_with(status, 'pa')",
      rows: [{ status: 'paid' }, { status: 'PAID' }, { status: null }],
      gives: [true, false, null],
    },
  ],
})
