import { expect } from 'vitest'
import { ask } from '../../src/app/ask.ts'
import { parseQuestions } from '../../src/app/view/parse-questions.ts'
import { localOwner } from '../../src/domain/access.ts'
import type { Answer } from '../../src/domain/answer.ts'
import { bellwether } from '../support/program.ts'
import { opened } from './ask-all.ts'

/** What is asked of every KPI: a grain, the first and the last period where it is not all time, and dimensions. */
export interface Asked {
  readonly grain: string
  readonly from?: string
  readonly to?: string
  readonly by?: readonly string[]
}

const plain = (answers: readonly Answer[]) => answers.map(({ asOf: _, revision: __, ...rest }) => rest)

/** Loads a workspace by the command line and expects that `ask all --json` prints what `ask` gives for the same folder. */
export async function expectSameByCommand(folder: string, questions: readonly Asked[]): Promise<void> {
  const { deps } = await opened(folder)
  expect(await bellwether(['load', folder])).toMatchObject({ code: 0 })
  for (const { grain, by = [], ...range } of questions) {
    const flags = Object.entries(range).flatMap(([key, value]) => [`--${key}`, value])
    const split = by.flatMap((one) => ['--by', one])
    const printed = await bellwether(['ask', 'all', folder, '--grain', grain, ...flags, ...split, '--json'])
    expect(printed).toMatchObject({ code: 0, err: '' })
    const parsed = parseQuestions(deps, { kpis: 'all', grain, by: [...by], ...range })
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
    const { answers } = await ask(deps, parsed.value, localOwner)
    expect(answers.some(({ state }) => state === 'value')).toBe(true)
    expect(plain(JSON.parse(printed.out))).toEqual(plain(answers))
  }
}
