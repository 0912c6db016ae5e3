import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const file = join(root, '../shared/data/oracles/calendars.json')
const there = existsSync(file)

/** Every boundary of the oracle, from documents, wherever the process says that it is. */
describe.each(['UTC', 'Pacific/Kiritimati', 'America/St_Johns'])('in the process zone %s', (zone) => {
  test.skipIf(!there)(there ? 'calendars are those of the oracle' : `skipped: ${file} is not there`, () => {
    const text = readFileSync(file, 'utf8')
    const oracle = JSON.parse(text)
    const script = join(import.meta.dirname, 'oracle-child.ts')
    const env = { ...process.env, TZ: zone }
    const out = JSON.parse(execFileSync(process.execPath, [script], { input: text, env, encoding: 'utf8' }))
    expect(out).toEqual({
      years: oracle.nrf_454.years,
      restated: oracle.nrf_454.restated_53_week_years,
      retail445: oracle.retail_445_years,
      august: oracle.year_end_last_saturday_of_august,
      isoYears: oracle.iso_years,
      isoDates: oracle.iso_dates,
      april: oracle.fiscal_years.april_label_end,
      july: oracle.fiscal_years.july_label_end,
      dstMonths: oracle.dst_months,
      oddDays: oracle.odd_days,
      mondayToFriday: oracle.working_days.monday_to_friday,
      usFederal: oracle.working_days.us_federal,
      germany: oracle.working_days.germany_nationwide,
    })
  })
})
