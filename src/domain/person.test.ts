import { expect, test } from 'vitest'
import { personOf } from './person.ts'

test.each([
  [null, null],
  ['Finance', { id: 'Finance', name: 'Finance' }],
  ['maria.lopez@acme.example', { id: 'maria.lopez@acme.example', name: 'Maria Lopez' }],
  ['jo_van-dyk+kpi@acme.example', { id: 'jo_van-dyk+kpi@acme.example', name: 'Jo Van Dyk Kpi' }],
  ['@acme', { id: '@acme', name: '@acme' }],
])('%s names a person', (text, person) => expect(personOf(text)).toEqual(person))
