import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type AskOptions, ask } from '../../src/app/ask.ts'
import type { Deps } from '../../src/app/deps.ts'
import { localOwner } from '../../src/domain/access.ts'
import type { Answer } from '../../src/domain/answer.ts'
import { openFolder, questionOf } from './open-folder.ts'

export interface SmallWorkspace {
  readonly deps: Deps
  readonly folder: string
  readonly answers: (
    kpis: string | readonly string[],
    periods: string | readonly [from: string, to: string],
    options?: Parameters<typeof questionOf>[3] & AskOptions,
  ) => Promise<readonly Answer[]>
  /** Many questions of one period each, asked together. */
  readonly page: (
    questions: readonly { readonly id: string; readonly period: string; readonly scope: string }[],
  ) => Promise<readonly Answer[]>
  readonly close: () => Promise<void>
}

/** A KPI document of the fields that matter: `kpi('revenue', 'calculation: …', 'EUR')`. */
export const kpi = (id: string, calculation: string, measuredIn = '1', more = ''): string =>
  `---
kind: kpi
id: ${id}
name: ${id}
purpose: Why?
category: operational
calculation: ${calculation}
measured-in: "${measuredIn}"
good: up
cadence: month
${more}
`

export const measure = (dataset: string, formula: string): string =>
  `{ type: measure, dataset: ${dataset}, formula: ${JSON.stringify(formula)} }`
export const formula = (text: string): string => `{ type: formula, formula: ${JSON.stringify(text)} }`
export const ratio = (numerator: string, denominator: string, dataset?: string): string =>
  `{ type: ratio, numerator: ${JSON.stringify(numerator)}, denominator: ${JSON.stringify(denominator)}${dataset === undefined ? '' : `, dataset: ${dataset}`} }`

/** A workspace of documents and CSV files in a temporary folder, opened with everything real, loaded unless told not to. */
export async function smallWorkspace(
  documents: string,
  files: Readonly<Record<string, readonly string[]>>,
  options: { readonly load?: boolean } = {},
): Promise<SmallWorkspace> {
  const folder = mkdtempSync(join(tmpdir(), 'bellwether-small-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const put = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  put('all.yaml', documents)
  for (const [name, lines] of Object.entries(files)) put(join('data', name), `${lines.join('\n')}\n`)
  try {
    const open = await openFolder(folder)
    const close = async () => {
      await open.close()
      remove()
    }
    try {
      if (options.load !== false) await open.loadAll()
    } catch (error) {
      await close()
      throw error
    }
    const { deps } = open
    return {
      deps,
      folder: deps.folder,
      answers: (...asked) => answersOf(deps, asked),
      page: async (questions) => {
        const asked = questions.map(({ id, period, scope }) =>
          questionOf(deps.catalog, id, [period, period], { scope }),
        )
        return (await ask(deps, asked, localOwner)).answers
      },
      close,
    }
  } catch (error) {
    remove()
    throw error
  }
}

async function answersOf(
  deps: Deps,
  [kpis, periods, options = {}]: Parameters<SmallWorkspace['answers']>,
): Promise<readonly Answer[]> {
  const range = typeof periods === 'string' ? ([periods, periods] as const) : periods
  const questions = [kpis].flat().map((id) => questionOf(deps.catalog, id, range, options))
  return (await ask(deps, questions, localOwner, options)).answers
}
