import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BadPart } from '../../src/domain/bad-part.ts'
import type { Column, Dataset } from '../../src/domain/catalog.ts'
import { parseColumnType } from '../../src/domain/definition/column-type.ts'
import { shaper } from '../../src/domain/fact.ts'
import { cellText } from '../../src/domain/raw-cell.ts'
import type { Connector, RawPart } from '../../src/ports.ts'

/** A workspace folder with `data` in it, removed by `remove`. */
export function sourceFolder(): { readonly folder: string; readonly data: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'bellwether-source-'))
  const data = join(folder, 'data')
  mkdirSync(data)
  return { folder, data, remove: () => rmSync(folder, { recursive: true }) }
}

type ColumnWords = string | ({ readonly type: string } & Partial<Omit<Column, 'name' | 'type'>>)

/** A dataset of columns written as in documents: `{ amount: 'money EUR' }`. */
export function datasetOf(from: string, columns: Readonly<Record<string, ColumnWords>> = {}): Dataset {
  return {
    id: 'd',
    name: 'D',
    source: 's',
    from,
    key: null,
    time: null,
    rows: 'event',
    rowNoun: 'd',
    columns: Object.entries(columns).map(([name, words]): Column => {
      const { type: text, ...more } = typeof words === 'string' ? { type: words } : words
      const type = parseColumnType(text)?.type
      if (type === undefined) throw new Error(`no type: ${text}`)
      return {
        name,
        type,
        unit: {},
        from: name,
        format: null,
        missing: [],
        decimalSign: '.',
        required: false,
        ...more,
      }
    }),
    lookUps: [],
    dimensions: [],
    onError: 'refuse',
    shape: '',
    place: {},
  }
}

export interface Reading {
  readonly connector: Connector
  readonly folder: string
  readonly options?: Readonly<Record<string, unknown>>
  readonly dataset: Dataset
  readonly known?: ReadonlyMap<string, string>
  readonly environment?: Readonly<Record<string, string>>
}

/** What a connector offers for a dataset: parts, or the words of its issues. */
export async function offered(
  reading: Reading,
): Promise<
  { readonly parts: readonly RawPart[]; readonly present: readonly string[] } | { readonly issues: readonly string[] }
> {
  const found = await reading.connector.read({
    folder: reading.folder,
    options: reading.options ?? {},
    dataset: reading.dataset,
    known: reading.known ?? new Map(),
    environment: (name) => reading.environment?.[name],
  })
  return 'issues' in found ? { issues: found.issues.map(wordsOf) } : found
}

const wordsOf = (issue: { code: string; file?: string; line?: number; message: string; hint: string }): string =>
  `${issue.code} ${issue.file ?? ''}${issue.line === undefined ? '' : `:${issue.line}`} ${issue.message} ${issue.hint}`

/** Every cell of the first part as text, its header first; or what was wrong. */
export async function table(reading: Reading): Promise<readonly (readonly (string | null)[])[] | readonly string[]> {
  const found = await offered(reading)
  if ('issues' in found) return found.issues
  const [part] = found.parts
  if (part === undefined) return []
  const rows: (readonly (string | null)[])[] = [part.header]
  try {
    for await (const block of part.rows) for (const { cells } of block) rows.push(cells.map(cellText))
  } catch (error) {
    if (error instanceof BadPart) return error.issues.map(wordsOf)
    throw error
  } finally {
    for (const one of found.parts) await one.close?.()
  }
  return rows
}

/** The typed rows of all parts as the engine would get them, or what was wrong with them, in words. */
export async function facts(reading: Reading): Promise<readonly (readonly unknown[])[] | readonly string[]> {
  const found = await offered(reading)
  if ('issues' in found) return found.issues
  try {
    return await factsOf(reading.dataset, found.parts)
  } finally {
    for (const part of found.parts) await part.close?.()
  }
}

async function factsOf(
  dataset: Dataset,
  parts: readonly RawPart[],
): Promise<readonly (readonly unknown[])[] | readonly string[]> {
  const rows: unknown[][] = []
  const wrong: string[] = []
  for (const part of parts) {
    const bound = shaper(dataset, 'UTC')(part.header, part.origin, part.everyRow)
    if (!bound.ok) return bound.issues.map(wordsOf)
    try {
      for await (const block of part.rows) {
        for (const { line, cells } of block) {
          for (const bad of bound.value.add(line, cells))
            wrong.push(`${part.sheet ?? ''}${bad.row} ${bad.column}: ${bad.value} ${bad.rule}`)
        }
      }
    } catch (error) {
      if (error instanceof BadPart) return error.issues.map(wordsOf)
      throw error
    }
    const { lines, columns } = bound.value.take()
    for (let row = 0; row < lines.length; row++) {
      rows.push(dataset.columns.map((_, index) => columns[index]?.[row] ?? null))
    }
  }
  return wrong.length > 0 ? wrong : rows
}
