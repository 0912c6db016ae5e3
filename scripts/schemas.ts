// Writes the JSON Schemas that editors check definitions with: `npx node scripts/schemas.ts`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectors } from '../src/connectors/index.ts'
import { anyDocumentSchema, documentSchemas } from '../src/domain/definition/json-schema.ts'

/** Each file of docs/schema with its text. */
export function schemaFiles(): Map<string, string> {
  const files = new Map([['document.json', print(anyDocumentSchema())]])
  for (const [kind, schema] of documentSchemas(connectors)) files.set(`${kind}.json`, print(schema))
  return files
}

const print = (schema: unknown): string => `${JSON.stringify(schema, null, 2)}\n`

if (import.meta.main) {
  const folder = join(import.meta.dirname, '../docs/schema')
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of schemaFiles()) writeFileSync(join(folder, name), text)
}
