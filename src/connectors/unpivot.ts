import { z } from 'zod'
import type { Issue, Place } from '../domain/issue.ts'
import { loadIssue } from '../domain/load-issues.ts'
import { nearest } from '../domain/nearest.ts'
import type { RawCell } from '../domain/raw-cell.ts'
import type { RawRow } from '../ports.ts'
import { leftOut } from './leave-out.ts'

const fields = z.strictObject({
  keep: z
    .array(z.string().min(1))
    .min(1)
    .meta({ title: 'Keep', description: 'Columns that are repeated in every row made of a row.' }),
  across: z
    .array(z.string().min(1))
    .min(1)
    .refine((names) => names.filter((name) => name === '*').length <= 1, 'names with at most one *')
    .meta({
      title: 'Across',
      description:
        'What each header row of the other columns holds: the name of a new column, or * for names of values.',
    }),
  values: z
    .string()
    .min(1)
    .default('value')
    .meta({ title: 'Values', description: 'The column of values, where no header row names them.' }),
  'leave-out': z
    .array(z.string().min(1))
    .default([])
    .meta({ title: 'Columns left out', description: 'Columns that are neither, such as a total; * for any text.' }),
})

export type Unpivot = z.infer<typeof fields>

/** The option of connectors that read what people lay out: columns that are rows, such as months across. */
export const unpivotOption = () =>
  fields.optional().meta({
    title: 'Columns into rows',
    description: 'Turns columns that stand for members, such as months across, into rows.',
  })

/** A table whose header is told row by row: for each column the words above it. */
export interface LevelledTable {
  readonly levels: readonly (readonly string[])[]
  readonly header: readonly string[]
  readonly rows: () => Generator<RawRow>
}

interface Group {
  readonly key: readonly string[]
  /** Where each value column stands; absent where this group has none. */
  readonly at: (number | undefined)[]
}

/** How rows of a table become others: the new header, and the rows that one row makes. */
export interface Turning {
  readonly header: readonly string[]
  readonly turn: (row: RawRow) => readonly RawRow[]
}

/** One row for each group of the columns across, or what is wrong with the header. */
export function turningOf(
  table: Pick<LevelledTable, 'levels' | 'header'>,
  wish: Unpivot,
  place: Place,
): Turning | { readonly issues: readonly Issue[] } {
  const issues: Issue[] = []
  const kept = wish.keep.map((name) => {
    const at = table.header.indexOf(name)
    const params = { name, near: nearest(name, table.header), found: table.header.length }
    if (at < 0) issues.push(loadIssue('load/missing-column', params, place))
    return at
  })
  const isLeftOut = leftOut(wish['leave-out'])
  const names: string[] = wish.across.includes('*') ? [] : [wish.values]
  const groups = new Map<string, Group>()
  table.levels.forEach((words, at) => {
    const name = table.header[at] ?? ''
    if (name === '' || kept.includes(at) || isLeftOut([name])) return
    if (words.length !== wish.across.length || words.includes('')) {
      issues.push(loadIssue('load/across', { name, across: wish.across }, place))
      return
    }
    const key = words.filter((_, level) => wish.across[level] !== '*')
    const value = words.find((_, level) => wish.across[level] === '*') ?? wish.values
    if (!names.includes(value)) names.push(value)
    const group = groups.get(JSON.stringify(key)) ?? { key, at: [] }
    const valueAt = names.indexOf(value)
    const first = group.at[valueAt]
    if (first !== undefined)
      issues.push(loadIssue('load/double-header', { name, first: first + 1, second: at + 1 }, place))
    group.at[valueAt] = at
    groups.set(JSON.stringify(key), group)
  })
  if (issues.length > 0) return { issues }
  const header = [...wish.keep, ...wish.across.filter((name) => name !== '*'), ...names]
  return {
    header,
    turn: ({ line, cells }) => {
      const repeated = kept.map((at) => cells[at] ?? null)
      return Array.from(groups.values(), ({ key, at }) => {
        const values = names.map((_, index): RawCell => {
          const from = at[index]
          return from === undefined ? null : (cells[from] ?? null)
        })
        return { line, cells: [...repeated, ...key, ...values] }
      })
    },
  }
}

/** Words of header rows above one another as one header. */
export const headerOf = (levels: LevelledTable['levels']): readonly string[] =>
  levels.map((words) => words.filter((word) => word !== '').join(' '))
