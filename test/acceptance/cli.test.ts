import { afterAll, describe, test } from 'vitest'
import { closeAll, hasData, workspaceOf } from './ask-all.ts'
import { type Asked, expectSameByCommand } from './by-command.ts'

/** The other tests of this folder prove the values that `ask` gives; here the command line gives the same ones. */
const workspaces: readonly { readonly name: string; readonly years: readonly [from: string, to: string] | null }[] = [
  { name: 'superstore', years: ['2014', '2018'] },
  { name: 'northwind', years: ['1996', '1998'] },
  { name: 'jaffle_shop', years: ['2018', '2018'] },
  { name: 'facebook_ads', years: ['2023', '2023'] },
  { name: 'accounts_receivable', years: ['2012', '2013'] },
  { name: 'mrr_playbook', years: ['2017', '2020'] },
  { name: 'streaming_subscriptions', years: ['2022', '2023'] },
  // Their rows have no dates.
  { name: 'nps_survey', years: null },
  { name: 'absenteeism', years: null },
  { name: 'ibm_hr_attrition', years: null },
]
afterAll(closeAll)

describe.each(workspaces)('$name', ({ name, years }) => {
  test.skipIf(!hasData(name))(
    hasData(name) ? 'load and ask --json' : `skipped: ../shared/data/${name} is not there`,
    async () => {
      const { folder, remove } = workspaceOf(name)
      try {
        const months: readonly Asked[] = years === null ? [] : [{ grain: 'month', from: years[0], to: years[1] }]
        await expectSameByCommand(folder, [...months, { grain: 'total' }])
      } finally {
        remove()
      }
    },
    120_000,
  )
})
