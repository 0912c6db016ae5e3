import { compare } from '../../decimal.ts'
import { type Entry, type Finding, found, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import type { KpiSpec } from '../kpi.ts'
import { parseStatusRule, type StatusRuleText } from '../status-rule.ts'

/** Status rules fit the KPI's direction, and at risk is easier to reach than on track. */
export const statusRules: Rule = (draft) => [...draft.kpis.values()].flatMap(checkOne)

function checkOne(entry: Entry<KpiSpec>): Finding[] {
  const { good, status = {} } = entry.spec
  const wrong = (['on-track', 'at-risk'] as const).flatMap((name): Finding[] => {
    const rule = status[name]
    const parsed = rule === undefined ? null : parseStatusRule(rule)
    if (rule === undefined || parsed === null || fits(parsed, good)) return []
    return [found(entry, ['status', name], (place) => definitionIssue('status/direction', { rule, good }, place))]
  })
  if (wrong.length > 0) return wrong
  const [onTrack, atRisk] = [status['on-track'], status['at-risk']]
  if (onTrack === undefined || atRisk === undefined || !swallows(onTrack, atRisk)) return []
  return [found(entry, ['status', 'at-risk'], (place) => definitionIssue('status/order', { onTrack, atRisk }, place))]
}

function fits(rule: StatusRuleText, good: KpiSpec['good']): boolean {
  if (good === 'between') return rule.of !== 'percent'
  if (rule.op === 'inside') return false
  const upward = rule.op === '>' || rule.op === '>='
  return rule.of === 'percent' || good === 'up' ? upward : !upward
}

/** Whether everything that fulfils the at-risk rule already fulfils the on-track rule. */
function swallows(onTrackText: string, atRiskText: string): boolean {
  const onTrack = parseStatusRule(onTrackText)
  const atRisk = parseStatusRule(atRiskText)
  if (onTrack === null || atRisk === null || onTrack.of !== atRisk.of || onTrack.op[0] !== atRisk.op[0]) return false
  const order = compare(atRisk.threshold, onTrack.threshold)
  if (onTrack.op === 'inside') return order <= 0
  if (order === 0) return onTrack.op.length >= atRisk.op.length
  return onTrack.op.startsWith('>') ? order > 0 : order < 0
}
