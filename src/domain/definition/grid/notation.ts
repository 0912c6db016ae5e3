import type { Decimal } from '../../decimal.ts'
import { parseAmount } from '../amount-text.ts'

/** A way in which amounts are written. */
export interface Notation {
  /** An amount in it, as people are to see how. */
  readonly example: string
  readonly read: (text: string) => Decimal | null
}

/** As documents write amounts: `1_234.56`. */
export const plain: Notation = { example: '1234.56', read: (text) => parseAmount(bare(text)) }

/** As people of a locale write them: `1.234,56` in German, `1’234.56` in Swiss, `1 234,56` in French. */
export function notationOf(locale: string): Notation {
  const format = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 })
  const parts = format.formatToParts(1_234_567.5)
  const decimal = parts.find(({ type }) => type === 'decimal')?.value ?? '.'
  const group = parts.find(({ type }) => type === 'group')?.value ?? ','
  // People type a blank for a narrow one, and a straight apostrophe for a curved one.
  const groups = /\s/.test(group) ? '' : /[’']/.test(group) ? "[’']" : escaped(group)
  const whole = groups === '' ? String.raw`\d+` : String.raw`(?:\d{1,3}(?:${groups}\d{3})+|\d+)`
  const shape = new RegExp(String.raw`^([-+]?)(${whole})(?:${escaped(decimal)}(\d+))?\s*(%?)$`)
  return {
    example: format.format(1234.56),
    read: (text) => {
      const found = shape.exec(bare(text))
      if (found === null) return null
      const [, sign = '', digits = '', fraction, percent = ''] = found
      const number = `${sign}${digits.replaceAll(/\D/g, '')}${fraction === undefined ? '' : `.${fraction}`}${percent}`
      return parseAmount(number)
    },
  }
}

const escaped = (sign: string): string => sign.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

/** Without blanks, currency signs and codes; brackets and long dashes are a minus. */
function bare(text: string): string {
  const bracketed = /^\((.*)\)$/.exec(text.trim())
  const inner = bracketed === null ? text : `-${bracketed[1]}`
  return inner
    .replaceAll(/\s|\p{Sc}|^[A-Z]{3}(?=[\s\d(−-])|(?<=[\d\s])[A-Z]{3}$/gu, '')
    .replaceAll(/[−–]/g, '-')
    .replace('--', '-')
}

/** Of two notations the one in which all cells are amounts, the first where both fit; else the one with fewer mistakes. */
export function notationFor(cells: readonly string[], first: Notation, second: Notation): Notation {
  const wrong = ({ read }: Notation) => cells.filter((cell) => read(cell) === null).length
  return wrong(second) < wrong(first) ? second : first
}
