import { afterAll, describe, expect, test } from 'vitest'
import { ask } from '../../src/app/ask.ts'
import { parseQuestions } from '../../src/app/view/parse-questions.ts'
import { localOwner } from '../../src/domain/access.ts'
import type { Answer } from '../../src/domain/answer.ts'
import { bellwether } from '../support/program.ts'
import { closeAll, hasData, opened, workspaceOf } from './ask-all.ts'

/** The other tests of this folder prove the values that `ask` gives; here the command line gives the same ones. */
const workspaces: readonly { readonly name: string; readonly years: readonly [from: string, to: string] | null }[] = [
  { name: 'superstore', years: ['2014', '2018'] },
  { name: 'northwind', years: ['1996', '1998'] },
  { name: 'jaffle_shop', years: ['2018', '2018'] },
  { name: 'facebook_ads', years: ['2023', '2023'] },
  // Their rows have no dates.
  { name: 'nps_survey', years: null },
  { name: 'absenteeism', years: null },
  { name: 'ibm_hr_attrition', years: null },
]
afterAll(closeAll)

const plain = (answers: readonly Answer[]) => answers.map(({ asOf: _, revision: __, ...rest }) => rest)

describe.each(workspaces)('$name', ({ name, years }) => {
  test.skipIf(!hasData(name))(
    hasData(name) ? 'load and ask --json' : `skipped: ../shared/data/${name} is not there`,
    async () => {
      const { folder, remove } = workspaceOf(name)
      try {
        const { deps } = await opened(folder)
        expect(await bellwether(['load', folder])).toMatchObject({ code: 0 })
        for (const grain of years === null ? ['total'] : ['month', 'total']) {
          const range = grain === 'total' || years === null ? {} : { from: years[0], to: years[1] }
          const flags = Object.entries(range).flatMap(([key, value]) => [`--${key}`, value])
          const printed = await bellwether(['ask', 'all', folder, '--grain', grain, ...flags, '--json'])
          expect(printed).toMatchObject({ code: 0, err: '' })
          const questions = parseQuestions(deps, { kpis: 'all', grain, ...range })
          if (!questions.ok) throw new Error(JSON.stringify(questions.issues))
          const { answers } = await ask(deps, questions.value, localOwner)
          expect(answers.some(({ state }) => state === 'value')).toBe(true)
          expect(plain(JSON.parse(printed.out))).toEqual(plain(answers))
        }
      } finally {
        remove()
      }
    },
    120_000,
  )
})
