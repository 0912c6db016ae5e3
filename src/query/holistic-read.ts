import type { ResultColumn, ResultSet } from '../ports.ts'
import type { Demand, TermSeries, TermTable } from './demand.ts'
import type { HolisticPlan } from './holistic-plan.ts'
import { type Cell, trackWith } from './track.ts'

/** Answers the demands of a plan from its rows: one per part, span and members. */
export function readHolistic(plan: HolisticPlan, result: ResultSet): TermTable {
  const columns = new Map(result.names.map((name, index) => [name, result.columns[index]]))
  const cell = (name: string, row: number): Cell => cellOf(columns.get(name), row)
  const width = Math.max(...plan.parts.map(({ shape }) => shape.columns.length))
  const rowOf = new Map<string, number>()
  for (let row = 0; row < result.rows; row++) {
    const members = Array.from({ length: width }, (_, place) => textOf(columns.get(`m${place}`), row))
    rowOf.set(placeId(Number(cell('part', row)), Number(cell('span', row)), members), row)
  }
  const known = new Map<Demand, TermSeries>()
  const places = new Map(plan.parts.map(({ id }, index) => [id, index]))
  plan.parts.forEach((part, index) => {
    for (const { demand, term, members, spans, rows: shown } of part.demands) {
      const padded = Array.from({ length: width }, (_, place) => members[place] ?? null)
      const at = (place: number, numbers: readonly number[]) =>
        numbers.map((span) => rowOf.get(placeId(place, span, padded)))
      const found = at(index, spans)
      const counting = shown === null ? found : at(places.get(shown.part) ?? -1, shown.spans)
      // Where others count the rows, nobody here is zero.
      const nobody = shown === null ? null : 0
      const each = (name: string, from = found) => from.map((row) => (row === undefined ? nobody : cell(name, row)))
      known.set(demand, {
        from: demand.from,
        rows: each('rows', counting).map((rows) => Number(rows ?? 0)),
        matched: () => each(`n${term}`).map((matched) => Number(matched ?? 0)),
        values: trackWith(each(`v${term}`)),
      })
    }
  })
  return (demand) => known.get(demand)
}

const placeId = (part: number, span: number, members: readonly (string | null)[]): string =>
  JSON.stringify([part, span, ...members])

function textOf(column: ResultColumn | undefined, row: number): string | null {
  if (column?.kind !== 'codes') return null
  return column.members[column.values[row] ?? -1] ?? null
}

function cellOf(column: ResultColumn | undefined, row: number): Cell {
  if (column === undefined || column.kind === 'codes') return null
  if (column.valid !== null && column.valid[row] === 0) return null
  return column.values[row] ?? null
}
