import type { ZodType, z } from 'zod'
import type { Issue, Place } from '../issue.ts'
import { nearest } from '../nearest.ts'
import { type Document, keyPlaceOf, type Path, type Plain, placeOf, textOf, valueAt } from './document.ts'
import { isTextRule, textRules } from './fields.ts'
import { definitionIssue } from './issues.ts'
import { fieldsAt, titleAt } from './schema-walk.ts'

type ZodIssue = z.core.$ZodIssue

/**
 * Checks part of a document against a schema. Every zod issue becomes one of ours, placed on the key or value that is
 * wrong; a place that already has an issue (from reading) is not reported again.
 */
export function validate<T>(
  document: Document,
  schema: ZodType<T>,
  data: Plain,
): { ok: true; value: T } | { ok: false; issues: Issue[] } {
  const parsed = schema.safeParse(data)
  if (parsed.success) return { ok: true, value: parsed.data }
  const issues: Issue[] = []
  for (const one of parsed.error.issues) issues.push(...translate(document, schema, one, []))
  return { ok: false, issues }
}

function translate(document: Document, schema: ZodType, zod: ZodIssue, base: Path): Issue[] {
  const path = [...base, ...zod.path.map((step) => (typeof step === 'symbol' ? String(step) : step))]
  switch (zod.code) {
    case 'unrecognized_keys':
      return zod.keys.map((key) => unknownField(document, schema, [...path, key]))
    case 'invalid_union':
      return unionIssues(document, schema, zod, path)
    case 'invalid_key':
    case 'invalid_element':
      return zod.issues.flatMap((inner) => keyIssue(document, path, inner))
  }
  return [leafIssue(document, schema, zod, path)]
}

function leafIssue(document: Document, schema: ZodType, zod: ZodIssue, path: Path): Issue {
  const found = valueAt(document.data, path)
  const place = placeOf(document, path)
  if (found === undefined) return missingField(document, schema, path)
  if (found === null) return emptyField(document, path)
  switch (zod.code) {
    case 'invalid_value':
      return choiceIssue(String(found), zod.values.map(String), place)
    case 'too_small':
      if (zod.origin === 'string')
        return definitionIssue('field/type', { expected: zod.message, found: describe(found) }, place)
      if (zod.origin === 'array' || zod.origin === 'map' || zod.origin === 'set')
        return definitionIssue('field/too-few', { minimum: Number(zod.minimum) }, place)
      return definitionIssue('field/too-small', { minimum: Number(zod.minimum) }, place)
    case 'too_big':
      if (zod.origin === 'string')
        return definitionIssue('field/type', { expected: zod.message, found: describe(found) }, place)
      return definitionIssue('field/too-long', { maximum: Number(zod.maximum) }, place)
    case 'custom':
      return ruleIssue(zod, String(found), place)
    case 'invalid_type':
      return definitionIssue('field/type', typeParams(document, schema, path, expectedWord(zod.expected)), place)
    default:
      return definitionIssue('field/type', { expected: 'another value', found: describe(found) }, place)
  }
}

/** What a value of the wrong type should have been; of a mapping its fields, of a list the value in one. */
function typeParams(document: Document, schema: ZodType, path: Path, expected: string) {
  const found = valueAt(document.data, path) ?? null
  const lone = typeof found === 'string' || typeof found === 'number'
  if (expected === expectedWords.object) {
    const fields = fieldsAt(schema, document.data, path)
    return { expected, found: describe(found), ...(fields.length > 0 && { write: `its fields: ${fields.join(', ')}` }) }
  }
  return { expected, found: describe(found), ...(expected === expectedWords.array && lone && { write: `[${found}]` }) }
}

function ruleIssue(zod: z.core.$ZodIssueCustom, found: string, place: Place): Issue {
  const rule: unknown = zod.params?.rule
  if (isTextRule(rule)) return textRules[rule].issue(found, place)
  return definitionIssue('field/type', { expected: zod.message, found: describe(found) }, place)
}

function keyIssue(document: Document, path: Path, inner: ZodIssue): Issue[] {
  const place = keyPlaceOf(document, path)
  return inner.code === 'custom' ? [ruleIssue(inner, String(path.at(-1)), place)] : []
}

/** Of a union the branch that was most likely meant speaks: one whose outer type fits, with the fewest complaints. */
function unionIssues(document: Document, schema: ZodType, zod: z.core.$ZodIssueInvalidUnion, path: Path): Issue[] {
  if (zod.errors.length === 0) return [discriminatorIssue(document, schema, zod, path)]
  const found = valueAt(document.data, path)
  if (found === undefined) return [missingField(document, schema, path)]
  if (found === null) return [emptyField(document, path)]
  const fitting = zod.errors.filter((branch) => !branch.some(rejectsAsWhole))
  const best = [...fitting].sort((a, b) => weightOf(a) - weightOf(b))[0]
  if (best !== undefined) return best.flatMap((one) => translate(document, schema, one, path))
  const choices = opened(zod.errors).flatMap((one) => (one.code === 'invalid_value' ? one.values.map(String) : []))
  const choosing =
    opened(zod.errors).every((one) => one.code === 'invalid_value') || nearest(String(found), choices).length > 0
  if (typeof found === 'string' && choices.length > 0 && choosing)
    return [choiceIssue(found, choices, placeOf(document, path))]
  const expected = opened(zod.errors).flatMap((one) =>
    one.code === 'invalid_type' ? [expectedWord(one.expected)] : [],
  )
  if (choices.length > 0) expected.push(...choices.map((one) => `"${one}"`))
  return [
    definitionIssue(
      'field/type',
      { expected: [...new Set(expected)].join(' or '), found: describe(found) },
      placeOf(document, path),
    ),
  ]
}

function rejectsAsWhole(one: ZodIssue): boolean {
  if (one.path.length > 0) return false
  if (one.code === 'invalid_union')
    return one.errors.length > 0 && one.errors.every((branch) => branch.some(rejectsAsWhole))
  return one.code === 'invalid_type' || one.code === 'invalid_value'
}

/** The issues of a union's branches, inner unions opened. */
const opened = (branches: readonly (readonly ZodIssue[])[]): ZodIssue[] =>
  branches.flat().flatMap((one) => (one.code === 'invalid_union' ? opened(one.errors) : [one]))

const weightOf = (branch: readonly ZodIssue[]): number =>
  branch.reduce((sum, one) => sum + (one.code === 'unrecognized_keys' ? one.keys.length : 1), 0)

function discriminatorIssue(document: Document, schema: ZodType, zod: z.core.$ZodIssueInvalidUnion, path: Path): Issue {
  const found = valueAt(document.data, path)
  if (found === undefined) return missingField(document, schema, path)
  if (found === null) return emptyField(document, path)
  const options: unknown = 'options' in zod ? zod.options : []
  return choiceIssue(String(found), Array.isArray(options) ? options.map(String) : [], placeOf(document, path))
}

function choiceIssue(found: string, choices: readonly string[], place: Place): Issue {
  return definitionIssue('field/choice', { found, near: nearest(found, choices), choices }, place)
}

function unknownField(document: Document, schema: ZodType, path: Path): Issue {
  const field = String(path.at(-1))
  const data = document.data
  const fields = fieldsAt(schema, data, path.slice(0, -1))
  const parent = valueAt(data, path.slice(0, -1))
  const free = fields.filter((name) => parent === undefined || valueAt(parent, [name]) === undefined)
  return definitionIssue('field/unknown', { field, near: nearest(field, free), fields }, keyPlaceOf(document, path))
}

function missingField(document: Document, schema: ZodType, path: Path): Issue {
  const field = String(path.at(-1))
  const title = titleAt(schema, document.data, path)
  return definitionIssue('field/missing', { field, title }, placeOf(document, path.slice(0, -1)))
}

function emptyField(document: Document, path: Path): Issue {
  const written = textOf(document, path) ?? ''
  const place = written === '' ? keyPlaceOf(document, path) : placeOf(document, path)
  const name = [...path].reverse().find((step) => typeof step === 'string') ?? ''
  if (written !== '') return definitionIssue('field/null', { word: written }, place)
  return definitionIssue('field/empty', { field: String(name) }, place)
}

const expectedWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of fields',
  record: 'a mapping of names',
}

const expectedWord = (expected: string): string => expectedWords[expected] ?? expected

/** A value in words for a message: `the text "x"`, `the number 5`, `a list`. */
export function describe(value: Plain): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a mapping'
  if (typeof value === 'string') return `the text "${value.length > 40 ? `${value.slice(0, 40)}…` : value}"`
  return typeof value === 'number' ? `the number ${value}` : `${value}`
}
