import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { Answer } from '../../src/domain/answer.ts'
import { oracleFile } from './ask-all.ts'

/** Money and counts to the last digit as text; ratios and means as numbers, to a billionth; null where something is divided by zero. */
export type Expected = string | number | null

/** What a table of expected values says of one scope and period, by KPI. */
export type Table = ReadonlyMap<string, Readonly<Record<string, Expected>>>
export const cellOf = (scope: string, period: string): string => `${scope} ${period}`

/** Every answer has the value that the table says, none of the table's values is missing, and what it does not know is absent. */
export function expectAnswers(answers: readonly Answer[], table: Table): void {
  const wrong: string[] = []
  let met = 0
  for (const { kpi, scope, period, state, value } of answers) {
    const expected = table.get(cellOf(scope, period))?.[kpi]
    if (expected !== undefined) met++
    const right =
      expected === undefined
        ? state === 'no-data'
        : expected === null
          ? state === 'undefined'
          : state === 'value' && agrees(value, expected)
    if (!right) {
      wrong.push(
        `${kpi} ${scope} ${period}: ${state} ${value}, expected ${expected === null ? 'undefined' : (expected ?? 'no-data')}`,
      )
    }
  }
  const asked = new Set(answers.map(({ kpi }) => kpi))
  const known = [...table.values()].reduce(
    (sum, values) => sum + Object.keys(values).filter((kpi) => asked.has(kpi)).length,
    0,
  )
  expect(wrong.slice(0, 10), `${wrong.length} of ${answers.length} answers`).toEqual([])
  expect(met).toBe(known)
  expect(met).toBeGreaterThan(0)
}

export function agrees(value: Answer['value'], expected: Expected): boolean {
  if (typeof expected !== 'number') return value === expected
  return typeof value === 'number' && Math.abs(value - expected) <= 1e-9 * Math.max(Math.abs(expected), 1e-300)
}

/** The oracle's name of a value → our KPI, and whether its values are exact. */
export type Names = Readonly<Record<string, readonly [kpi: string, exact: boolean]>>

/** What the oracle says below a path, by KPI; `path` is '' for its top. */
export function published(oracle: Oracle, path: string, names: Names): Readonly<Record<string, Expected>> {
  return Object.fromEntries(
    Object.entries(names).map(([own, [kpi, exact]]): [string, Expected] => {
      const value = oracle.at(path === '' ? own : `${path}.${own}`)
      return [kpi, exact ? String(value) : value]
    }),
  )
}

/** Rows by the scope and period they belong to. */
export function grouped<Row>(rows: readonly Row[], cell: (row: Row) => string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(cell(row))
    if (group === undefined) groups.set(cell(row), [row])
    else group.push(row)
  }
  return groups
}

/** Published values of a data set, with a note of which were compared. */
export class Oracle {
  readonly #leaves: ReadonlyMap<string, number>
  readonly #met = new Set<string>()

  constructor(name: string) {
    this.#leaves = new Map(leaves(JSON.parse(readFileSync(oracleFile(name), 'utf8'))))
  }

  /** A value at a path such as `monthly.2015-01.sales`. */
  at(path: string): number {
    const value = this.#leaves.get(path)
    if (value === undefined) throw new Error(`the oracle has no ${path}`)
    this.#met.add(path)
    return value
  }

  /** The names directly below a path. */
  names(path: string): readonly string[] {
    const below = [...this.#leaves.keys()].filter((leaf) => leaf.startsWith(`${path}.`))
    return [...new Set(below.map((leaf) => leaf.slice(path.length + 1).split('.')[0] ?? ''))]
  }

  /** Paths that nothing was compared with and no pattern speaks of; and patterns that speak of nothing. */
  left(beyond: readonly RegExp[]): { readonly paths: readonly string[]; readonly idle: readonly string[] } {
    const paths = [...this.#leaves.keys()].filter((path) => !this.#met.has(path))
    return {
      paths: paths.filter((path) => !beyond.some((pattern) => pattern.test(path))),
      idle: beyond.filter((pattern) => !paths.some((path) => pattern.test(path))).map(String),
    }
  }
}

function leaves(value: unknown, path = ''): [string, number][] {
  if (typeof value === 'number') return [[path, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, path === '' ? name : `${path}.${name}`))
}
