/** Where one document of a file stands, in characters; `until` is exclusive. */
export interface TextSpan {
  readonly from: number
  readonly until: number
}

/**
 * The span of the document that holds a line (from 1), without the `---` lines around it. In YAML three dashes at the start
 * of a line always end a document, also inside texts of several lines.
 */
export function documentSpan(text: string, line: number): TextSpan {
  let span: TextSpan = { from: 0, until: text.length }
  let [at, number] = [0, 1]
  while (at <= text.length) {
    const end = text.indexOf('\n', at)
    const next = end < 0 ? text.length + 1 : end + 1
    if (/^---(?=\s|$)/.test(text.slice(at, at + 4))) {
      if (number > line) return { from: span.from, until: at }
      span = { from: Math.min(next, text.length), until: text.length }
    }
    at = next
    number++
  }
  return span
}
