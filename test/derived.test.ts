import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { referenceFiles } from '../scripts/reference.ts'
import { schemaFiles } from '../scripts/schemas.ts'

const committed = (folder: string, name: string) =>
  readFileSync(join(import.meta.dirname, '../docs', folder, name), 'utf8')

test.each([...schemaFiles()])('docs/schema/%s is what scripts/schemas.ts writes', (name, text) => {
  expect(committed('schema', name)).toBe(text)
})

test.each([...referenceFiles()])('docs/reference/%s is what scripts/reference.ts writes', (name, text) => {
  expect(committed('reference', name)).toBe(text)
})
