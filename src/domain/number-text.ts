import type { Column } from './catalog.ts'

/**
 * Takes from the text of a number what people put into and around it, as far as its column names it: signs between groups
 * of digits, currency marks, brackets or a trailing sign for a minus. Null where the groups are not groups. The result
 * null of the whole: the column names nothing, and texts are read as they are.
 */
export function plainNumbers(column: Column): ((text: string) => string | null) | null {
  const { groupSign = null, marks = [], decimalSign } = column
  if (groupSign === null && marks.length === 0) return null
  const ungrouped = groupSign === null ? (digits: string) => digits : ungrouper(groupSign, decimalSign)
  return (text) => {
    const { rest, isMinus } = signed(withoutMarks(text, marks))
    // The sign may stand before the mark or after it.
    const { rest: inner, isMinus: isInner } = signed(withoutMarks(rest, marks))
    if (isMinus && isInner) return null
    const digits = ungrouped(inner)
    return digits === null ? null : isMinus || isInner ? `-${digits}` : digits
  }
}

function withoutMarks(text: string, marks: readonly string[]): string {
  const plain = text.trim()
  for (const mark of marks) {
    if (plain.startsWith(mark)) return plain.slice(mark.length).trim()
    if (plain.endsWith(mark)) return plain.slice(0, -mark.length).trim()
  }
  return plain
}

/** A minus before or behind, typographic or typed, or brackets around. */
function signed(text: string): { readonly rest: string; readonly isMinus: boolean } {
  const found = /^[-−](.*)$|^(.*)[-−]$|^\((.*)\)$/s.exec(text)
  const rest = found?.slice(1).find((part) => part !== undefined)
  if (rest === undefined) return { rest: text.replace(/^\+/, ''), isMinus: false }
  return { rest: rest.trim(), isMinus: true }
}

/** The signs that mean the same one: blanks of any width, straight and curly apostrophes. */
const alike: Readonly<Record<string, string>> = { ' ': ' \\u00a0\\u202f\\u2009', "'": "'’" }

/** Groups of three, or the last of three and those before it of two as in 12,34,567. */
function ungrouper(sign: string, decimalSign: string): (digits: string) => string | null {
  const group = `[${alike[sign] ?? RegExp.escape(sign)}]`
  const fraction = `(?:${RegExp.escape(decimalSign)}\\d*)?`
  const grouped = new RegExp(`^(?:\\d{1,3}(?:${group}\\d{3})+|\\d{1,2}(?:${group}\\d{2})+${group}\\d{3})${fraction}$`)
  const any = new RegExp(group, 'g')
  return (digits) => {
    if (digits.search(any) < 0) return digits
    return grouped.test(digits) ? digits.replace(any, '') : null
  }
}
