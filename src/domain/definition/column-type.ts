import type { ValueType } from '../formula/algebra.ts'
import type { MeasureUnit } from '../measure-unit.ts'
import { parseUnit } from '../measure-unit.ts'

export interface ColumnType {
  readonly type: ValueType
  /** Null: `money` without a currency, which takes the workspace's. */
  readonly unit: MeasureUnit | null
}

export const columnTypeWords = ['text', 'integer', 'decimal', 'money', 'boolean', 'date', 'timestamp']

const scaleMax = 12
const pure: MeasureUnit = {}

/** Reads `text`, `integer days`, `decimal(4)`, `money(4) EUR` …; null where the text is no column type. */
export function parseColumnType(text: string): ColumnType | null {
  const found = /^([a-z]+)(?:\((\d{1,2})\))?(?:\s+(\S.*))?$/.exec(text.trim())
  if (found === null) return null
  const [, word = '', digits, unitText] = found
  const scale = digits === undefined ? null : Number(digits)
  if (scale !== null && (scale > scaleMax || (word !== 'decimal' && word !== 'money'))) return null
  const numeric = word === 'integer' || word === 'decimal' || word === 'money'
  if (!numeric && unitText !== undefined) return null
  const unit = unitText === undefined ? { ok: true as const, value: pure } : parseUnit(unitText)
  if (!unit.ok) return null
  switch (word) {
    case 'integer':
      return { type: { kind: 'decimal', scale: 0 }, unit: unit.value }
    case 'decimal':
      return { type: { kind: 'decimal', scale: scale ?? 6 }, unit: unit.value }
    case 'money':
      if (unitText !== undefined && !/^[A-Z]{3}$/.test(unitText)) return null
      return { type: { kind: 'decimal', scale: scale ?? 2 }, unit: unitText === undefined ? null : unit.value }
    case 'text':
    case 'boolean':
    case 'date':
      return { type: { kind: word }, unit: pure }
    case 'timestamp':
      return { type: { kind: 'instant' }, unit: pure }
    default:
      return null
  }
}

/** A type in the words of documents. */
export function typeWord(type: ValueType): string {
  switch (type.kind) {
    case 'decimal':
      return type.scale === 0 ? 'integer' : `decimal(${type.scale})`
    case 'instant':
      return 'timestamp'
    default:
      return type.kind
  }
}

/** Whether two columns hold the same values: decimals need the same digits. */
export const sameType = (a: ValueType, b: ValueType): boolean =>
  a.kind === b.kind && (a.kind !== 'decimal' || b.kind !== 'decimal' || a.scale === b.scale)
