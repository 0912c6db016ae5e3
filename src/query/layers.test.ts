import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ResultSet } from '../ports.ts'
import { Layers } from './layers.ts'

/** Cells of periods 0 to 9, each told apart by its value; a period may have none or several. */
const cellsIn = (from: number, until: number) =>
  fc
    .array(
      fc.tuple(
        fc.integer({ min: from, max: Math.max(from, until - 1) }),
        fc.nat(1_000),
        fc.constantFrom('a', 'b', null),
      ),
    )
    .map((rows) => resultOf(from < until ? rows : []))

type Row = readonly [period: number, value: number, member: string | null]

function resultOf(rows: readonly Row[]): ResultSet {
  const members = [...new Set(rows.flatMap(([, , member]) => member ?? []))]
  return {
    rows: rows.length,
    names: ['period', 'value', 'member'],
    columns: [
      { kind: 'numbers', values: Float64Array.from(rows, ([period]) => period), valid: null },
      { kind: 'numbers', values: Float64Array.from(rows, ([, value]) => value), valid: null },
      { kind: 'codes', values: Int32Array.from(rows, ([, , member]) => members.indexOf(member ?? '')), members },
    ],
    elapsedMs: 0,
  }
}

function rowsOf({ rows, columns }: ResultSet): Row[] {
  const [period, value, member] = columns
  if (period?.kind !== 'numbers' || value?.kind !== 'numbers' || member?.kind !== 'codes')
    throw new Error('other cells')
  return Array.from(
    { length: rows },
    (_, row): Row => [
      period.values[row] ?? Number.NaN,
      value.values[row] ?? Number.NaN,
      member.members[member.values[row] ?? -1] ?? null,
    ],
  ).sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))
}

const stretch = fc.tuple(fc.nat(10), fc.nat(10)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
const layer = stretch.chain(([from, until]) => cellsIn(from, until).map((cells) => ({ from, until, cells })))

test('however periods are read again, cells are those of the newest reading of each', () => {
  fc.assert(
    fc.property(cellsIn(0, 10), fc.array(layer, { maxLength: 12 }), fc.array(stretch), (base, laid, asked) => {
      let [layers, rows] = [new Layers(base), rowsOf(base)]
      for (const [index, { from, until, cells }] of laid.entries()) {
        layers = layers.with(cells, from, until)
        rows = [...rows.filter(([period]) => period < from || period >= until), ...rowsOf(cells)]
        const [first, end] = asked[index] ?? [0, 10]
        expect(rowsOf(layers.within(first, end))).toEqual(sorted(rows.filter(([at]) => at >= first && at < end)))
      }
      expect(rowsOf(layers.whole())).toEqual(sorted(rows))
      expect(rowsOf(layers.within(3, 7))).toEqual(sorted(rows.filter(([at]) => at >= 3 && at < 7)))
    }),
  )
})

const sorted = (rows: readonly Row[]) => rows.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))
