/** Where one document of a file stands, in characters; `until` is exclusive. */
export interface TextSpan {
  readonly from: number
  readonly until: number
}

/**
 * The span of the document of a text that holds a line (from 1), without the `---` lines around it. In YAML three dashes at the
 * start of a line always end a document, also inside texts of several lines.
 */
export function documentSpans(text: string): (line: number) => TextSpan {
  const spans: { line: number; from: number; until: number }[] = [{ line: 0, from: 0, until: text.length }]
  let [at, line] = [0, 1]
  while (at <= text.length) {
    const end = text.indexOf('\n', at)
    const next = end < 0 ? text.length + 1 : end + 1
    if (text.startsWith('---', at) && /^---(?=\s|$)/.test(text.slice(at, at + 4))) {
      const last = spans.at(-1)
      if (last !== undefined) last.until = at
      spans.push({ line, from: Math.min(next, text.length), until: text.length })
    }
    at = next
    line++
  }
  return (of) => {
    const { from, until } = spans.findLast((span) => span.line <= of) ?? { from: 0, until: text.length }
    return { from, until }
  }
}
