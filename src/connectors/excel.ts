import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import { BadPart } from '../domain/bad-part.ts'
import type { Dataset } from '../domain/catalog.ts'
import type { Issue } from '../domain/issue.ts'
import { loadIssue } from '../domain/load-issues.ts'
import { nearest } from '../domain/nearest.ts'
import type { RawPart, RawRow } from '../ports.ts'
import type { ExcelAsk, ExcelSays, ExcelTask } from './excel-messages.ts'
import { isRange } from './excel-table.ts'
import { type Opened, pathOption, reachFiles, readFiles, reasonOf, toldApart } from './file-parts.ts'
import type { FoundFile } from './files.ts'
import { leaveOutOption } from './leave-out.ts'
import { defineConnector } from './plug.ts'
import { unpivotOption } from './unpivot.ts'

const options = z.strictObject({
  path: pathOption(),
  sheet: z
    .union([z.string().min(1), z.int().min(1)])
    .optional()
    .meta({
      title: 'Sheet',
      description:
        'Its name, a pattern of names (2026-*), or its number from 1; the first that is not hidden unless stated.',
    }),
  range: z.string().refine(isRange, 'a range such as A4:H28, A4:H or A:H').optional().meta({
    title: 'Range',
    description: 'The table with its header: A4:H28, A4:H, A4 or A:H; all that is used unless stated.',
  }),
  'header-rows': z.int().min(1).max(5).default(1).meta({
    title: 'Header rows',
    description: 'Rows of the header, joined by a blank; a merged cell heads each of its columns.',
  }),
  hidden: z
    .enum(['read', 'skip'])
    .default('read')
    .meta({ title: 'Hidden', description: 'Whether hidden rows and columns are read.' }),
  'leave-out': leaveOutOption(),
  unpivot: unpivotOption(),
})

type Options = z.infer<typeof options>

/** Workbooks: a dataset's `from` is a pattern of files, and after a # the sheet and range where they differ. */
export const excel = defineConnector<Options>({
  id: 'excel',
  title: 'Excel workbooks',
  help: 'Reads sheets of .xlsx files in a folder of the workspace. A dataset may name sheet and range itself: from: "budget-*.xlsx#Plan!A4:H". Formulas give their saved values, merged cells their value in each of their rows; numbers shown as days are days, and what a double has beyond 15 digits is noise.',
  fetches: true,
  options,
  examples: [
    'kind: source\nid: budget\nconnector: excel\npath: data\nsheet: Plan\n',
    'kind: source\nid: report\nconnector: excel\nrange: A4:H\nheader-rows: 2\nleave-out: [Total, "Subtotal *"]\n',
    'kind: source\nid: plan\nconnector: excel\nunpivot: { keep: [Category], across: [month], values: sales, leave-out: [FY] }\n',
  ],
  read: (request, chosen) =>
    readFiles(
      request,
      chosen.path,
      (file, fingerprint) => openParts(file, fingerprint, request.dataset, chosen),
      fileOf(request.dataset.from),
    ),
  reach: (request, chosen) => reachFiles(request, chosen.path, fileOf(request.dataset.from)),
})

const fileOf = (from: string): string => from.split('#')[0] ?? from

function taskOf(file: FoundFile, dataset: Dataset, chosen: Options): ExcelTask {
  const [, sheet, range] = /#([^!]*)(?:!(.+))?$/.exec(dataset.from) ?? []
  return {
    path: file.path,
    origin: file.origin,
    unpivot: chosen.unpivot ?? null,
    sheet: sheet || (chosen.sheet ?? null),
    range: range ?? chosen.range ?? null,
    headerRows: chosen['header-rows'],
    hidden: chosen.hidden,
    leaveOut: chosen['leave-out'],
    counted: dataset.columns.filter(({ format }) => format?.startsWith('excel') === true).map(({ from }) => from),
  }
}

async function openParts(file: FoundFile, fingerprint: string, dataset: Dataset, chosen: Options): Promise<Opened> {
  const task = taskOf(file, dataset, chosen)
  if (task.range !== null && !isRange(task.range)) {
    return { issues: [loadIssue('load/range', { range: task.range }, { file: file.origin })] }
  }
  const thread = new Thread(task)
  const said = await thread.next()
  if (said.kind !== 'opened') {
    await thread.end()
    return { issues: said.kind === 'refused' ? said.issues : [issueOf(said, file)] }
  }
  const apart = said.sheets.map(({ header, headerRow, name }) =>
    toldApart(header, dataset, { file: `${file.origin}#${name}`, line: headerRow }),
  )
  const issues = apart.flatMap((one) => one.issues)
  if (said.fingerprint !== fingerprint) issues.push(loadIssue('load/changing', {}, { file: file.origin }))
  if (issues.length > 0) {
    await thread.end()
    return { issues }
  }
  const close = () => thread.end()
  const parts = said.sheets.map(({ name: sheet }, at): RawPart => {
    const rows = blocksOf(thread, at, file)
    const header = apart[at]?.header ?? []
    return { origin: `${file.origin}#${sheet}`, file: file.origin, sheet, fingerprint, header, rows, close }
  })
  return { parts }
}

async function* blocksOf(thread: Thread, sheet: number, file: FoundFile): AsyncGenerator<readonly RawRow[]> {
  for (;;) {
    const said = await thread.next({ next: sheet })
    if (said.kind === 'end') return
    if (said.kind !== 'rows') throw new BadPart([issueOf(said, file)])
    yield said.rows
  }
}

function issueOf(said: ExcelSays, file: FoundFile): Issue {
  const place = { file: file.origin }
  switch (said.kind) {
    case 'password':
      return loadIssue('load/password', {}, place)
    case 'no-sheet':
      return loadIssue('load/no-sheet', { ...said, near: nearest(said.wanted, said.names) }, place)
    case 'empty':
      return loadIssue('load/empty-file', {}, { file: `${file.origin}#${said.sheet}` })
    case 'unreadable':
      return loadIssue('load/unreadable', { reason: said.reason }, place)
    case 'opened':
    case 'refused':
    case 'rows':
    case 'end':
      throw new Error(`the reading thread said ${said.kind}`)
  }
}

const memoryMb = 2_048

/** The thread that reads one workbook; it is asked one thing at a time. */
class Thread {
  readonly #worker: Worker
  #waiting: ((said: ExcelSays) => void) | null = null
  #said: ExcelSays[] = []

  constructor(task: ExcelTask) {
    const entry = import.meta.url.endsWith('.ts') ? './excel-worker.ts' : './excel-worker.js'
    this.#worker = new Worker(new URL(entry, import.meta.url), {
      workerData: task,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    })
    this.#worker.on('message', (said: ExcelSays) => this.#take(said))
    this.#worker.on('error', (error) => this.#take({ kind: 'unreadable', reason: deathOf(error) }))
  }

  #take(said: ExcelSays): void {
    const waiting = this.#waiting
    this.#waiting = null
    if (waiting === null) this.#said.push(said)
    else waiting(said)
  }

  next(ask?: ExcelAsk): Promise<ExcelSays> {
    const said = this.#said.shift()
    if (said !== undefined) return Promise.resolve(said)
    if (ask !== undefined) this.#worker.postMessage(ask)
    return new Promise((resolve) => {
      this.#waiting = resolve
    })
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }
}

function deathOf(error: unknown): string {
  const outOfMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
  if (!outOfMemory) return reasonOf(error)
  return `it needs more than ${memoryMb / 1024} GiB to be read; deliver so many rows as .csv or .parquet`
}
