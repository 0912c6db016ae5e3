import { z } from 'zod'
import type { Plugs } from './draft.ts'
import { type KindName, kindNames } from './kind.ts'
import { kinds } from './kinds.ts'
import { type JsonSchema, jsonSchema } from './schema-walk.ts'
import { sourceFields } from './source.ts'

const schemaUri = 'https://json-schema.org/draft/2020-12/schema'

/** The JSON Schema of each kind for editors and forms; sources have one alternative per connector, with its options. */
export function documentSchemas(connectors: Plugs['connectors']): Map<KindName, JsonSchema> {
  const entries = kindNames.map((name): [KindName, JsonSchema] => {
    const { title, help } = kinds[name]
    const made = name === 'source' ? sourceSchema(connectors) : jsonSchema(kinds[name].schema)
    return [name, { ...made, title, description: help }]
  })
  return new Map(entries)
}

function sourceSchema(connectors: Plugs['connectors']): JsonSchema {
  const base = jsonSchema(z.strictObject(sourceFields))
  const anyOf = [...connectors].map(([id, plug]): JsonSchema => {
    const options = jsonSchema(plug.options)
    return {
      type: 'object',
      title: id,
      properties: {
        ...base.properties,
        connector: { ...base.properties?.connector, const: id },
        ...options.properties,
      },
      required: [...(base.required ?? []), ...(options.required ?? [])],
      additionalProperties: false,
    }
  })
  return { anyOf }
}

/** One schema for any document: editors choose by `kind`. */
export function anyDocumentSchema(): JsonSchema & Record<string, unknown> {
  return {
    $schema: schemaUri,
    title: 'Bellwether definition',
    type: 'object',
    required: ['kind', 'id'],
    properties: { kind: { enum: [...kindNames] } },
    allOf: kindNames.map((kind) => ({
      if: { properties: { kind: { const: kind } } },
      then: { $ref: `${kind}.json` },
    })),
  }
}
