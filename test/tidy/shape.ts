import type { Finding, Rule, Source, Spot } from './source.ts'

const linesOfFile = 400
const linesOfFunction = 70

export const fileRule: Rule = {
  title: `files under ${linesOfFile} lines, named in kebab-case`,
  check: (sources) =>
    sources.flatMap((source): Finding[] => {
      const findings: Finding[] = []
      const at = (says: string) => findings.push({ path: source.path, line: 1, says })
      if (source.lines >= linesOfFile)
        at(
          `${source.lines} lines; find the second idea in it and give it a file of its own (under ${linesOfFile} each)`,
        )
      const name = source.path.split('/').at(-1) ?? ''
      if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|config))?\.(tsx?|js)$/.test(name))
        at(`name the file in kebab-case, ending in .ts, .tsx or .test.ts: ${kebab(name)}`)
      return findings
    }),
}

const kebab = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase()

export const functionRule: Rule = {
  title: `functions under ${linesOfFunction} lines`,
  check: (sources) =>
    sources.flatMap((source) =>
      source.nodes.flatMap(({ node, parent }): Finding[] => {
        const isFunction =
          node.type === 'FunctionDeclaration' ||
          node.type === 'FunctionExpression' ||
          node.type === 'ArrowFunctionExpression'
        if (!isFunction || isGroupOfTests(parent)) return []
        const line = source.lineAt(node.start)
        const lines = source.lineAt(node.end) - line + 1
        if (lines < linesOfFunction) return []
        const says = `a function of ${lines} lines; keep the decisions here and move each step into a function that is named after it (under ${linesOfFunction} each)`
        return [{ path: source.path, line, says }]
      }),
    ),
}

/** `describe` only groups: its length is that of the tests in it. */
const isGroupOfTests = (parent: Spot['parent']): boolean =>
  parent?.type === 'CallExpression' && /^describe\b/.test(calleeName(parent.callee))

function calleeName(node: Spot['parent']): string {
  if (node?.type === 'Identifier') return node.name
  if (node?.type === 'MemberExpression' && node.property.type === 'Identifier')
    return `${calleeName(node.object)}.${node.property.name}`
  return node?.type === 'CallExpression' ? calleeName(node.callee) : ''
}

export const typeRule: Rule = {
  title: 'types are honest and erasable',
  check: (sources) => everyNode(sources, (spot, source) => dishonest(spot, source)),
}

function dishonest({ node, parent }: Spot, source: Source): string | null {
  switch (node.type) {
    case 'TSAnyKeyword':
      return 'no any: use unknown and check it at the door, or write the type'
    case 'TSNonNullExpression':
      return 'no !: handle the missing case, or make the type say that it cannot be missing'
    case 'TSEnumDeclaration':
      return 'no enum: use a union of literal types, which needs no code when it runs'
    case 'TSModuleDeclaration':
      return node.declare ? null : 'no namespace: a file is the namespace'
    case 'TSParameterProperty':
      return 'no parameter properties: Node runs this file by erasing types; declare the field and assign it'
    case 'TSAsExpression':
      // One cast may narrow what is known; two in a row say that nothing is.
      return !source.test && source.room !== null && parent?.type === 'TSAsExpression'
        ? 'no double cast: check the value'
        : null
    case 'DebuggerStatement':
      return 'a debugger statement was left behind'
    default:
      return null
  }
}

export const focusRule: Rule = {
  title: 'no test is singled out',
  check: (sources) =>
    everyNode(sources, ({ node }) =>
      node.type === 'CallExpression' && /^(test|it|describe|suite)\.(\w+\.)*only\b/.test(calleeName(node.callee))
        ? '.only silences every other test of the file; remove it'
        : null,
    ),
}

const everyNode = (
  sources: readonly Source[],
  says: (spot: Spot, source: Source) => string | null,
): readonly Finding[] =>
  sources.flatMap((source) =>
    source.nodes.flatMap((spot): Finding[] => {
      const words = says(spot, source)
      return words === null ? [] : [{ path: source.path, line: source.lineAt(spot.node.start), says: words }]
    }),
  )

export const commentRule: Rule = {
  title: 'comments leave nothing undone and silence nobody without a reason',
  check: (sources) =>
    sources.flatMap((source) =>
      source.comments.flatMap((comment): Finding[] => {
        const says = badComment(comment.text)
        return says === null ? [] : [{ path: source.path, line: comment.line, says }]
      }),
    ),
}

function badComment(text: string): string | null {
  if (/^\s*@ts-(ignore|nocheck)/.test(text))
    return 'use @ts-expect-error with a reason: it is noticed when it is no longer needed'
  if (/^\s*@ts-expect-error\s*$/.test(text)) return 'say after @ts-expect-error why the compiler is wrong'
  if (/\b(TODO|FIXME|XXX|HACK)\b/.test(text))
    return 'do it now, or say in an issue what is to be done; the code is no list of wishes'
  return null
}
