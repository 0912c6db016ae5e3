import { issueEntry, issueMaker } from '../issue.ts'
import { checkIssues } from './issues-check.ts'

/** Mistakes in the writing of a formula: its words and their order. */
const writingIssues = {
  'formula/empty': issueEntry<object>({
    title: 'An empty formula',
    says: () => 'This formula is empty.',
    hint: () => 'Write one, such as sum(amount) or [revenue] / [orders].',
    example: {},
  }),
  'formula/too-long': issueEntry<{ length: number; limit: number }>({
    title: 'A formula that is too long',
    says: (p) => `This formula has ${p.length} characters; ${p.limit} is the limit.`,
    hint: () => 'Give its parts KPIs of their own and refer to them as [kpi-id].',
    example: { length: 12_000, limit: 10_000 },
  }),
  'formula/too-deep': issueEntry<{ limit: number }>({
    title: 'A formula that is nested too deeply',
    says: (p) => `This formula is nested more than ${p.limit} levels deep.`,
    hint: () => 'Give its parts KPIs of their own and refer to them as [kpi-id].',
    example: { limit: 200 },
  }),
  'formula/character': issueEntry<{ found: string; instead: string }>({
    title: 'A character that formulas do not have',
    says: (p) => `"${p.found}" has no meaning in a formula.`,
    hint: (p) => p.instead,
    example: { found: '&&', instead: 'Write and.' },
  }),
  'formula/number': issueEntry<{ found: string; instead: string }>({
    title: 'Not a number',
    says: (p) => `"${p.found}" is not a number as formulas write it.`,
    hint: (p) => p.instead,
    example: { found: '1e6', instead: 'Write it without an exponent: 1_000_000.' },
  }),
  'formula/open-text': issueEntry<object>({
    title: 'A text that never ends',
    says: () => 'This text has no closing quote.',
    hint: () => "Texts stand in single quotes; a quote within is doubled: 'it''s'.",
    example: {},
  }),
  'formula/open-kpi': issueEntry<object>({
    title: 'A KPI reference that never ends',
    says: () => 'This reference has no closing bracket.',
    hint: () => 'Write [kpi-id].',
    example: {},
  }),
  'formula/kpi-id': issueEntry<{ found: string }>({
    title: 'Not the id of a KPI',
    says: (p) => (p.found === '' ? 'These brackets are empty.' : `"${p.found}" is not the id of a KPI.`),
    hint: () => 'Ids are small letters and digits with dashes between: [net-revenue].',
    example: { found: 'Net Revenue' },
  }),
  'formula/expected': issueEntry<{ wanted: string; found: string; instead: string }>({
    title: 'Something else was expected',
    says: (p) => `${p.wanted} was expected here, not ${p.found}.`,
    hint: (p) => p.instead,
    example: { wanted: 'A value', found: '")"', instead: 'Remove the comma, or write another argument.' },
  }),
  'formula/open-parenthesis': issueEntry<object>({
    title: 'A parenthesis that is never closed',
    says: () => 'This parenthesis is never closed.',
    hint: () => 'Write the missing ")".',
    example: {},
  }),
  'formula/chained': issueEntry<{ op: string }>({
    title: 'Comparisons in a row',
    says: (p) => `"${p.op}" cannot follow another comparison.`,
    hint: () => 'Join two comparisons with and (a < b and b < c), or put one into parentheses.',
    example: { op: '<' },
  }),
  'formula/empty-list': issueEntry<object>({
    title: 'An empty list',
    says: () => 'This list has no members.',
    hint: () => "Write at least one: in ('north', 'south').",
    example: {},
  }),
}

/** Every mistake that a formula can have: the source of its reference page. */
export const formulaIssues = { ...writingIssues, ...checkIssues }

/** Makes one issue of formulas; its column counts from the formula's first character, from 1. */
export const formulaIssue = issueMaker(formulaIssues)
