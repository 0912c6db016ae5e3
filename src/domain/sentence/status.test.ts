import { expect, test } from 'vitest'
import type { StatusRule } from '../catalog.ts'
import { parseDecimal } from '../decimal.ts'
import { parseStatusRule } from '../definition/status-rule.ts'
import { statusSentence } from './status.ts'
import { band, hours, input, inside, marks, off, on, risk, type Told } from './test-input.ts'

const rules = (...written: readonly (readonly [StatusRule['status'], string])[]): StatusRule[] =>
  written.flatMap(([status, text]) => {
    const test = parseStatusRule(text)
    return test === null ? [] : [{ status, ...test }]
  })
const margin = parseDecimal('0.02') ?? { units: 0n, scale: 0 }
const said = (told: Told, version = 'budget', steady = false) => {
  const { kpi, ...rest } = input(told)
  const hysteresis = steady ? { margin, since: rest.today } : null
  return statusSentence({ ...rest, kpi: { ...kpi, hysteresis }, version })
}

test.each<[string, string, string]>([
  [
    'the usual rules',
    said(off(0.862)),
    'Off track: 86.2 % against the target of 95 % (budget) is an attainment of 90.0 %; on track is at least 100 % of target, at risk at least 95 % of target, else off track.',
  ],
  [
    'another version',
    said(on(0.97), 'forecast'),
    'On track: 97.0 % against the target of 95 % (forecast) is an attainment of 102.0 %; on track is at least 100 % of target, at risk at least 95 % of target, else off track.',
  ],
  [
    'rules on the value',
    said({ value: '3.9', status: 'at-risk', rules: marks, unit: hours }),
    'At risk: 3.90 hours; on track is at least 4.2 hours, at risk at least 3.5 hours, else off track.',
  ],
  [
    'a range with both ends bad',
    said({
      value: '12',
      status: 'off-track',
      unit: hours,
      good: 'between',
      rules: rules(['on-track', 'inside 20 .. 30'], ['at-risk', 'inside 15 .. 40']),
    }),
    'Off track: 12 hours; on track is 20–30 hours, at risk 15–40 hours, else off track.',
  ],
  [
    'a band with widths',
    said({
      ...inside,
      value: '7',
      status: 'at-risk',
      rules: rules(['on-track', 'inside'], ['at-risk', 'inside -1 +2']),
    }),
    'At risk: 7 hours against the band of 2–6 hours (budget); on track is inside the band, at risk from 1 hour below to 2 hours above the band, else off track.',
  ],
  [
    'not over yet',
    said({ ...risk(0.92, 0.968), flags: ['provisional', 'unfinished'] }),
    'At risk: 92.0 % against the target of 95 % (budget) for March 2026, which is not over, is an attainment of 96.8 %; on track is at least 100 % of target, at risk at least 95 % of target, else off track.',
  ],
  [
    'held by hysteresis',
    said(risk('0.955', 1.005), 'budget', true),
    'At risk: 95.5 % against the target of 95 % (budget) is an attainment of 100.5 %; on track is at least 100 % of target, at risk at least 95 % of target, else off track; it was worse before, and is on track again only from 2 % beyond that mark.',
  ],
  [
    'no target',
    said({ value: '5', unit: hours }),
    'Not judged: no budget target is set for March 2026; on track is at least 100 % of target, at risk at least 95 % of target, else off track.',
  ],
  [
    'late',
    said({ state: 'late', status: 'late', value: null }),
    'March 2026 has been late since 1 Apr 2026: the last rows are of 2 Apr 2026.',
  ],
])('%s', (_, found, expected) => expect(found).toBe(expected))

test('bands say both ends', () =>
  expect(said({ ...inside, value: '3', target: band, status: 'on-track' })).toContain('2–6 hours'))
