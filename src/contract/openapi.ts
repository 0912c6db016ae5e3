import { z } from 'zod'
import { contract, endpointNames } from './contract.ts'
import { partsOf, paths } from './paths.ts'
import { refused } from './shapes.ts'

/** The OpenAPI 3.1 document of the API, derived from the contract. */
export function openApi(version: string): Readonly<Record<string, unknown>> {
  const found: Record<string, Record<string, unknown>> = {}
  for (const name of endpointNames) {
    const [method, path] = paths[name]
    const at = path.replace(/:(\w+)/g, '{$1}')
    found[at] = { ...found[at], [method.toLowerCase()]: operation(name) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Bellwether', version, license: { name: 'Apache-2.0' } },
    paths: found,
    components: { schemas: { Refused: jsonSchema(refused, 'output') } },
  }
}

function operation(name: (typeof endpointNames)[number]): Record<string, unknown> {
  const { summary, input, output } = contract[name]
  const [method, path] = paths[name]
  const inPath = partsOf(path)
  const schema = jsonSchema(input, 'input')
  const properties = Object.entries(schema.properties ?? {})
  const required = new Set(schema.required ?? [])
  const rest = properties.filter(([key]) => !inPath.includes(key))
  const parameters = [
    ...inPath.map((key) => ({ name: key, in: 'path', required: true, schema: { type: 'string' } })),
    ...(method === 'GET'
      ? rest.map(([key, of]) => ({ name: key, in: 'query', required: required.has(key), schema: of }))
      : []),
  ]
  const body = {
    type: 'object',
    properties: Object.fromEntries(rest),
    required: [...required].filter((key) => !inPath.includes(key)),
  }
  return {
    operationId: name,
    summary,
    parameters,
    ...(method === 'GET' ? {} : { requestBody: { required: true, content: json(body) } }),
    responses: {
      200: { description: summary, content: json(jsonSchema(output, 'output')) },
      '4XX': { description: 'Refused, with every reason.', content: json({ $ref: '#/components/schemas/Refused' }) },
    },
  }
}

const json = (schema: unknown) => ({ 'application/json': { schema } })

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, unknown>>
  readonly required?: readonly string[]
}

function jsonSchema(of: z.ZodType, io: 'input' | 'output'): ObjectSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(of, { io, unrepresentable: 'any', reused: 'inline' })
  return schema as ObjectSchema
}
