import type { BatchPart, Facts } from '../../ports.ts'
import { dayRange } from '../../query/base-grain.ts'
import { Cells } from '../../query/cells.ts'
import { answersToo, type CellsPlan } from '../../query/cells-plan.ts'
import type { Demand } from '../../query/demand.ts'
import type { Layers } from '../../query/layers.ts'
import { OtherMembers } from '../../query/lifting.ts'
import { type Day, day } from '../../time/day.ts'

/** Cells that were made for some question and answer others too, while their rows stay. */
export interface Sheet {
  readonly plan: CellsPlan
  readonly layers: Layers
  /** How many rows they stand for. */
  readonly rows: number
  /** The rows, definitions and number width that it was made of. */
  readonly key: string
  /** The same without the dataset's own rows: definitions, looked-up rows and number width. */
  readonly beside: string
  /** The parts whose rows it is made of. */
  readonly parts: readonly BatchPart[]
}

const sheetsPerDataset = 8
const viewsPerSheet = 8
/** Demands for a greater share of a sheet's days are answered from the whole of it. */
const smallShare = 0.25
const bytesKept = 96 * 1024 * 1024
/** Larger ones are not kept. */
export const largestSheet = 24 * 1024 * 1024

const known = new WeakMap<Facts, KeptCells>()

/** The kept cells of an engine. */
export function keptCells(facts: Facts): KeptCells {
  let kept = known.get(facts)
  if (kept === undefined) known.set(facts, (kept = new KeptCells()))
  return kept
}

/** Sheets by dataset, the last used ones first; those of other definitions go with the next one. */
export class KeptCells {
  readonly #sheets = new Map<string, readonly Sheet[]>()
  readonly #others = new Map<string, OtherMembers>()
  readonly #views = new WeakMap<Sheet, Map<string, Cells>>()

  /** Columns of a dataset to be lifted for the questions that will follow one that no kept cells answer. */
  othersAfter(dataset: string, demands: readonly Demand[]): ReadonlySet<string> {
    let others = this.#others.get(dataset)
    if (others === undefined) this.#others.set(dataset, (others = new OtherMembers()))
    return others.after(demands)
  }

  /** The cells that answer these demands exactly; null where some statement must run. */
  find(dataset: string, key: string, demands: readonly Demand[], today: Day): Cells | null {
    const sheets = this.#sheets.get(dataset) ?? []
    const found = sheets.find((sheet) => sheet.key === key && answersToo(sheet.plan, demands, today))
    if (found === undefined) return null
    this.#sheets.set(dataset, [found, ...sheets.filter((sheet) => sheet !== found)])
    return this.cellsOf(found, demands)
  }

  /** The cells of a sheet as far as demands need them: of five years one month is looked at alone. */
  cellsOf(sheet: Sheet, demands: readonly Demand[]): Cells {
    let views = this.#views.get(sheet)
    if (views === undefined) this.#views.set(sheet, (views = new Map()))
    const range = periodsWithin(sheet, demands)
    const id = range === null ? '' : `${range.from} ${range.until}`
    let cells = views.get(id)
    if (cells === undefined) {
      const { plan, layers } = sheet
      cells = new Cells(plan, range === null ? layers.whole() : layers.within(range.from, range.until))
      if (views.size >= viewsPerSheet) views.clear()
      views.set(id, cells)
    }
    return cells
  }

  /** A sheet of earlier rows that answers these demands once the days of changed parts are read again. */
  earlier(dataset: string, key: string, beside: string, demands: readonly Demand[], today: Day): Sheet | null {
    const sheets = this.#sheets.get(dataset) ?? []
    const fits = (sheet: Sheet) => sheet.key !== key && sheet.beside === beside && sheet.plan.queryOf !== null
    return sheets.find((sheet) => fits(sheet) && answersToo(sheet.plan, demands, today)) ?? null
  }

  keep(dataset: string, sheet: Sheet): void {
    if (sheet.layers.bytes > largestSheet) return
    const others = (this.#sheets.get(dataset) ?? []).filter(
      ({ beside, plan }) => beside === sheet.beside && plan !== sheet.plan,
    )
    this.#sheets.delete(dataset)
    this.#sheets.set(dataset, [sheet, ...others].slice(0, sheetsPerDataset))
    for (const [id] of this.#sheets) {
      if (this.#bytes() <= bytesKept) return
      if (id !== dataset) this.#sheets.delete(id)
    }
  }

  #bytes(): number {
    let bytes = 0
    for (const sheets of this.#sheets.values()) for (const { layers } of sheets) bytes += layers.bytes
    return bytes
  }
}

/** The base periods that demands need, where those are few of a sheet's; null where all of it may be needed. */
function periodsWithin({ plan }: Sheet, demands: readonly Demand[]): { from: number; until: number } | null {
  const { base, range, readUntil } = plan
  // Rows in force add up from the first day on.
  if (readUntil !== null || base === null || base.instants !== undefined || range === null) return null
  const grain = base.calendar.grains.get(base.grain)
  const wanted = dayRange(demands)
  if (grain === undefined || wanted === null) return null
  if (wanted.until - wanted.from > smallShare * (range.until - range.from)) return null
  return { from: grain.ordinalOf(day(wanted.from)), until: grain.ordinalOf(day(wanted.until - 1)) + 1 }
}
