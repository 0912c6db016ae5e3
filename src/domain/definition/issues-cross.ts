import { issueEntry } from '../issue.ts'
import { didYouMean } from '../nearest.ts'
import { calendarIssues } from './issues-calendar.ts'
import { judgingIssues } from './issues-judging.ts'

const list = (names: readonly string[]): string => names.join(', ')
const kindWord = (kind: string): string => (kind === 'kpi' ? 'KPI' : kind)
const arrows = (path: readonly string[]): string => path.join(' → ')

/** What can be wrong between documents. */
export const crossIssues = {
  ...judgingIssues,
  ...calendarIssues,
  'workspace/missing': issueEntry<object>({
    title: 'No workspace document',
    says: () => 'No document has kind: workspace.',
    hint: () => 'Add workspace.yaml with kind: workspace, id, name and zone.',
    example: {},
  }),
  'workspace/several': issueEntry<{ first: string }>({
    title: 'Several workspace documents',
    says: (p) => `This is a second workspace document; the first is in ${p.first}.`,
    hint: () => 'Keep one: a folder is one workspace.',
    example: { first: 'workspace.yaml:1' },
  }),
  'id/duplicate': issueEntry<{ kind: string; id: string; first: string }>({
    title: 'The same id twice',
    says: (p) => `There is another ${kindWord(p.kind)} with the id "${p.id}" in ${p.first}.`,
    hint: () => 'Rename or remove one of them.',
    example: { kind: 'kpi', id: 'revenue', first: 'kpis.yaml:12' },
  }),
  'id/reserved': issueEntry<{ kind: string; id: string }>({
    title: 'Reserved id',
    says: (p) => `The ${p.kind} id "${p.id}" is built in.`,
    hint: () => 'Choose another id.',
    example: { kind: 'dataset', id: 'manual-values' },
  }),
  'id/still-used': issueEntry<{ id: string; other: string }>({
    title: 'A former id that another KPI has',
    says: (p) => `The former id "${p.id}" belongs to the KPI in ${p.other}.`,
    hint: () => 'Ids are never reused: an old id leads to one KPI only.',
    example: { id: 'sales', other: 'kpis.yaml:40' },
  }),
  'reference/unknown': issueEntry<{ kind: string; id: string; near: readonly string[] }>({
    title: 'Reference to a document that does not exist',
    says: (p) => `There is no ${kindWord(p.kind)} "${p.id}".`,
    hint: (p) => didYouMean(p.near, `Check the id, or add a document with kind: ${p.kind}.`),
    example: { kind: 'dataset', id: 'order', near: ['orders'] },
  }),
  'reference/cycle': issueEntry<{ kind: string; path: readonly string[] }>({
    title: 'Definitions that depend on themselves',
    says: (p) => `These ${p.kind} lead back to themselves: ${arrows(p.path)}.`,
    hint: () => 'Remove one of the links.',
    example: { kind: 'units', path: ['north', 'europe', 'north'] },
  }),
  'source/connector': issueEntry<{ connector: string; near: readonly string[]; connectors: readonly string[] }>({
    title: 'Unknown connector',
    says: (p) => `There is no connector "${p.connector}".`,
    hint: (p) => didYouMean(p.near, `Connectors are ${list(p.connectors)}.`),
    example: { connector: 'cvs', near: ['csv'], connectors: ['csv', 'manual'] },
  }),
  'dataset/manual-source': issueEntry<{ source: string }>({
    title: 'Dataset over the manual connector',
    says: (p) => `The source "${p.source}" holds typed values, not rows.`,
    hint: () => 'Read the dataset from another source, or write a KPI with calculation: { type: manual }.',
    example: { source: 'typed' },
  }),
  'column/unknown': issueEntry<{ column: string; dataset: string; near: readonly string[] }>({
    title: 'Unknown column',
    says: (p) => `The dataset "${p.dataset}" has no column "${p.column}".`,
    hint: (p) => didYouMean(p.near, 'Add it to columns, or check its name.'),
    example: { column: 'regoin', dataset: 'orders', near: ['region'] },
  }),
  'look-up/unknown': issueEntry<{ lookUp: string; dataset: string; near: readonly string[] }>({
    title: 'Unknown look-up',
    says: (p) => `The dataset "${p.dataset}" has no look-up "${p.lookUp}".`,
    hint: (p) => didYouMean(p.near, 'Add it to look-ups, or check its name.'),
    example: { lookUp: 'custmer', dataset: 'orders', near: ['customer'] },
  }),
  'column/reserved': issueEntry<{ column: string }>({
    title: 'A column named like a word of the formula language',
    says: (p) => `"${p.column}" is a word of the formula language.`,
    hint: (p) => `Name it ${p.column}_value, say, and put the header into "from:".`,
    example: { column: 'where' },
  }),
  'column/no-currency': issueEntry<{ column: string }>({
    title: 'Money without a currency',
    says: (p) => `The column "${p.column}" does not say which money it holds.`,
    hint: () =>
      'Write money EUR, name the column with the currency of each row (currency: …), or give the workspace a currency.',
    example: { column: 'price' },
  }),
  'dataset/key-twice': issueEntry<{ column: string }>({
    title: 'A column twice in the key',
    says: (p) => `The column "${p.column}" stands twice in the key.`,
    hint: () => 'Remove one.',
    example: { column: 'order_id' },
  }),
  'dataset/time-type': issueEntry<{ column: string; type: string }>({
    title: 'A time column that is no date',
    says: (p) => `The time column "${p.column}" is of type ${p.type}.`,
    hint: () => 'Its type must be date or timestamp; say how it is written with "format:".',
    example: { column: 'ordered_at', type: 'text' },
  }),
  'dataset/time-look-up': issueEntry<{ column: string; dataset: string; time: string | null }>({
    title: 'A looked-up time that is none',
    says: (p) =>
      `"${p.column}" is not the time of the dataset "${p.dataset}", which alone decides the days of its rows.`,
    hint: (p) =>
      p.time === null ? `Give ${p.dataset} "time: { column: ${p.column} }".` : `The time of ${p.dataset} is ${p.time}.`,
    example: { column: 'shipped_at', dataset: 'orders', time: 'ordered_at' },
  }),
  'dataset/time-zone': issueEntry<{ dataset: string }>({
    title: 'A zone for a looked-up time',
    says: (p) => `The days are decided by the dataset "${p.dataset}", in its zone.`,
    hint: (p) => `Remove "zone:" here, or state it in ${p.dataset}.`,
    example: { dataset: 'orders' },
  }),
  'dataset/zone-column': issueEntry<{ column: string; why: 'type' | 'date'; type: string }>({
    title: 'A zone column that cannot decide a day',
    says: (p) =>
      p.why === 'type'
        ? `"${p.column}" is of type ${p.type}, and names of time zones are text.`
        : `"${p.column}" can change no day: the time of this dataset is a date, which has no zone.`,
    hint: (p) => (p.why === 'type' ? 'Give it the type text, or name another column.' : 'Remove "zone-column:".'),
    example: { column: 'shop', why: 'type', type: 'integer' },
  }),
  'dataset/unit-zone': issueEntry<{ unit: string; dimension: string; path: string }>({
    title: 'A unit’s zone that is not known at load',
    says: (p) =>
      `The unit "${p.unit}" has a time zone, but which rows are its own is known only by looking up ${p.path}, after their days are decided.`,
    hint: (p) =>
      `State "zone:" or "zone-column:" in time:, or give the dataset a column of its own for the dimension ${p.dimension}.`,
    example: { unit: 'auckland', dimension: 'shop', path: 'customer.shop' },
  }),
  'dataset/snapshot-time': issueEntry<object>({
    title: 'Snapshots without a time',
    says: () => 'A dataset of snapshots needs a time column: the day of each picture.',
    hint: () => 'Add "time: { column: … }", or remove "rows: snapshot".',
    example: {},
  }),
  'look-up/no-key': issueEntry<{ dataset: string }>({
    title: 'Look-up of a dataset without a key',
    says: (p) => `The dataset "${p.dataset}" has no key, so none of its rows can be looked up.`,
    hint: () => 'Declare its key.',
    example: { dataset: 'returns' },
  }),
  'look-up/columns': issueEntry<{ dataset: string; key: readonly string[]; by: readonly string[] }>({
    title: 'Look-up with too few or too many columns',
    says: (p) =>
      `The key of "${p.dataset}" is ${list(p.key)} (${p.key.length}); here ${p.by.length} stand: ${list(p.by)}.`,
    hint: () => 'Name one column of ours per key column, in that order.',
    example: { dataset: 'orders', key: ['order_id', 'line'], by: ['order_id'] },
  }),
  'look-up/type': issueEntry<{ ours: string; ourType: string; theirs: string; theirType: string }>({
    title: 'Look-up between different types',
    says: (p) => `"${p.ours}" is ${p.ourType}, but the key column "${p.theirs}" is ${p.theirType}.`,
    hint: () => 'Give both columns the same type.',
    example: { ours: 'customer_id', ourType: 'integer', theirs: 'id', theirType: 'text' },
  }),
  'look-up/name': issueEntry<{ name: string }>({
    title: 'A look-up named like a column',
    says: (p) => `"${p.name}" is a column of this dataset already.`,
    hint: () => 'Give the look-up another name.',
    example: { name: 'customer' },
  }),
  'dimension/type': issueEntry<{ name: string; type: string }>({
    title: 'A dimension that cannot be grouped by',
    says: (p) => `"${p.name}" is of type ${p.type}; dimensions are text, boolean, date or whole numbers.`,
    hint: () => 'Remove it from dimensions, or change the type of its column.',
    example: { name: 'price', type: 'decimal(2)' },
  }),
  'dimension/twice': issueEntry<{ name: string }>({
    title: 'The same dimension twice',
    says: (p) => `The dimension "${p.name}" stands twice.`,
    hint: () => 'Remove one, or give it another name with { name, of }.',
    example: { name: 'region' },
  }),
  'dimension/conflict': issueEntry<{ name: string; type: string; other: string; otherType: string }>({
    title: 'One dimension name with two types',
    says: (p) => `"${p.name}" is ${p.type} here, but ${p.otherType} in the dataset "${p.other}".`,
    hint: () => 'The same name means the same thing everywhere: change a type, or rename one with { name, of }.',
    example: { name: 'store', type: 'integer', other: 'orders', otherType: 'text' },
  }),
  'dimension/unit': issueEntry<{ type: string }>({
    title: 'A dimension "unit" that is not text',
    says: (p) => `The dimension "unit" holds ids of units and must be text, not ${p.type}.`,
    hint: () => 'Make it text, or rename it with { name, of }.',
    example: { type: 'integer' },
  }),
  'dimension/unknown': issueEntry<{ name: string; near: readonly string[] }>({
    title: 'Unknown dimension',
    says: (p) => `No dataset has a dimension "${p.name}".`,
    hint: (p) => didYouMean(p.near, 'Add it to the dimensions of the datasets that have it.'),
    example: { name: 'regoin', near: ['region'] },
  }),
  'unit/level': issueEntry<{ level: string; parentLevel: string }>({
    title: 'A unit above its parent',
    says: (p) => `A unit of level ${p.level} cannot belong to one of level ${p.parentLevel}.`,
    hint: () => 'Levels go down: organisation, division, department, team, individual.',
    example: { level: 'division', parentLevel: 'team' },
  }),
  'kpi/first-from': issueEntry<object>({
    title: 'The first calculation has a date',
    says: () => 'The first calculation holds from the beginning and has no "from".',
    hint: () => 'Remove "from" here.',
    example: {},
  }),
  'kpi/later-from': issueEntry<object>({
    title: 'A later calculation without a date',
    says: () => 'Each calculation after the first needs "from": the first day it is in force.',
    hint: () => 'Add "from: 2026-07-01", say.',
    example: {},
  }),
  'kpi/from-order': issueEntry<{ from: string; before: string }>({
    title: 'Calculations that are not in order',
    says: (p) => `${p.from} does not come after ${p.before}.`,
    hint: () => 'Order calculations by their dates, the oldest first.',
    example: { from: '2025-01-01', before: '2026-07-01' },
  }),
  'kpi/unit': issueEntry<{ measuredIn: string; computed: string }>({
    title: 'The calculation gives another unit of measure',
    says: (p) => `This gives ${p.computed}, but the KPI is measured in ${p.measuredIn}.`,
    hint: (p) =>
      `Write "measured-in: ${p.computed}", correct the formula, or say what the columns measure or count: "integer ${p.measuredIn}" as a type, "noun:", "row:".`,
    example: { measuredIn: 'EUR', computed: 'EUR / order' },
  }),
  'target/plan': issueEntry<{ kpi: string; good: string; plan: string }>({
    title: 'A target that does not fit its KPI',
    says: (p) => `The KPI "${p.kpi}" has good: ${p.good}; it cannot have ${p.plan}.`,
    hint: (p) => (p.plan === 'a band' ? 'Write one value instead of low and high.' : 'Write low and high.'),
    example: { kpi: 'revenue', good: 'up', plan: 'a band' },
  }),
  'target/band': issueEntry<{ low: string; high: string }>({
    title: 'A band upside down',
    says: (p) => `Low (${p.low}) must be less than high (${p.high}).`,
    hint: () => 'Exchange them.',
    example: { low: '5', high: '3' },
  }),
  'target/dates': issueEntry<{ from: string; until: string }>({
    title: 'A target that ends before it begins',
    says: (p) => `${p.until} lies before ${p.from}.`,
    hint: () => 'Exchange the dates; until is the last day.',
    example: { from: '2026-12-01', until: '2026-01-31' },
  }),
  'target/period': issueEntry<{ period: string; calendar: string }>({
    title: 'Not a period',
    says: (p) => `"${p.period}" is not a period of the calendar "${p.calendar}".`,
    hint: () => 'Write a year, quarter, month, week or day: 2026, 2026-Q1, 2026-03, 2026-W05, 2026-03-09.',
    example: { period: '2026-13', calendar: 'gregorian' },
  }),
  'target/grain': issueEntry<{ period: string; grain: string; first: string }>({
    title: 'Periods of different grains',
    says: (p) => `"${p.period}" is a ${p.grain}, but the first period here is a ${p.first}.`,
    hint: () => 'Use one grain per target document.',
    example: { period: '2026-Q1', grain: 'quarter', first: 'month' },
  }),
  'target/period-twice': issueEntry<{ period: string }>({
    title: 'The same period twice',
    says: (p) => `"${p.period}" is the same period as one above.`,
    hint: () => 'Keep one of them.',
    example: { period: 'gregorian:2026-01' },
  }),
  'target/overlap': issueEntry<{ other: string; what: string }>({
    title: 'Two targets for the same thing',
    says: (p) => `The target in ${p.other} is for the same KPI, version and scope, and ${p.what}.`,
    hint: () => 'Limit one with from and until, or give it another version.',
    example: { other: 'targets.yaml:3', what: 'also holds for 2026-01' },
  }),
  'target/not-positive': issueEntry<{ kpi: string; amount: string }>({
    title: 'Attainment of a target that is not positive',
    says: (p) => `The KPI "${p.kpi}" is judged by attainment, which a target of ${p.amount} does not have.`,
    hint: () => 'Give the KPI rules on the value itself, such as on-track: "<= 0", or a positive target.',
    example: { kpi: 'accidents', amount: '0' },
  }),
  'target/weights': issueEntry<{ found: number; expected: number; cadence: string }>({
    title: 'A wrong number of weights',
    says: (p) => `${p.found} weights for the ${p.expected} periods (${p.cadence}) of a year.`,
    hint: (p) => `Write ${p.expected} weights.`,
    example: { found: 4, expected: 12, cadence: 'month' },
  }),
  'weight/negative': issueEntry<{ weight: string }>({
    title: 'A negative weight',
    says: (p) => `A weight cannot be ${p.weight}, and not all can be 0.`,
    hint: () => 'Write 0 or more.',
    example: { weight: '-1' },
  }),
  'index/scale': issueEntry<{ value: string }>({
    title: 'A scale without a length',
    says: (p) => `Worst and best are both ${p.value}, so nothing lies between them.`,
    hint: () => 'Write the value that stands for 0 as worst and the one that stands for 100 as best.',
    example: { value: '5' },
  }),
  'manual/mean-of-flows': issueEntry<object>({
    title: 'A mean over units of values that add up over time',
    says: () => 'Values that add up over time have no mean over units that would add up too.',
    hint: () => 'Write "over-time: last" or "over-time: mean", or another roll-up.',
    example: {},
  }),
  'scorecard/at-least': issueEntry<{ wanted: number; total: number }>({
    title: 'More scores wanted than there are KPIs',
    says: (p) => `At least ${p.wanted} KPIs should have a score, but only ${p.total} stand here.`,
    hint: (p) => `Write ${p.total} or less, or add KPIs.`,
    example: { wanted: 5, total: 3 },
  }),
  'from/first': issueEntry<object>({
    title: 'The first entry has a date',
    says: () => 'The first entry holds from the beginning and has no "from".',
    hint: () => 'Remove "from" here.',
    example: {},
  }),
  'from/later': issueEntry<object>({
    title: 'A later entry without a date',
    says: () => 'Each entry after the first needs "from": the first day it is in force.',
    hint: () => 'Add "from: 2026-07-01", say.',
    example: {},
  }),
  'from/order': issueEntry<{ from: string; before: string }>({
    title: 'Entries that are not in order',
    says: (p) => `${p.from} does not come after ${p.before}.`,
    hint: () => 'Order entries by their dates, the oldest first.',
    example: { from: '2025-01-01', before: '2026-07-01' },
  }),
  'scorecard/unit-and-for': issueEntry<object>({
    title: 'A scorecard of one unit and of many',
    says: () => 'A scorecard is about one unit or for many, not both.',
    hint: () => 'Remove "unit" or "for".',
    example: {},
  }),
  'scorecard/differences': issueEntry<object>({
    title: 'Differences of a scorecard that is not for many units',
    says: () => 'Only a scorecard that is for many units has differences between them.',
    hint: () => 'Add "for: { each: team }", say, or remove the differences.',
    example: {},
  }),
  'scorecard/no-units': issueEntry<object>({
    title: 'A scorecard for no unit',
    says: () => 'No unit is of this level there.',
    hint: () => 'Correct the level or the unit above; levels are organisation, division, department, team, individual.',
    example: {},
  }),
  'scorecard/not-among': issueEntry<{ unit: string; near: readonly string[] }>({
    title: 'A difference of a unit that has not this scorecard',
    says: (p) => `"${p.unit}" is not among the units that this scorecard is for.`,
    hint: (p) => didYouMean(p.near, 'Remove it, or add the unit.'),
    example: { unit: 'noth', near: ['north'] },
  }),
  'scorecard/not-on-it': issueEntry<{ kpi: string; near: readonly string[] }>({
    title: 'A difference about a KPI that is not there',
    says: (p) => `The KPI "${p.kpi}" is not on this scorecard, so nothing can be otherwise about it.`,
    hint: (p) => didYouMean(p.near, 'Remove it, or add the KPI.'),
    example: { kpi: 'revenu', near: ['revenue'] },
  }),
  'scorecard/twice': issueEntry<{ kind: string; id: string }>({
    title: 'Twice on a scorecard',
    says: (p) => `The ${kindWord(p.kind)} "${p.id}" stands on this scorecard already.`,
    hint: () => 'Keep it once, so that it counts once.',
    example: { kind: 'kpi', id: 'revenue' },
  }),
}
