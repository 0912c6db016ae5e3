import type { StatusTest } from '../../catalog.ts'
import { compare } from '../../decimal.ts'
import { parseAmount } from '../amount-text.ts'
import { textOf } from '../document.ts'
import { type Entry, type Finding, found, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import { type WrittenRule, writtenRules } from '../judging.ts'
import type { KpiSpec } from '../kpi.ts'
import { parseStatusRule } from '../status-rule.ts'

/** Status rules fit the KPI's direction, none is out of reach behind an earlier one, and a margin of hysteresis moves them. */
export const statusRules: Rule = (draft) =>
  [...draft.kpis.values()].flatMap((entry) => {
    const rules = writtenRules(entry.spec.status).flatMap((written): Parsed[] => {
      const test = parseStatusRule(written.text)
      return test === null ? [] : [{ ...written, test }]
    })
    const wrong = rules.flatMap((rule) => checkRule(entry, rule))
    return [...(wrong.length > 0 ? wrong : checkTogether(entry, rules)), ...checkMargin(entry, rules)]
  })

interface Parsed extends WrittenRule {
  readonly test: StatusTest
}

function checkRule(entry: Entry<KpiSpec>, { status, text, path, test }: Parsed): Finding[] {
  const { good } = entry.spec
  if ('low' in test && compare(test.low, test.high) > 0)
    return [found(entry, path, (place) => definitionIssue('status/range', { rule: text }, place))]
  if (fits(test, status, good)) return []
  return [found(entry, path, (place) => definitionIssue('status/direction', { rule: text, good, status }, place))]
}

function fits(test: StatusTest, status: WrittenRule['status'], good: KpiSpec['good']): boolean {
  if (good === 'between') return test.of !== 'percent' || test.op === 'inside'
  if (test.op === 'inside') return false
  const better = test.op.startsWith('>') === (test.of === 'percent' || good === 'up')
  return better === (status !== 'off-track')
}

function checkTogether(entry: Entry<KpiSpec>, rules: readonly Parsed[]): Finding[] {
  const kinds = new Set(rules.map(({ test }) => test.of))
  const first = rules.find(({ test }) => test.of === 'percent')
  if (entry.spec.good === 'between' && kinds.has('band') && first !== undefined)
    return [found(entry, first.path, (place) => definitionIssue('status/two-targets', { rule: first.text }, place))]
  return rules.flatMap((later, index): Finding[] => {
    const earlier = rules.slice(0, index).find(({ test }) => covers(test, later.test))
    if (earlier === undefined) return []
    const params = { earlier: earlier.text, later: later.text, status: later.status }
    return [found(entry, later.path, (place) => definitionIssue('status/order', params, place))]
  })
}

/** Whether everything that fulfils the later rule already fulfils the earlier one. */
function covers(earlier: StatusTest, later: StatusTest): boolean {
  if (earlier.of === 'band' && later.of === 'band')
    return compare(later.below, earlier.below) <= 0 && compare(later.above, earlier.above) <= 0
  if (earlier.of !== later.of) return false
  if ('low' in earlier && 'low' in later)
    return compare(later.low, earlier.low) >= 0 && compare(later.high, earlier.high) <= 0
  if (!('threshold' in earlier && 'threshold' in later) || earlier.op[0] !== later.op[0]) return false
  const order = compare(later.threshold, earlier.threshold)
  if (order === 0) return earlier.op.length >= later.op.length
  return earlier.op.startsWith('>') ? order > 0 : order < 0
}

function checkMargin(entry: Entry<KpiSpec>, rules: readonly Parsed[]): Finding[] {
  const { spec, document } = entry
  if (spec.hysteresis === undefined) return []
  const path = ['hysteresis', 'margin']
  const margin = textOf(document, path) ?? ''
  const amount = parseAmount(margin)
  const share = margin.endsWith('%')
  // Of a share, a margin in percent is in its own unit too.
  const values = rules.some(({ test }) => test.of !== 'percent') && spec['measured-in'] !== '%'
  const attainments = rules.length === 0 ? spec.good !== 'between' : rules.some(({ test }) => test.of === 'percent')
  if (amount === null || (amount.units > 0n && !(share && values) && !(attainments && !share))) return []
  const wants = attainments ? 'points of attainment, such as 2%' : 'an amount in units of the value'
  return [found(entry, path, (place) => definitionIssue('status/margin', { margin, wants }, place))]
}
