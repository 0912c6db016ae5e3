import { parseAllDocuments, type YAMLError, type Document as YamlDocument } from 'yaml'
import type { Issue, Place } from '../issue.ts'
import { convert } from './convert.ts'
import { type Document, isMap, type Plain, type PlainMap } from './document.ts'
import { definitionIssue } from './issues.ts'

const charactersMax = 1_000_000

export interface DefinitionFile {
  /** Path inside the workspace, as issues name it. */
  readonly file: string
  readonly text: string
}

/**
 * Reads YAML files into documents with the place of every key and value. `issues` are those that belong to no document
 * (empty, not a mapping, file too large); those of one document stand in it, and `build` gives them again.
 */
export function readDocuments(files: readonly DefinitionFile[]): { documents: Document[]; issues: Issue[] } {
  const documents: Document[] = []
  const issues: Issue[] = []
  for (const file of files) readFile(file, documents, issues)
  return { documents, issues }
}

function readFile({ file, text: raw }: DefinitionFile, documents: Document[], issues: Issue[]): void {
  const text = raw.startsWith('\uFEFF') ? raw.slice(1) : raw
  const top: Place = { file, line: 1, column: 1 }
  if (text.length > charactersMax) {
    const params = { kilobytes: Math.round(text.length / 1000), limit: charactersMax / 1000 }
    issues.push(definitionIssue('yaml/file-too-large', params, top))
    return
  }
  if (text.includes('\0') || text.includes('\uFFFD')) {
    issues.push(definitionIssue('yaml/not-text', {}, top))
    return
  }
  const placeAt = placesIn(file, text)
  const parsed = parseAllDocuments(text, {
    version: '1.2',
    schema: 'core',
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'silent',
  })
  const list = Array.isArray(parsed) ? parsed : []
  if (list.length === 0) issues.push(definitionIssue('yaml/empty-document', {}, top))
  for (const yaml of list) {
    const found = readOne(yaml, file, text, placeAt)
    if ('code' in found) issues.push(found)
    else documents.push(found)
  }
}

/** The line and column of every offset of a text. */
function placesIn(file: string, text: string): (offset: number) => Place {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    const wanted = Math.min(offset, text.length)
    let [low, high] = [0, starts.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= wanted) low = middle
      else high = middle - 1
    }
    return { file, line: low + 1, column: wanted - (starts[low] ?? 0) + 1 }
  }
}

function readOne(yaml: YamlDocument, file: string, text: string, placeAt: (offset: number) => Place): Document | Issue {
  const start = placeAt(yaml.contents?.range?.[0] ?? yaml.range?.[0] ?? 0)
  const first = yaml.errors.find((error) => !consequence.has(error.code)) ?? yaml.errors[0]
  const issues: Issue[] = first === undefined ? [] : [syntaxIssue(first, text, placeAt)]
  const converted = convert(yaml, text, placeAt)
  if (issues.length === 0) issues.push(...converted.issues)
  const data: Plain = converted.data
  if (!isMap(data)) {
    if (issues[0] !== undefined) return issues[0]
    if (data === null) return definitionIssue('yaml/empty-document', {}, start)
    const found = Array.isArray(data)
      ? 'a list'
      : `the ${typeof data === 'string' ? 'text' : typeof data} "${short(String(data))}"`
    return definitionIssue('yaml/not-a-mapping', { found }, start)
  }
  const names = { kind: textField(data, 'kind'), id: textField(data, 'id') }
  return {
    ...names,
    file,
    place: start,
    data,
    marks: converted.marks,
    readable: first === undefined && converted.complete,
    issues,
  }
}

const textField = (data: PlainMap, name: string): string | null => {
  const value = Object.hasOwn(data, name) ? data[name] : undefined
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null
}

/** Errors that usually follow from an earlier or deeper one of the same document. */
const consequence = new Set<string>(['MULTILINE_IMPLICIT_KEY', 'MISSING_CHAR'])

function syntaxIssue(error: YAMLError, text: string, placeAt: (offset: number) => Place): Issue {
  const place = placeAt(error.pos[0])
  const detail = error.message.replace(/\.$/, '')
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return definitionIssue('yaml/tab', {}, place)
    case 'RESOURCE_EXHAUSTION':
      return definitionIssue('yaml/too-deep', { limit: 32 }, place)
    case 'BAD_SCALAR_START':
      return definitionIssue('yaml/quote-needed', { start: text[error.pos[0]] ?? '' }, place)
    case 'UNEXPECTED_TOKEN':
      if (/Block scalar header|at node end|Not a YAML token/.test(error.message))
        return definitionIssue('yaml/quote-needed', { start: short(text.slice(...error.pos)) }, place)
      return definitionIssue('yaml/syntax', { detail }, place)
    case 'BLOCK_AS_IMPLICIT_KEY':
      if (!colonInValue(text, error.pos[0])) return definitionIssue('yaml/indentation', { detail }, place)
      return definitionIssue('yaml/quote-needed', { start: 'a colon and a space' }, place)
    case 'BAD_INDENT':
      return definitionIssue('yaml/indentation', { detail }, place)
  }
  return definitionIssue('yaml/syntax', { detail }, place)
}

/** Whether the mistake is a second `: ` within the value of a field, rather than a line that starts in the wrong column. */
function colonInValue(text: string, offset: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)
  const end = text.indexOf('\n', offset)
  return before.trim() !== '' && text.slice(offset, end < 0 ? text.length : end).includes(': ')
}

const short = (text: string) => {
  const line = text.split('\n')[0] ?? ''
  return line.length > 24 ? `${line.slice(0, 24)}…` : line
}
