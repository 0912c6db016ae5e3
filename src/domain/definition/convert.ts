import { isAlias, isMap, isPair, isScalar, isSeq, type Node, type Scalar, type Document as YamlDocument } from 'yaml'
import type { Issue, Place } from '../issue.ts'
import { type Mark, type Path, type Plain, pathKey } from './document.ts'
import { definitionIssue } from './issues.ts'

const depthMax = 32
const valuesMax = 100_000
const aliasesMax = 500
const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype'])
const bareWord = /^(?:yes|no|on|off)$/i
const oddNumber = /^[-+]?(?:0\d[\d_.]*|0[ox][\da-fA-F]+|[\d.]+e[-+]?\d+|\.inf|\.nan)$/i

interface Walk {
  readonly yaml: YamlDocument
  readonly text: string
  readonly placeAt: (offset: number) => Place
  readonly marks: Map<string, Mark>
  readonly issues: Issue[]
  values: number
  aliases: number
  full: boolean
}

/** Turns a YAML tree into plain data with a mark per value, and names everything that reads differently elsewhere. */
export function convert(
  yaml: YamlDocument,
  text: string,
  placeAt: (offset: number) => Place,
): { data: Plain; marks: ReadonlyMap<string, Mark>; issues: Issue[]; complete: boolean } {
  const walk: Walk = { yaml, text, placeAt, marks: new Map(), issues: [], values: 0, aliases: 0, full: false }
  const data = plainOf(walk, yaml.contents, [], null, 0)
  return { data, marks: walk.marks, issues: walk.issues, complete: !walk.full }
}

function plainOf(walk: Walk, node: Node | null, path: Path, key: Place | null, depth: number): Plain {
  if (walk.full) return null
  const value = walk.placeAt(node?.range?.[0] ?? 0)
  walk.values++
  if (walk.values > valuesMax) return stop(walk, definitionIssue('yaml/too-many-values', { limit: valuesMax }, value))
  if (depth > depthMax) return stop(walk, definitionIssue('yaml/too-deep', { limit: depthMax }, value))
  if (node === null) return null
  if (isAlias(node)) {
    walk.aliases++
    if (walk.aliases > aliasesMax)
      return stop(walk, definitionIssue('yaml/too-many-values', { limit: aliasesMax }, value))
    const target = node.resolve(walk.yaml)
    if (target !== undefined) return plainOf(walk, target, path, key ?? value, depth + 1)
    return stop(walk, definitionIssue('yaml/unknown-anchor', { name: node.source }, value))
  }
  if (node.tag !== undefined && tagText(walk, node) !== null) {
    const tag = tagText(walk, node) ?? node.tag
    const start = walk.text.lastIndexOf(tag, node.range?.[0] ?? 0)
    walk.issues.push(definitionIssue('yaml/tag', { tag }, walk.placeAt(start)))
  }
  if (isScalar(node)) return scalarOf(walk, node, path, key ?? value)
  walk.marks.set(pathKey(path), { key: key ?? value, value, raw: '', text: '' })
  if (isSeq(node)) {
    return node.items.map((item, i) => plainOf(walk, isPair(item) ? null : asNode(item), [...path, i], null, depth + 1))
  }
  return isMap(node) ? mapOf(walk, node.items, path, depth) : null
}

function mapOf(walk: Walk, items: readonly { key: unknown; value: unknown }[], path: Path, depth: number): Plain {
  const entries: [string, Plain][] = []
  const seen = new Map<string, Place>()
  for (const item of items) {
    const keyNode = asNode(item.key)
    const place = walk.placeAt(keyNode?.range?.[0] ?? 0)
    const name = isScalar(keyNode) && keyNode.value !== null ? (keyNode.source ?? String(keyNode.value)) : null
    if (name === null || name === '') {
      walk.issues.push(definitionIssue('yaml/complex-key', {}, place))
      continue
    }
    if (name === '<<') walk.issues.push(definitionIssue('yaml/merge-key', {}, place))
    if (forbiddenKeys.has(name)) walk.issues.push(definitionIssue('yaml/forbidden-key', { key: name }, place))
    const first = seen.get(name)
    if (first !== undefined)
      walk.issues.push(definitionIssue('yaml/duplicate-key', { key: name, firstLine: first.line ?? 1 }, place))
    if (name === '<<' || forbiddenKeys.has(name) || first !== undefined) continue
    seen.set(name, place)
    entries.push([name, plainOf(walk, asNode(item.value), [...path, name], place, depth + 1)])
  }
  return Object.fromEntries(entries)
}

function scalarOf(walk: Walk, node: Scalar, path: Path, key: Place): Plain {
  const [from, to] = node.range ?? [0, 0]
  const value = walk.placeAt(from)
  const raw = walk.text.slice(from, to)
  const plain = node.type === 'PLAIN'
  const text = typeof node.value === 'string' ? node.value : (node.source ?? '')
  walk.marks.set(pathKey(path), { key, value, raw, text })
  if (plain && bareWord.test(raw)) walk.issues.push(definitionIssue('yaml/bare-word', { word: raw }, value))
  if (plain && oddNumber.test(raw)) walk.issues.push(definitionIssue('yaml/ambiguous-number', { text: raw }, value))
  const plainValue = node.value
  if (typeof plainValue === 'string' || typeof plainValue === 'number' || typeof plainValue === 'boolean')
    return plainValue
  return null
}

/** Only tags that a person wrote; the library also sets `tag` on nodes that it resolved itself. */
function tagText(walk: Walk, node: Node): string | null {
  const from = node.range?.[0] ?? 0
  return /(![^\s,[\]{}]*)\s*$/.exec(walk.text.slice(Math.max(0, from - 80), from))?.[1] ?? null
}

function stop(walk: Walk, issue: Issue): null {
  walk.full = true
  walk.issues.push(issue)
  return null
}

const asNode = (value: unknown): Node | null =>
  isScalar(value) || isMap(value) || isSeq(value) || isAlias(value) ? value : null
