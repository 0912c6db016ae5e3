import { issueEntry } from '../issue.ts'

/** Mistakes about exchange rates and money of several currencies. */
export const ratesIssues = {
  'rates/entry': issueEntry<object>({
    title: 'Converted money that decides who enters',
    says: () =>
      'Who enters or comes back cannot depend on money of several currencies: where a rate is missing, nobody knows.',
    hint: () => 'Use a column that says so, or a count of rows.',
    example: {},
  }),
  'rates/key': issueEntry<{ key: readonly string[]; wanted: readonly string[] }>({
    title: 'A table of rates that may have two rates for a day',
    says: (p) =>
      `The key of a table of rates is its day and its currencies, and this is ${p.key.join(', ') || 'none'}.`,
    hint: (p) => `Write key: [${p.wanted.join(', ')}]; a second rate for a day is then refused.`,
    example: { key: ['id'], wanted: ['day', 'base', 'quote'] },
  }),
  'rates/day': issueEntry<object>({
    title: 'A table of rates without days',
    says: () => 'A table of rates needs the day of each rate: a time column of its own, of the type date.',
    hint: () => 'Write time: { column: … } with a column of the type date, and rows: event.',
    example: {},
  }),
  'rates/column': issueEntry<{ column: string; type: string; wanted: string }>({
    title: 'A column of rates of another type',
    says: (p) => `The column "${p.column}" is of type ${p.type}, and ${p.wanted} is needed here.`,
    hint: () => 'Currencies are texts such as USD; a rate is a decimal such as decimal(6).',
    example: { column: 'rate', type: 'text', wanted: 'a decimal' },
  }),
  'rates/same': issueEntry<{ currency: string }>({
    title: 'A table of rates of a currency into itself',
    says: (p) => `Both sides of these rates are ${p.currency}.`,
    hint: () => 'Name the column of the other currency.',
    example: { currency: 'EUR' },
  }),
  'rates/table': issueEntry<{ dataset: string }>({
    title: 'Rates from a dataset that has none',
    says: (p) => `The dataset "${p.dataset}" is no table of rates.`,
    hint: () => 'Give it rates: { from: …, to: …, rate: … }, or name another one.',
    example: { dataset: 'orders' },
  }),
  'rates/none': issueEntry<object>({
    title: 'A rule for rates without a table',
    says: () => 'This says which rate counts, and no table of rates is named.',
    hint: () => 'Add dataset: with the id of a dataset that has rates.',
    example: {},
  }),
  'money/two-currencies': issueEntry<{ column: string; currency: string }>({
    title: 'Money of one currency and of many',
    says: (p) => `The column "${p.column}" is ${p.currency} by its type, and of the currency of each row by currency:.`,
    hint: () => 'Write type: money, or remove currency:.',
    example: { column: 'amount', currency: 'EUR' },
  }),
  'money/currency-column': issueEntry<{ column: string; type: string }>({
    title: 'Currencies in a column that is no text',
    says: (p) => `The column "${p.column}" is of type ${p.type}; currencies are texts such as USD.`,
    hint: () => 'Name the text column that has the code of the currency.',
    example: { column: 'currency_id', type: 'integer' },
  }),
}
