import { issueEntry } from '../issue.ts'
import { didYouMean } from '../nearest.ts'

/** What can be wrong with what a target is derived from, with its versions, and with how they follow each other. */
export const targetIssues = {
  'target/total': issueEntry<{ kpi: string; is: string; year: number }>({
    title: 'A yearly total of what does not add up',
    says: (p) => `"${p.kpi}" is ${p.is}: a total for ${p.year} cannot be spread over its periods.`,
    hint: (p) => `Write value: for every period alike, or values: { "${p.year}": … } for the year as a whole.`,
    example: { kpi: 'conversion', is: 'a rate, the same for periods of any length', year: 2026 },
  }),
  'target/growth': issueEntry<{ growth: string }>({
    title: 'Growth that leaves nothing',
    says: (p) => `A growth of ${p.growth} leaves nothing, or less than nothing, of the baseline.`,
    hint: () => 'Write a rate above -100%: 8% for more, -5% for less.',
    example: { growth: '-100%' },
  }),
  'target/baseline': issueEntry<{ period: string; cadence: string; calendar: string }>({
    title: 'A baseline that the periods have no place in',
    says: (p) =>
      `"${p.period}" is no period of the calendar "${p.calendar}" that holds the KPI’s own periods (${p.cadence}).`,
    hint: (p) => `Name a ${p.cadence} or something longer, such as baseline: { period: 2025 }.`,
    example: { period: '2025-W07', cadence: 'month', calendar: 'gregorian' },
  }),
  'target/replaces': issueEntry<{ id: string; what: string }>({
    title: 'A target that cannot be replaced by this one',
    says: (p) => `"${p.id}" ${p.what}, so this target cannot take its place.`,
    hint: () => 'Name a target of the same KPI, scope and version; another version stands beside it without a word.',
    example: { id: 'revenue-2026', what: 'is for another KPI' },
  }),
  'target/unknown-version': issueEntry<{ version: string; near: readonly string[]; known: readonly string[] }>({
    title: 'No target of this version',
    says: (p) => `No target document has version: ${p.version}.`,
    hint: (p) => didYouMean(p.near, `There are: ${p.known.join(', ')}.`),
    example: { version: 'forcast', near: ['forecast'], known: ['budget', 'forecast'] },
  }),
}
