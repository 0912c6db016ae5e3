import type { Calendar, GrainName } from '../../time/calendar.ts'
import { type Day, parseDay } from '../../time/day.ts'
import { ordinalOn } from '../../time/period.ts'
import type { Catalog, Kpi, Scope } from '../catalog.ts'
import { headedPeriod } from '../definition/grid/header.ts'
import { nearest } from '../nearest.ts'
import type { TargetTable } from './target-table.ts'

/** What a row is a target of. */
export interface TargetSubject {
  readonly kpi: Kpi
  readonly scope: Scope
  readonly version: string
  readonly grain: GrainName
  readonly ordinal: number
}

/** A cell of a row that says nothing that is known. */
export interface BadName {
  readonly column: string
  readonly value: string | null
  readonly rule: string
}

/** Reads what rows of a table of targets are targets of; the cells of a row by column, null where empty. */
export class TargetReader {
  readonly #catalog: Catalog
  readonly #table: TargetTable
  readonly #kpis: ReadonlyMap<string, string | null>
  readonly #units: ReadonlyMap<string, string | null>

  constructor(catalog: Catalog, table: TargetTable) {
    this.#catalog = catalog
    this.#table = table
    this.#kpis = byName([...catalog.kpis.values()])
    this.#units = byName([...catalog.units.values()])
  }

  /** `day` is the day of a period column of dates. */
  read(cell: (column: string) => string | null, day: Day | null): TargetSubject | readonly BadName[] {
    const kpi = this.#kpi(cell)
    const unit = this.#unit(cell)
    const version = this.#version(cell)
    const period = 'rule' in kpi ? null : this.#period(kpi, cell, day)
    const bad = [kpi, unit, version, period].filter((one): one is BadName => one !== null && 'rule' in one)
    if (bad.length > 0 || 'rule' in kpi || 'rule' in unit || 'rule' in version || period === null || 'rule' in period)
      return bad
    const where: Record<string, readonly string[]> = {}
    for (const name of this.#table.where) {
      const member = cell(name)
      if (member !== null) where[name] = [member]
    }
    return { kpi, scope: { unit: unit.unit, where }, version: version.version, ...period }
  }

  #kpi(cell: (column: string) => string | null): Kpi | BadName {
    const { kpi } = this.#table
    const { kpis } = this.#catalog
    if ('kpi' in kpi) return kpis.get(kpi.kpi) ?? { column: '', value: kpi.kpi, rule: 'is no KPI' }
    const value = cell(kpi.column)
    const found = named(this.#kpis, value)
    return (
      (found === null ? undefined : kpis.get(found)) ?? {
        column: kpi.column,
        value,
        rule: value === null ? 'is required: it says of which KPI the target is' : unknown('KPI', value, this.#kpis),
      }
    )
  }

  #unit(cell: (column: string) => string | null): { readonly unit: string | null } | BadName {
    const { unit: column } = this.#table
    const value = column === null ? null : cell(column)
    if (column === null || value === null) return { unit: null }
    const unit = named(this.#units, value)
    return unit === null ? { column, value, rule: unknown('unit', value, this.#units) } : { unit }
  }

  #version(cell: (column: string) => string | null): { readonly version: string } | BadName {
    const { version } = this.#table
    if ('version' in version) return version
    const value = cell(version.column)
    return value === null
      ? { column: version.column, value, rule: 'is required: it says of which version the target is' }
      : { version: value }
  }

  #period(
    kpi: Kpi,
    cell: (column: string) => string | null,
    day: Day | null,
  ): { readonly grain: GrainName; readonly ordinal: number } | BadName {
    const { calendars, workspace } = this.#catalog
    const calendar: Calendar | undefined = calendars.get(kpi.calendar)
    const column = this.#table.period
    const value = cell(column)
    const on = day ?? (value === null ? null : parseDay(value))
    if (calendar !== undefined && on !== null && kpi.cadence !== 'day')
      return { grain: kpi.cadence, ordinal: ordinalOn(calendar, kpi.cadence, on) }
    const found = value === null ? null : headedPeriod(value, calendars, kpi.calendar, workspace.locale)
    if (found !== null && found.grain !== 'total') return { grain: found.grain, ordinal: found.ordinal }
    if (day !== null) return { grain: 'day', ordinal: day }
    const rule =
      value === null
        ? 'is required: it says of which period the target is'
        : `is no period of the calendar "${kpi.calendar}": write 2026-01, Jan 2026, 2026-Q1 or a day`
    return { column, value, rule }
  }
}

/** Ids, and names as people write them; a name that several have is nobody's. */
function byName(all: readonly { readonly id: string; readonly name: string }[]): ReadonlyMap<string, string | null> {
  const found = new Map<string, string | null>()
  for (const { id, name } of all) {
    const key = name.trim().toLowerCase()
    found.set(key, found.has(key) ? null : id)
  }
  for (const { id } of all) found.set(id, id)
  return found
}

const named = (names: ReadonlyMap<string, string | null>, value: string | null): string | null =>
  value === null ? null : (names.get(value) ?? names.get(value.trim().toLowerCase()) ?? null)

function unknown(kind: string, value: string, names: ReadonlyMap<string, string | null>): string {
  const near = nearest(value.trim().toLowerCase(), names.keys())
  const hint = near.length === 0 ? '' : `; did you mean ${near.map((one) => `"${one}"`).join(' or ')}?`
  return `is no ${kind}, or several have this name${hint}`
}
