import { issueEntry } from '../issue.ts'

const whyNot = {
  'other-periods': 'reads KPIs or other periods; a value of an entity is made of its own rows',
  digits: 'has a product with more digits after the point than can be kept exactly',
  function: 'uses a function that works on values of a period, not on rows',
}

/** What can be wrong with how rows are taken together: by entities, while they are in force, over days. */
export const rowIssues = {
  'per/when': issueEntry<{ when: string; dataset: string; rows: 'event' | 'timeless' | 'snapshot' }>({
    title: 'A state of rows that have none',
    says: (p) =>
      p.rows === 'timeless'
        ? `The dataset "${p.dataset}" has no time, so nothing is "${p.when}" a period.`
        : p.rows === 'snapshot'
          ? `Rows of "${p.dataset}" are pictures of single days; they are not in force at the ${p.when}.`
          : `Rows of "${p.dataset}" happen; they have no state at the ${p.when} of a period.`,
    hint: (p) =>
      p.rows === 'timeless'
        ? 'Add "time:" to the dataset, or remove "when".'
        : p.rows === 'snapshot'
          ? 'Use "before" for every earlier picture; the ends of earlier periods are for rows: validity.'
          : 'Use "before" or "ever" for what happened until then; "start" and "end" are for rows: snapshot and rows: validity.',
    example: { when: 'start', dataset: 'orders', rows: 'event' },
  }),
  'per/value': issueEntry<{ name: string; why: 'other-periods' | 'digits' | 'function' }>({
    title: 'A value that entities cannot have',
    says: (p) => `"${p.name}" ${whyNot[p.why]}.`,
    hint: (p) =>
      p.why === 'other-periods'
        ? 'Use aggregates over columns, and "when" for what lies before.'
        : 'Round a factor first, or leave that step to the formula over entities.',
    example: { name: 'orders', why: 'other-periods' },
  }),
  'per/name': issueEntry<{ name: string }>({
    title: 'A value named like a column of the key',
    says: (p) => `"${p.name}" is a column of the key already.`,
    hint: () => 'Give the value another name.',
    example: { name: 'customer_id' },
  }),
  'per/key-twice': issueEntry<{ column: string }>({
    title: 'A column twice in the key of entities',
    says: (p) => `The column "${p.column}" stands twice in the key.`,
    hint: () => 'Remove one.',
    example: { column: 'customer_id' },
  }),
  'per/no-dataset': issueEntry<object>({
    title: 'Entities without a dataset',
    says: () => 'Entities are made of rows, and this part names no dataset.',
    hint: () => 'Add "dataset:" to the calculation or to this part.',
    example: {},
  }),
  'over-time/rows': issueEntry<{ dataset: string }>({
    title: 'A mean over time of rows that happen',
    says: (p) => `Rows of "${p.dataset}" happen: they have no level on a day that could be averaged.`,
    hint: () => 'Divide by the number of days instead, or declare rows: snapshot or rows: validity.',
    example: { dataset: 'orders' },
  }),
  'over-time/aggregate': issueEntry<{ aggregate: string }>({
    title: 'A mean over time of what does not add up',
    says: (p) =>
      p.aggregate === 'per'
        ? 'Values over entities of several days cannot be averaged exactly: only sums and counts of rows can.'
        : `${p.aggregate}() of several days cannot be averaged exactly: only sums and counts can.`,
    hint: () => 'Use sum, count or avg of columns, or remove "over-time: mean".',
    example: { aggregate: 'max' },
  }),
  'validity/no-end': issueEntry<object>({
    title: 'Validity without an end',
    says: () => 'Rows with validity need the date that ends them.',
    hint: () => 'Write "time: { column: started_on, until: ended_on }"; the date is empty while a row is in force.',
    example: {},
  }),
  'validity/rows': issueEntry<object>({
    title: 'An end of rows that have none',
    says: () => 'Only rows with validity end.',
    hint: () => 'Write "rows: validity", or remove this.',
    example: {},
  }),
  'validity/end-type': issueEntry<{ column: string; type: string }>({
    title: 'An end that is no date',
    says: (p) => `"${p.column}" is of type ${p.type}; the end of a row is a date.`,
    hint: () => 'Give the column the type date; say how it is written with "format:".',
    example: { column: 'ended_on', type: 'text' },
  }),
  'validity/looked-up': issueEntry<object>({
    title: 'Validity from a looked-up day',
    says: () => 'Rows with validity begin on a day of their own.',
    hint: () => 'Name a column of this dataset.',
    example: {},
  }),
  'cohort/no-time': issueEntry<{ dataset: string }>({
    title: 'A cohort of rows without a time',
    says: (p) => `Nobody enters or comes back on a day by rows of "${p.dataset}": it has no time.`,
    hint: () => 'Add "time: { column: … }" to the dataset.',
    example: { dataset: 'stores' },
  }),
  'cohort/when': issueEntry<{ both: boolean }>({
    title: 'A cohort without one time of coming back',
    says: (p) => (p.both ? 'Both "within" and "in" stand here.' : 'It is not said when somebody has to come back.'),
    hint: () => 'Write one: within: 30 days, or in: month 3.',
    example: { both: false },
  }),
  'cohort/keys': issueEntry<{ ours: readonly string[]; theirs: readonly string[] }>({
    title: 'Keys that do not fit',
    says: (p) => `Those who enter are known by ${p.ours.join(', ')}, those who come back by ${p.theirs.join(', ')}.`,
    hint: () => 'Name columns of the same types, in the same order.',
    example: { ours: ['customer_id (text)'], theirs: ['buyer (integer)'] },
  }),
  'cohort/as-of': issueEntry<object>({
    title: 'A cohort that depends on the day that is read',
    says: () => 'Who entered and who came back is known once; as_of() changes with the period that is asked about.',
    hint: () => 'Compare columns of the row instead.',
    example: {},
  }),
  'deliveries/no-key': issueEntry<object>({
    title: 'Upserted rows without a key',
    says: () => 'A later row replaces the one with its key, and this dataset has none.',
    hint: () => 'Name the columns in "key:", or use deliveries: window or full.',
    example: {},
  }),
  'deliveries/no-time': issueEntry<{ looksUp: boolean }>({
    title: 'Windows without a day',
    says: (p) =>
      p.looksUp
        ? 'A delivery replaces the rows of its days, and these rows take their day from others.'
        : 'A delivery replaces the rows of its days, and this dataset has no time.',
    hint: () => 'Name a column of this dataset in "time:", or use deliveries: upsert or full.',
    example: { looksUp: false },
  }),
  'deliveries/stray': issueEntry<{ name: string; wants: string }>({
    title: 'A field of other deliveries',
    says: (p) => `"${p.name}" says something only with deliveries: ${p.wants}.`,
    hint: (p) => `Write deliveries: ${p.wants}, or remove it.`,
    example: { name: 'deleted', wants: 'upsert' },
  }),
  'deliveries/mark': issueEntry<{ column: string; type: string; words: boolean }>({
    title: 'A column that cannot mark rows as deleted',
    says: (p) =>
      p.words
        ? `Words mark rows in a text column; "${p.column}" is ${p.type}.`
        : `A mark without words is a boolean, a date or a timestamp; "${p.column}" is ${p.type}.`,
    hint: (p) =>
      p.words ? `Write "deleted: ${p.column}".` : `Write "deleted: { column: ${p.column}, is: … }" for a text column.`,
    example: { column: 'status', type: 'text', words: false },
  }),
  'watermark/type': issueEntry<{ column: string; type: string }>({
    title: 'A watermark that is no time',
    says: (p) => `"${p.column}" is ${p.type}; only a date or a timestamp says when a row last changed.`,
    hint: () => 'Name the column of the last change, or remove "watermark:": every reading is whole then.',
    example: { column: 'version', type: 'integer' },
  }),
  'watermark/connector': issueEntry<{ connector: string }>({
    title: 'A watermark where files are read whole',
    says: (p) => `Sources of ${p.connector} are read whole; only databases are asked for newer rows.`,
    hint: () => 'Remove "watermark:". Files that were read before are not read again anyway.',
    example: { connector: 'csv' },
  }),
}
