import { afterAll, describe, expect, test } from 'vitest'
import { ask } from '../../src/app/ask.ts'
import { parseQuestions } from '../../src/app/view/parse-questions.ts'
import { localOwner } from '../../src/domain/access.ts'
import type { Answer } from '../../src/domain/answer.ts'
import { bellwether } from '../support/program.ts'
import { closeAll, hasData, opened, workspaceOf } from './ask-all.ts'

/** The other tests of this folder prove the values that `ask` gives; here the command line gives the same ones. */
const names = ['superstore', 'northwind', 'jaffle_shop']
const grains = ['month', 'total']
afterAll(closeAll)

const plain = (answers: readonly Answer[]) => answers.map(({ asOf: _, revision: __, ...rest }) => rest)

describe.each(names)('%s', (name) => {
  test.skipIf(!hasData(name))(
    hasData(name) ? 'load and ask --json' : `skipped: ../shared/data/${name} is not there`,
    async () => {
      const { folder, remove } = workspaceOf(name)
      try {
        const { deps } = await opened(folder)
        const years =
          { superstore: ['2014', '2018'], northwind: ['1996', '1998'], jaffle_shop: ['2018', '2018'] }[name] ?? []
        const [from = '', to = ''] = years
        expect(await bellwether(['load', folder])).toMatchObject({ code: 0 })
        for (const grain of grains) {
          const range = grain === 'total' ? {} : { from, to }
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
