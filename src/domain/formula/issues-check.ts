import { issueEntry } from '../issue.ts'
import { didYouMean } from '../nearest.ts'

interface Unknown {
  readonly near: readonly string[]
}

/** Names that lead nowhere. */
const nameIssues = {
  'formula/unknown-column': issueEntry<Unknown & { column: string; dataset: string }>({
    title: 'Unknown column',
    says: (p) => `The dataset "${p.dataset}" has no column "${p.column}".`,
    hint: (p) => didYouMean(p.near, 'Check its name, or add it to the columns of the dataset.'),
    example: { column: 'prcie', dataset: 'orders', near: ['price'] },
  }),
  'formula/unknown-look-up': issueEntry<Unknown & { lookUp: string; dataset: string }>({
    title: 'Unknown look-up',
    says: (p) => `The dataset "${p.dataset}" has no look-up "${p.lookUp}".`,
    hint: (p) => didYouMean(p.near, 'Check its name, or add it to the look-ups of the dataset.'),
    example: { lookUp: 'custmer', dataset: 'orders', near: ['customer'] },
  }),
  'formula/unknown-function': issueEntry<Unknown & { name: string }>({
    title: 'Unknown function',
    says: (p) => `There is no function "${p.name}".`,
    hint: (p) =>
      didYouMean(
        p.near,
        'Aggregates are sum, count, count_distinct, avg, median, percentile, min, max, first and last.',
      ),
    example: { name: 'average', near: ['avg'] },
  }),
  'formula/unknown-kpi': issueEntry<Unknown & { id: string }>({
    title: 'Unknown KPI',
    says: (p) => `There is no KPI "${p.id}".`,
    hint: (p) => didYouMean(p.near, 'Check the id, or add a document with kind: kpi.'),
    example: { id: 'revenu', near: ['revenue'] },
  }),
  'formula/no-dataset': issueEntry<Unknown & { name: string }>({
    title: 'A formula over KPIs that reads rows',
    says: (p) => `"${p.name}" needs a dataset, and this formula has none.`,
    hint: (p) => didYouMean(p.near, 'Refer to KPIs as [kpi-id], or state the dataset of the calculation.'),
    example: { name: 'net_revenue', near: ['[net-revenue]'] },
  }),
}

/** Things in a place where they mean nothing. */
const placeIssues = {
  'formula/finer-dataset': issueEntry<{
    dataset: string
    here: string
    key: readonly string[] | null
    by: readonly string[]
  }>({
    title: 'Columns of a finer dataset',
    says: (p) =>
      `The dataset "${p.dataset}" has many rows for one of "${p.here}" (key ${p.key?.join(', ') ?? 'none'}; it belongs to "${p.here}" by ${p.by.join(', ')}): joining it would count rows of "${p.here}" several times.`,
    hint: (p) =>
      `Calculate over "${p.dataset}", and aggregate first with per: { key: ${p.by.length === 1 ? p.by[0] : `[${p.by.join(', ')}]`} }.`,
    example: { dataset: 'order-lines', here: 'orders', key: ['order_id', 'line'], by: ['order_id'] },
  }),
  'formula/no-time': issueEntry<{ name: string; dataset: string }>({
    title: 'First or last without time',
    says: (p) => `${p.name}() goes by time, and the dataset "${p.dataset}" declares none.`,
    hint: () => 'Add time: { column: … } to the dataset, or use min or max.',
    example: { name: 'last', dataset: 'stores' },
  }),
  'formula/bare-column': issueEntry<{ column: string }>({
    title: 'A column outside an aggregate',
    says: (p) => `"${p.column}" has a value in every row, not one per period.`,
    hint: (p) => `Say how rows become one value, such as sum(${p.column}) or count_distinct(${p.column}).`,
    example: { column: 'price' },
  }),
  'formula/nested-aggregate': issueEntry<{ name: string; outer: string }>({
    title: 'An aggregate inside an aggregate',
    says: (p) => `${p.name}() cannot stand inside ${p.outer}(), which works on one row at a time.`,
    hint: () => 'Use one aggregate, or divide one by another: sum(amount) / count_distinct(order_id).',
    example: { name: 'sum', outer: 'avg' },
  }),
  'formula/aggregate-in-where': issueEntry<{ name: string }>({
    title: 'An aggregate inside where',
    says: (p) => `${p.name}() cannot stand after where, which looks at one row at a time.`,
    hint: () => 'Compare columns after where; compare aggregates with if(…).',
    example: { name: 'sum' },
  }),
  'formula/aggregate-in-row': issueEntry<{ name: string }>({
    title: 'An aggregate where a value per row is needed',
    says: (p) => `${p.name}() makes one value of many rows, and a value of each row is needed here.`,
    hint: () => 'Use columns and row functions only.',
    example: { name: 'sum' },
  }),
  'formula/kpi-in-row': issueEntry<{ id: string }>({
    title: 'A KPI where rows are looked at',
    says: (p) => `[${p.id}] has one value per period, and a value of each row is needed here.`,
    hint: () => 'Use KPIs outside aggregates and outside where.',
    example: { id: 'revenue' },
  }),
  'formula/where-in-row': issueEntry<object>({
    title: 'A where inside an aggregate',
    says: () => 'where cannot stand inside the parentheses of an aggregate.',
    hint: () => "Write it behind: sum(amount) where status = 'paid'. Parentheses limit it: (sum(a) where b) / sum(a).",
    example: {},
  }),
  'formula/where-nothing': issueEntry<object>({
    title: 'A where without an aggregate',
    says: () => 'This where has no aggregate whose rows it could filter.',
    hint: () => 'Write it behind an aggregate: sum(amount) where …',
    example: {},
  }),
  'formula/where-kpi': issueEntry<{ id: string }>({
    title: 'A where over a KPI',
    says: (p) => `where filters rows, and [${p.id}] is a finished value.`,
    hint: () => 'Limit where with parentheses, (sum(a) where b) / [kpi], or write a KPI with that condition.',
    example: { id: 'revenue' },
  }),
  'formula/row-only': issueEntry<{ what: string; instead: string }>({
    title: 'Something that works on rows only',
    says: (p) => `${p.what} works on the columns of a row, not on values of a period.`,
    hint: (p) => p.instead,
    example: { what: 'is null', instead: 'Use coalesce(x, 0), or put it after where.' },
  }),
  'formula/value-only': issueEntry<{ name: string }>({
    title: 'A function of periods where rows are looked at',
    says: (p) => `${p.name}() works on values of periods, not on the columns of a row.`,
    hint: (p) => `Put it around the aggregate: ${p.name}(sum(amount)).`,
    example: { name: 'prior' },
  }),
  'formula/window-size': issueEntry<{ limit: number }>({
    title: 'Windows within windows',
    says: (p) => `These windows together read more than ${p.limit} periods for one value.`,
    hint: () => 'Use fewer periods, or give the inner part a KPI of its own.',
    example: { limit: 1_000 },
  }),
}

function compareHint(p: { readonly left: string; readonly right: string }): string {
  if (p.left === 'a date' || p.right === 'a date') return "Write dates in single quotes: '2026-01-31'."
  return p.left === 'a number' ? 'Write the number without quotes.' : "Write texts in single quotes: 'north'."
}

/** Values that do not fit. */
const typeIssues = {
  'formula/arguments': issueEntry<{ name: string; takes: string; found: number }>({
    title: 'The wrong number of arguments',
    says: (p) =>
      `${p.name}() was given ${p.found === 0 ? 'no argument' : p.found === 1 ? 'one argument' : `${p.found} arguments`}.`,
    hint: (p) => `Write ${p.takes}.`,
    example: { name: 'round', takes: 'round(number[, digits])', found: 3 },
  }),
  'formula/argument-type': issueEntry<{ name: string; wanted: string; found: string }>({
    title: 'An argument of the wrong type',
    says: (p) => `${p.name}() takes ${p.wanted} here, and this is ${p.found}.`,
    hint: (p) =>
      p.wanted === 'a number'
        ? 'Use a column of numbers; count(x) and count_distinct(x) take any.'
        : `Give it ${p.wanted}.`,
    example: { name: 'sum', wanted: 'a number', found: 'a text' },
  }),
  'formula/argument-mix': issueEntry<{ name: string; left: string; right: string }>({
    title: 'Arguments of different types',
    says: (p) => `${p.name}() gives one of its values, and they are ${p.left} and ${p.right}.`,
    hint: () => 'Give it values of one type.',
    example: { name: 'if', left: 'a number', right: 'a text' },
  }),
  'formula/operand': issueEntry<{ op: string; found: string }>({
    title: 'Arithmetic with something else than numbers',
    says: (p) => `"${p.op}" takes numbers, and this is ${p.found}.`,
    hint: (p) =>
      p.found === 'a date' || p.found === 'a timestamp' ? 'Use days_between(from, to).' : 'Use a column of numbers.',
    example: { op: '+', found: 'a text' },
  }),
  'formula/condition': issueEntry<{ found: string }>({
    title: 'A condition is needed',
    says: (p) => `A condition was expected here, and this is ${p.found}.`,
    hint: () => "Compare it: status = 'paid', quantity > 0, region is not null.",
    example: { found: 'a number' },
  }),
  'formula/compare': issueEntry<{ op: string; left: string; right: string }>({
    title: 'A comparison of different types',
    says: (p) => `"${p.op}" compares values of one type, and these are ${p.left} and ${p.right}.`,
    hint: compareHint,
    example: { op: '=', left: 'a number', right: 'a text' },
  }),
  'formula/order': issueEntry<{ op: string }>({
    title: 'Conditions have no order',
    says: (p) => `"${p.op}" has no meaning between true and false.`,
    hint: () => 'Compare them with = or !=.',
    example: { op: '<' },
  }),
  'formula/compare-null': issueEntry<{ op: string }>({
    title: 'A comparison with null',
    says: (p) => `Nothing is ever ${p.op} null.`,
    hint: () => 'Write is null or is not null.',
    example: { op: '=' },
  }),
  'formula/member': issueEntry<object>({
    title: 'A list member that is not written out',
    says: () => 'Members of a list are numbers, texts, dates or conditions written out.',
    hint: () => "Write in ('north', 'south'); for missing values write or x is null.",
    example: {},
  }),
  'formula/literal': issueEntry<{ name: string; wanted: string }>({
    title: 'An argument that must be written out',
    says: (p) => `${p.name}() takes ${p.wanted} here.`,
    hint: (p) => `Write ${p.wanted}.`,
    example: { name: 'moving_average', wanted: 'a whole number from 2 to 366' },
  }),
  'formula/date': issueEntry<{ found: string }>({
    title: 'Not a date',
    says: (p) => `"${p.found}" is not a date.`,
    hint: () => "Write year, month and day: '2026-01-31'.",
    example: { found: '31.1.2026' },
  }),
  'formula/timestamp': issueEntry<{ other: string }>({
    title: 'A timestamp compared with something else',
    says: (p) => `A timestamp can only be compared with a timestamp, and this is ${p.other}.`,
    hint: () => 'Declare the column as date, or compare two timestamps.',
    example: { other: 'a text' },
  }),
  'formula/digits': issueEntry<{ scale: number; limit: number }>({
    title: 'Too many digits after the point',
    says: (p) => `This product has ${p.scale} digits after the point; ${p.limit} can be kept exactly.`,
    hint: () => 'Round a factor first: round(rate, 4) * price.',
    example: { scale: 24, limit: 18 },
  }),
  'formula/number-size': issueEntry<{ limit: number }>({
    title: 'A number with too many digits',
    says: (p) => `This number has more than ${p.limit} digits.`,
    hint: () => 'Write fewer digits.',
    example: { limit: 18 },
  }),
  'formula/units': issueEntry<{ what: string; left: string; right: string }>({
    title: 'Units of measure that do not fit',
    says: (p) => `${p.what} needs one unit of measure, and these are ${p.left} and ${p.right}.`,
    hint: () => 'Multiply or divide to convert one of them, or declare the unit of a column: integer days.',
    example: { what: '"+"', left: 'EUR', right: 'orders' },
  }),
  'formula/no-rates': issueEntry<{ currency: string }>({
    title: 'Money of several currencies without rates',
    says: (p) =>
      `This money is in the currency that "${p.currency}" names in each row, and no table of rates is named.`,
    hint: () => 'Give the workspace rates: { dataset: … }, a dataset that has rates:.',
    example: { currency: 'currency_code' },
  }),
  'formula/no-currency': issueEntry<object>({
    title: 'Money of several currencies without a common one',
    says: () => 'Nothing says which currency this money is taken in.',
    hint: () => 'Measure the KPI in a currency, or give the workspace a currency.',
    example: {},
  }),
  'formula/no-rate-day': issueEntry<{ dataset: string }>({
    title: 'Money to be converted on no day',
    says: (p) => `Rows of "${p.dataset}" have no day, so that no rate is theirs.`,
    hint: () => 'Give the dataset a time.',
    example: { dataset: 'price-list' },
  }),
  'formula/money-power': issueEntry<{ unit: string }>({
    title: 'Money that cannot be converted',
    says: (p) =>
      `This is measured in ${p.unit}, where the currency is that of each row: only plain money is converted.`,
    hint: () => 'Aggregate each part by itself and divide the sums: sum(price) / sum(quantity).',
    example: { unit: 'orders / ¤currency_code' },
  }),
  'formula/result': issueEntry<{ found: string }>({
    title: 'A formula that gives no number',
    says: (p) => `A KPI is a number, and this gives ${p.found}.`,
    hint: () => 'Write if(condition, 1, 0) to count a condition.',
    example: { found: 'true or false' },
  }),
}

/** Mistakes in the meaning of a formula, found by the checker. */
export const checkIssues = { ...nameIssues, ...placeIssues, ...typeIssues }
