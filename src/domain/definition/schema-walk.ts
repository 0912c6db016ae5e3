import { z } from 'zod'
import { isMap, type Path, type Plain, valueAt } from './document.ts'

/** JSON Schema as far as our own schemas use it. */
export interface JsonSchema {
  /** One type, or several where any of them will do. */
  readonly type?: string | readonly string[] | undefined
  readonly title?: string | undefined
  readonly description?: string | undefined
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined
  readonly required?: readonly string[] | undefined
  readonly additionalProperties?: JsonSchema | boolean | undefined
  readonly items?: JsonSchema | undefined
  readonly anyOf?: readonly JsonSchema[] | undefined
  readonly oneOf?: readonly JsonSchema[] | undefined
  readonly enum?: readonly unknown[] | undefined
  readonly const?: unknown
  readonly default?: unknown
  readonly pattern?: string | undefined
  readonly format?: string | undefined
  readonly references?: string | undefined
}

const known = new WeakMap<z.ZodType, JsonSchema>()

/** The JSON Schema of a document or connector schema: for editors, forms, the reference page and hints. */
export function jsonSchema(schema: z.ZodType): JsonSchema {
  const before = known.get(schema)
  if (before !== undefined) return before
  const made: JsonSchema = JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io: 'input' })))
  known.set(schema, made)
  return made
}

/** Names of the fields that the thing at `path` may have, following the alternatives that fit the data. */
export function fieldsAt(schema: z.ZodType, data: Plain, path: Path): string[] {
  const names = alternativesAt(jsonSchema(schema), data, path).flatMap((one) => Object.keys(one.properties ?? {}))
  return [...new Set(names)]
}

/** What the schema says a field is, for the hint of a missing field: its description, else its title. */
export function titleAt(schema: z.ZodType, data: Plain, path: Path): string | null {
  const parents = alternativesAt(jsonSchema(schema), data, path.slice(0, -1))
  const name = String(path.at(-1))
  const constants = parents.flatMap((one) => one.properties?.[name]?.const ?? [])
  if (constants.length > 1) return `one of ${constants.join(', ')}`
  for (const parent of parents) {
    const field = Object.hasOwn(parent.properties ?? {}, name) ? parent.properties?.[name] : undefined
    const words = field?.description ?? field?.title
    if (words !== undefined) return words.replace(/\.$/, '')
  }
  return null
}

function alternativesAt(schema: JsonSchema, data: Plain, path: Path): JsonSchema[] {
  let here = fitting([schema], data)
  for (let i = 0; i < path.length; i++) {
    const step = path[i]
    const next = here.flatMap((one): JsonSchema[] => {
      if (typeof step === 'number') return one.items === undefined ? [] : [one.items]
      const name = String(step)
      const field = Object.hasOwn(one.properties ?? {}, name) ? one.properties?.[name] : one.additionalProperties
      return typeof field === 'object' ? [field] : []
    })
    here = fitting(next, valueAt(data, path.slice(0, i + 1)))
  }
  return here
}

/** Opens anyOf/oneOf and drops alternatives of another type or with another constant (`type: ratio`). */
function fitting(schemas: readonly JsonSchema[], data: Plain | undefined): JsonSchema[] {
  const flat = schemas.flatMap((one): JsonSchema[] => {
    const inner = one.anyOf ?? one.oneOf
    return inner === undefined ? [one] : fitting(inner, data)
  })
  const wanted = Array.isArray(data) ? 'array' : isMap(data) ? 'object' : null
  const typed = wanted === null ? flat : flat.filter((one) => one.type === wanted)
  const map = isMap(data) ? data : {}
  const same = typed.filter((one) =>
    Object.entries(one.properties ?? {}).every(
      ([name, field]) => field.const === undefined || field.const === map[name],
    ),
  )
  return same.length > 0 ? same : typed
}
