import { issueEntry } from '../issue.ts'
import { didYouMean } from '../nearest.ts'

const list = (names: readonly string[]): string => names.join(', ')

/** What can be wrong in calendars. */
export const calendarIssues = {
  'calendar/field': issueEntry<{ field: string; pattern: string | null }>({
    title: 'Field of another family of calendars',
    says: (p) =>
      p.pattern === null
        ? `"${p.field}" belongs to years of whole weeks, and this calendar has no pattern.`
        : `"${p.field}" belongs to years of months, and the pattern ${p.pattern} makes years of whole weeks.`,
    hint: (p) =>
      p.pattern === null
        ? 'Add "pattern:" (4-4-5, 4-5-4, 5-4-4 or 13x4), or remove the field.'
        : 'Say with "year-ends:" when its year ends, and remove the field.',
    example: { field: 'year-starts', pattern: '4-4-5' },
  }),
  'calendar/year-ends': issueEntry<{ pattern: string }>({
    title: 'Weeks without the end of a year',
    says: (p) => `A calendar of the pattern ${p.pattern} must say when its year ends.`,
    hint: () => 'Add "year-ends:", for example "nearest saturday to 31 january" or "last saturday of august".',
    example: { pattern: '4-4-5' },
  }),
  'calendar/pasted': issueEntry<{ line: string; why: 'date' | 'name' | 'rule' }>({
    title: 'A pasted holiday that is none',
    says: (p) =>
      ({
        date: `"${p.line}" has no day that can be read, or lasts more than a month.`,
        name: `"${p.line}" has no name.`,
        rule: `"${p.line}" comes back by a rule other than every year on its date.`,
      })[p.why],
    hint: (p) =>
      p.why === 'rule'
        ? 'Paste a file that has the days of each year, or list them as holidays.'
        : 'Write lines such as 2026-12-25, Christmas Day, or paste an .ics file whole.',
    example: { line: '25.12.2026, Christmas Day', why: 'date' },
  }),
  'calendar/week-53': issueEntry<{ month: number; pattern: string; months: number }>({
    title: 'Week 53 in a month that is not there',
    says: (p) => `There is no month ${p.month} for week 53: years of the pattern ${p.pattern} have ${p.months}.`,
    hint: (p) => `Write a month from 1 to ${p.months}, or remove the field: the last one is meant.`,
    example: { month: 13, pattern: '4-4-5', months: 12 },
  }),
  'calendar/week-start': issueEntry<{ start: string; last: string; first: string }>({
    title: 'Weeks that begin inside a year’s last one',
    says: (p) => `Its weeks cannot begin on a ${p.start} where its year ends on a ${p.last}.`,
    hint: (p) => `Remove the field: weeks begin on ${p.first}.`,
    example: { start: 'monday', last: 'saturday', first: 'sunday' },
  }),
  'calendar/region': issueEntry<{ region: string; near: readonly string[]; regions: readonly string[] }>({
    title: 'Region without holidays',
    says: (p) => `No holiday is kept in the region "${p.region}".`,
    hint: (p) =>
      didYouMean(
        p.near,
        p.regions.length === 0 ? 'Give a holiday "regions:", or remove it.' : `Regions are ${list(p.regions)}.`,
      ),
    example: { region: 'bavria', near: ['bavaria'], regions: ['bavaria', 'hesse'] },
  }),
}
