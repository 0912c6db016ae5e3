import {
  isMap,
  isNode,
  isScalar,
  type Pair,
  parseAllDocuments,
  Scalar,
  stringify,
  YAMLMap,
  Document as YamlDocument,
} from 'yaml'
import type { Path, Plain } from './document.ts'

const style = { version: '1.2', schema: 'core' } as const

/**
 * The text of a file with one value of one document changed; comments, order, quotes and all other documents stay as
 * they are. `value` undefined removes the field. Null where the text is not YAML, holds no such document, or has
 * something else than fields on the way.
 */
export function editDocument(
  text: string,
  document: { readonly kind: string; readonly id: string },
  path: Path,
  value: Plain | undefined,
): string | null {
  const bom = text.startsWith('\uFEFF') ? '\uFEFF' : ''
  const body = text.slice(bom.length)
  const yaml = find(body, document)
  if (yaml === null || !isMap(yaml.contents) || path.length === 0) return null
  const old: unknown = yaml.getIn([...path], true)
  const spliced = value === undefined || !isScalar(old) ? null : splice(body, old, value)
  if (spliced !== null) return bom + spliced
  if (value === undefined && old === undefined) return text
  const edited = reprint(body, yaml, path, value)
  return edited === null ? null : bom + edited
}

function find(body: string, document: { readonly kind: string; readonly id: string }): YamlDocument.Parsed | null {
  const parsed = parseAllDocuments(body, { ...style, logLevel: 'silent' })
  if (!Array.isArray(parsed) || parsed.some((one) => one.errors.length > 0)) return null
  const found = parsed.find(
    (one) => isMap(one.contents) && one.get('kind') === document.kind && String(one.get('id')) === document.id,
  )
  return found ?? null
}

/** A single value on one line is exchanged in place, so that not one other character changes. */
function splice(body: string, old: Scalar, value: Plain): string | null {
  if (typeof value === 'object' || old.range == null || old.anchor !== undefined) return null
  const [from, to] = old.range
  if (from === to || body.slice(from, to).includes('\n')) return null
  const made = scalarText(value, old.type)
  return made.includes('\n') ? null : body.slice(0, from) + made + body.slice(to)
}

/** A scalar as it may stand anywhere, inside braces too; quoted wherever another reader of YAML could take it for something else. */
function scalarText(value: string | number | boolean, before: Scalar['type']): string {
  if (typeof value !== 'string') return String(value)
  const quoted = before === Scalar.QUOTE_DOUBLE || before === Scalar.QUOTE_SINGLE
  const risky = /^(?:yes|no|on|off|)$|[,[\]{}]|^[-+.\d]/i.test(value)
  const defaultStringType = quoted ? before : risky ? Scalar.QUOTE_DOUBLE : Scalar.PLAIN
  return stringify(value, { ...style, lineWidth: 0, defaultStringType }).trimEnd()
}

/** Any other change prints the one top-level field it belongs to; the rest of the file is untouched. */
function reprint(body: string, yaml: YamlDocument.Parsed, path: Path, value: Plain | undefined): string | null {
  const map = yaml.contents
  if (!isMap(map) || map.flow === true) return null
  const newline = body.includes('\r\n') ? '\r\n' : '\n'
  const name = path[0]
  const pair = map.items.find((one) => isScalar(one.key) && String(one.key.value) === name)
  const [from, end] = rangeOf(body, pair)
  const last = map.items.at(-1)
  change(yaml, path, value)
  const after = map.items.find((one) => String(isScalar(one.key) ? one.key.value : one.key) === name)
  if (after === undefined) return body.slice(0, from) + body.slice(end)
  const printed = printPair(after).replaceAll('\n', newline)
  if (pair !== undefined) return body.slice(0, from) + printed + body.slice(end)
  const [, at] = rangeOf(body, last)
  const joint = at > 0 && body[at - 1] !== '\n' ? newline : ''
  return body.slice(0, at) + joint + printed + body.slice(at)
}

/** From the start of a field's line to the start of the line after it, so that comments around it stay. */
function rangeOf(body: string, pair: Pair | undefined): [number, number] {
  const key = pair?.key
  const value = pair?.value
  if (!isNode(key) || key.range == null) return [body.length, body.length]
  const valueEnd = isNode(value) && value.range != null ? Math.max(value.range[1], key.range[1]) : key.range[1]
  if (body[valueEnd - 1] === '\n') return [key.range[0], valueEnd]
  const lineEnd = body.indexOf('\n', valueEnd)
  return [key.range[0], lineEnd < 0 ? body.length : lineEnd + 1]
}

function change(yaml: YamlDocument.Parsed, path: Path, value: Plain | undefined): void {
  if (value === undefined) {
    yaml.deleteIn([...path])
    return
  }
  const old: unknown = yaml.getIn([...path], true)
  const made = yaml.createNode(value)
  if (isNode(old) && isNode(made) && old.range != null && old.range[1] > old.range[0])
    made.comment = old.comment ?? null
  yaml.setIn([...path], made)
}

function printPair(pair: Pair): string {
  const map = new YAMLMap()
  if (isNode(pair.key)) {
    pair.key.commentBefore = null
    pair.key.spaceBefore = false
  }
  map.items.push(pair)
  const copy = new YamlDocument(map, style)
  return copy.toString({ lineWidth: 0 })
}
