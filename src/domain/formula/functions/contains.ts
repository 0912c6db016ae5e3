import { pure } from '../../measure-unit.ts'
import { boolean } from '../types.ts'
import { scalar } from './define.ts'

export const contains = scalar({
  id: 'contains',
  title: 'Part of a text',
  help: 'Whether the other text is somewhere in it, capitals and all.',
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
      formula: "contains(status, 'ai')",
      rows: [{ status: 'paid' }, { status: 'PAID' }, { status: null }],
      gives: [true, false, null],
    },
  ],
})
