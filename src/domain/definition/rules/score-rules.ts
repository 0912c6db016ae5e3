import { compare, type Decimal } from '../../decimal.ts'
import { parseAmount } from '../amount-text.ts'
import { type Path, textOf } from '../document.ts'
import { type Entry, type Finding, found, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import { isPercent, type ScoreSpec, scoreMarks, writtenRules } from '../judging.ts'
import type { KpiSpec } from '../kpi.ts'
import { parseStatusRule } from '../status-rule.ts'

/** A score's points suit the KPI's direction and lie in order from worst to best; a tolerance is more than nothing. */
export const scoreRules: Rule = (draft) =>
  [...draft.kpis.values()].flatMap((entry) => {
    const { score, good } = entry.spec
    if (score === undefined) return []
    const marks = scoreMarks.filter(([name]) => score[name] !== undefined).map(([name]) => name)
    const between = good === 'between'
    if (
      between ? marks.length > 0 || score.tolerance === undefined : marks.length === 0 || score.tolerance !== undefined
    )
      return [found(entry, ['score'], (place) => definitionIssue('score/fit', { good }, place))]
    return between ? checkTolerance(entry) : checkMarks(entry, score)
  })

function checkTolerance(entry: Entry<KpiSpec>): Finding[] {
  const paths: Path[] = [
    ['score', 'tolerance'],
    ['score', 'tolerance', 'below'],
    ['score', 'tolerance', 'above'],
  ]
  const wrong = paths.flatMap((path): Finding[] => {
    const text = textOf(entry.document, path)
    const amount = text === null ? null : parseAmount(text)
    if (text === null || amount === null || amount.units > 0n) return []
    return [found(entry, path, (place) => definitionIssue('score/tolerance', { tolerance: text }, place))]
  })
  const percent = writtenRules(entry.spec.status).some(({ text }) => parseStatusRule(text)?.of === 'percent')
  if (wrong.length > 0 || !percent) return wrong
  return [found(entry, ['score', 'tolerance'], (place) => definitionIssue('score/no-band', {}, place))]
}

function checkMarks(entry: Entry<KpiSpec>, spec: ScoreSpec): Finding[] {
  const percent = isPercent(entry.document, spec)
  const up = percent || entry.spec.good === 'up'
  let before: { readonly name: string; readonly amount: Decimal } | null = null
  const findings: Finding[] = []
  for (const [name] of scoreMarks) {
    const path = ['score', name]
    const text = textOf(entry.document, path)
    const amount = text === null ? null : parseAmount(text)
    if (text === null || amount === null) continue
    if (text.endsWith('%') !== percent) {
      findings.push(found(entry, path, (place) => definitionIssue('score/mixed', { text }, place)))
      continue
    }
    const order = before === null ? 1 : compare(amount, before.amount) * (up ? 1 : -1)
    if (before !== null && order <= 0) {
      const params = { name, before: before.name, up }
      findings.push(found(entry, path, (place) => definitionIssue('score/order', params, place)))
    }
    before = { name, amount }
  }
  return findings
}
