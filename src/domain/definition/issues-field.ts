import { issueEntry } from '../issue.ts'
import { didYouMean } from '../nearest.ts'

const list = (names: readonly string[]): string => names.join(', ')

/** What can be wrong with one field of one document. */
export const fieldIssues = {
  'document/no-kind': issueEntry<{ kinds: readonly string[] }>({
    title: 'Document without a kind',
    says: () => 'This document does not say what it is: the field "kind" is missing.',
    hint: (p) => `Begin with "kind:" and one of ${list(p.kinds)}.`,
    example: { kinds: ['workspace', 'source', 'kpi'] },
  }),
  'document/unknown-kind': issueEntry<{ kind: string; near: readonly string[]; kinds: readonly string[] }>({
    title: 'Unknown kind of document',
    says: (p) => `There is no kind "${p.kind}".`,
    hint: (p) => didYouMean(p.near, `Kinds are ${list(p.kinds)}.`),
    example: { kind: 'kpy', near: ['kpi'], kinds: ['kpi'] },
  }),
  'field/unknown': issueEntry<{ field: string; near: readonly string[]; fields: readonly string[] }>({
    title: 'Unknown field',
    says: (p) => `There is no field "${p.field}" here.`,
    hint: (p) => didYouMean(p.near, p.fields.length === 0 ? 'Remove it.' : `Fields here are ${list(p.fields)}.`),
    example: { field: 'catgory', near: ['category'], fields: [] },
  }),
  'field/missing': issueEntry<{ field: string; title: string | null }>({
    title: 'Missing field',
    says: (p) => `The field "${p.field}" is missing.`,
    hint: (p) => (p.title === null ? `Add "${p.field}:".` : `Add "${p.field}:" (${p.title}).`),
    example: { field: 'purpose', title: 'the question that the KPI answers' },
  }),
  'field/empty': issueEntry<{ field: string }>({
    title: 'Field without a value',
    says: (p) => `"${p.field}" has no value.`,
    hint: () => 'Give it a value, or remove the line.',
    example: { field: 'owner' },
  }),
  'field/null': issueEntry<{ word: string }>({
    title: 'An unquoted null',
    says: (p) => `An unquoted ${p.word} means "no value" in YAML.`,
    hint: (p) => `Write "${p.word}" in quotes if the word is meant, or remove it.`,
    example: { word: 'NULL' },
  }),
  'field/type': issueEntry<{ expected: string; found: string; write?: string }>({
    title: 'Value of the wrong type',
    says: (p) => `Here should be ${p.expected}, not ${p.found}.`,
    hint: (p) =>
      p.expected === 'a text' ? 'Put it in quotes if it is meant as text.' : `Write ${p.write ?? p.expected}.`,
    example: { expected: 'a text', found: 'the number 2026' },
  }),
  'field/choice': issueEntry<{ found: string; near: readonly string[]; choices: readonly string[] }>({
    title: 'Not one of the allowed values',
    says: (p) => `"${p.found}" is not one of the allowed values.`,
    hint: (p) => didYouMean(p.near, `Write one of ${list(p.choices)}.`),
    example: { found: 'upp', near: ['up'], choices: ['up', 'down', 'between'] },
  }),
  'field/too-few': issueEntry<{ minimum: number }>({
    title: 'Too few entries',
    says: (p) => `At least ${p.minimum} ${p.minimum === 1 ? 'entry is' : 'entries are'} needed here.`,
    hint: () => 'Add one, or remove the field.',
    example: { minimum: 1 },
  }),
  'field/too-long': issueEntry<{ maximum: number }>({
    title: 'Too long or too large',
    says: (p) => `At most ${p.maximum} is allowed here.`,
    hint: () => 'Make it shorter or smaller.',
    example: { maximum: 200 },
  }),
  'field/too-small': issueEntry<{ minimum: number }>({
    title: 'Number too small',
    says: (p) => `The number must be at least ${p.minimum}.`,
    hint: () => 'Write a larger number.',
    example: { minimum: 1900 },
  }),
  'value/blank': issueEntry<object>({
    title: 'Blank text',
    says: () => 'The text is blank.',
    hint: () => 'Write something, or remove the field.',
    example: {},
  }),
  'value/id': issueEntry<{ found: string; suggestion: string }>({
    title: 'Not an id',
    says: (p) => `"${p.found}" is not an id: ids are small letters and digits with single dashes between.`,
    hint: (p) => (p.suggestion === '' ? 'Write an id such as net-revenue.' : `Write ${p.suggestion}.`),
    example: { found: 'Net_Revenue', suggestion: 'net-revenue' },
  }),
  'value/name': issueEntry<{ found: string; suggestion: string }>({
    title: 'Not a column, look-up or dimension name',
    says: (p) => `"${p.found}" is not a name: small letters, digits and _ only, beginning with a letter.`,
    hint: (p) =>
      p.suggestion === ''
        ? 'Write a name such as unit_price.'
        : `Write ${p.suggestion}; the header of a source goes into "from:".`,
    example: { found: 'Unit Price', suggestion: 'unit_price' },
  }),
  'value/path': issueEntry<{ found: string }>({
    title: 'Not a column or look-up path',
    says: (p) => `"${p.found}" is not a column or a path through look-ups.`,
    hint: () => 'Write a column such as region, or look-ups and a column such as customer.region.',
    example: { found: 'customer..region' },
  }),
  'value/date': issueEntry<{ found: string }>({
    title: 'Not a date',
    says: (p) => `"${p.found}" is not a date of the calendar.`,
    hint: () => 'Write year-month-day, for example 2026-07-01.',
    example: { found: '2026-02-30' },
  }),
  'value/zone': issueEntry<{ found: string }>({
    title: 'Unknown time zone',
    says: (p) => `"${p.found}" is not a time zone.`,
    hint: () => 'Write an IANA name such as Europe/Paris, or UTC.',
    example: { found: 'Europe/Pari' },
  }),
  'value/year-start': issueEntry<{ found: string; near: readonly string[] }>({
    title: 'Not the start of a year',
    says: (p) => `"${p.found}" is no month and no day of one.`,
    hint: (p) => didYouMean(p.near, 'Write a month such as july, or a day up to the 28th such as "6 april".'),
    example: { found: '31 april', near: [] },
  }),
  'value/year-end': issueEntry<{ found: string }>({
    title: 'Not a rule for the end of a year',
    says: (p) => `"${p.found}" does not say when a year of whole weeks ends.`,
    hint: () => 'Write "nearest saturday to 31 january", "nearest sunday to end of june" or "last saturday of august".',
    example: { found: 'last saturday' },
  }),
  'value/currency': issueEntry<{ found: string }>({
    title: 'Not a currency',
    says: (p) => `"${p.found}" is not a currency code.`,
    hint: () => 'Write three capital letters such as EUR.',
    example: { found: 'Euro' },
  }),
  'value/locale': issueEntry<{ found: string }>({
    title: 'Not a locale',
    says: (p) => `"${p.found}" is not a language tag.`,
    hint: () => 'Write a tag such as en, en-GB or de.',
    example: { found: 'english' },
  }),
  'value/amount': issueEntry<{ found: string }>({
    title: 'Not an amount',
    says: (p) => `"${p.found}" is not an amount.`,
    hint: () => 'Write digits with a point, _ between thousands, % for hundredths: "12_000_000", 4.25, 5%.',
    example: { found: '12,5' },
  }),
  'value/duration': issueEntry<{ found: string }>({
    title: 'Not a number of days or weeks',
    says: (p) => `"${p.found}" is not a length of time.`,
    hint: () => 'Write a whole number of days or weeks, for example "5 days".',
    example: { found: 'five days' },
  }),
  'value/stretch': issueEntry<{ found: string }>({
    title: 'Not a number of periods',
    says: (p) => `"${p.found}" is no number of hours, days, weeks, months, quarters or years.`,
    hint: () => 'Write a whole number up to 999 and the period, for example "12 months".',
    example: { found: 'a year' },
  }),
  'value/baseline': issueEntry<{ found: string; near: readonly string[] }>({
    title: 'Not an earlier period to compare with',
    says: (p) => `"${p.found}" does not name an earlier period.`,
    hint: (p) =>
      didYouMean(p.near, 'Write prior, year, year-date, year-weekday, restated or the mean of so many, as average:3.'),
    example: { found: 'last year', near: [] },
  }),
  'value/nth': issueEntry<{ found: string }>({
    title: 'Not a period after another',
    says: (p) => `"${p.found}" does not say which period after the one of entry.`,
    hint: () => 'Write the period and its number, for example "month 3" or "week 1".',
    example: { found: 'third month' },
  }),
  'value/status-rule': issueEntry<{ found: string }>({
    title: 'Not a status rule',
    says: (p) => `"${p.found}" is not a status rule.`,
    hint: () =>
      'Write ">= 95%" for attainment of the target, ">= 4.2" for the value itself, or "inside", "inside +- 0.5" or "inside 20 .. 30" for a band.',
    example: { found: 'above 95%' },
  }),
  'value/column-type': issueEntry<{ found: string; near: readonly string[] }>({
    title: 'Not a column type',
    says: (p) => `"${p.found}" is not a column type.`,
    hint: (p) =>
      didYouMean(
        p.near,
        /^money.*\//.test(p.found)
          ? `Money is an amount; an amount per something is a number with a unit, such as "decimal(2)${p.found.replace(/^money(\(\d+\))?/, '')}".`
          : 'Types are text, integer, decimal, decimal(4), money EUR, money(4) EUR, boolean, date, timestamp; a unit may follow a number type.',
      ),
    example: { found: 'string', near: [] },
  }),
  'value/unit': issueEntry<{ found: string; detail: string }>({
    title: 'Not a unit of measure',
    says: (p) => `"${p.found}" is not a unit of measure: ${p.detail}`,
    hint: () => 'Write a currency, a counted noun, %, 1, or a quotient such as "EUR / order".',
    example: { found: 'EUR per order', detail: 'one word was expected after EUR.' },
  }),
  'value/environment-name': issueEntry<object>({
    title: 'Not the name of an environment variable',
    says: () => 'Here stands the name of an environment variable, never the secret itself.',
    hint: () => 'Write a name such as SHOP_DATABASE_URL and set that variable where the program runs.',
    example: {},
  }),
  'value/date-pattern': issueEntry<{ found: string }>({
    title: 'Not a date pattern',
    says: (p) => `"${p.found}" is not a date pattern.`,
    hint: () =>
      'Use YYYY or YY, M or MM or MMM, D or DD, and hh, mm, ss, SSS for time: "D/M/YYYY hh:mm"; or excel, unix, unix-ms.',
    example: { found: 'dd/mm/yy' },
  }),
  'target/no-plan': issueEntry<object>({
    title: 'Target without an amount',
    says: () => 'This target states no amount.',
    hint: () => 'Write one of: value, low and high, values by period, or total with year.',
    example: {},
  }),
  'target/several-plans': issueEntry<{ fields: readonly string[] }>({
    title: 'Target with several kinds of amount',
    says: (p) => `A target has one kind of amount; this one has ${p.fields.join(' and ')}.`,
    hint: () => 'Keep one, and write a second target document for the other.',
    example: { fields: ['value', 'total'] },
  }),
}
