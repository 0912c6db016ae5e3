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
  'targets/kpi': issueEntry<object>({
    title: 'A table of targets of no KPI',
    says: () => 'A table of targets needs the KPI of its rows: the column that says it, or one for all of them.',
    hint: () => 'Write kpi: and a column, or for: and the id of a KPI; not both.',
    example: {},
  }),
  'targets/version': issueEntry<object>({
    title: 'Two versions for one row',
    says: () => 'The version of rows is said by a column and for all of them.',
    hint: () => 'Keep version or as.',
    example: {},
  }),
  'targets/column': issueEntry<{ column: string; type: string; wanted: readonly string[] }>({
    title: 'A column of targets of another type',
    says: (p) => `The column "${p.column}" is of type ${p.type}; here it must be ${p.wanted.join(', ')}.`,
    hint: () => 'Names are texts, periods are texts or dates, amounts are integer, decimal or money.',
    example: { column: 'amount', type: 'text', wanted: ['integer', 'decimal', 'money'] },
  }),
  'targets/key': issueEntry<{ key: readonly string[]; wanted: readonly string[] }>({
    title: 'A table of targets that may promise twice',
    says: (p) => `The key of a table of targets is what a row is for, and this is ${p.key.join(', ') || 'none'}.`,
    hint: (p) => `Write key: [${p.wanted.join(', ')}]; a second amount for the same is then refused.`,
    example: { key: ['id'], wanted: ['kpi', 'unit', 'month'] },
  }),
  'target/derived': issueEntry<{ kpi: string; why: string }>({
    title: 'A formula that makes no target of targets',
    says: (p) => `The targets of the KPIs in "${p.kpi}" make none for it: ${p.why}.`,
    hint: () =>
      'Name two KPIs whose targets are divided, as derived: { numerator: margin, denominator: sales }, or state amounts.',
    example: { kpi: 'conversion', why: 'it is made of rows, not of other KPIs alone' },
  }),
  'target/derived-unit': issueEntry<{ kpi: string; unit: string; found: string }>({
    title: 'A derived target in another unit of measure',
    says: (p) => `The target would be in ${p.found || '1'}, but "${p.kpi}" is measured in ${p.unit || '1'}.`,
    hint: () => 'Name KPIs whose units of measure make that of this one.',
    example: { kpi: 'margin-rate', unit: '1', found: 'EUR / order' },
  }),
  'target/units-add': issueEntry<{ kpi: string }>({
    title: 'A total of what does not add up over units',
    says: (p) => `The values of units do not add up to "${p.kpi}", so its total cannot be shared over them.`,
    hint: () => 'Leave units out, and give each unit a target document of its own.',
    example: { kpi: 'conversion' },
  }),
  'target/no-units': issueEntry<{ above: string; level: string | null }>({
    title: 'A total for no units',
    says: (p) =>
      `No unit${p.level === null ? '' : ` of the level ${p.level}`} stands below ${p.above}, over which the total could be shared.`,
    hint: () => 'Name the unit above them in scope, or another level; units say their parent in their own documents.',
    example: { above: 'north', level: 'team' },
  }),
  'target/not-below': issueEntry<{ unit: string; above: string; near: readonly string[]; direct: readonly string[] }>({
    title: 'A weight for a unit that is elsewhere',
    says: (p) => `"${p.unit}" never stands below ${p.above}, or below a unit that has a weight itself.`,
    hint: (p) => didYouMean(p.near, `Right below it are: ${p.direct.join(', ') || 'none'}.`),
    example: { unit: 'south', above: 'north', near: [], direct: ['north-east', 'north-west'] },
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
  'benchmark/order': issueEntry<{ name: string; lower: string; median: string; upper: string }>({
    title: 'Quartiles that are not in order',
    says: (p) => `The quartiles of "${p.name}" are ${p.lower}, ${p.median} and ${p.upper}: they must not fall.`,
    hint: () => 'Order them by size, whichever direction is better.',
    example: { name: 'Retail Europe', lower: '95%', median: '91%', upper: '86%' },
  }),
  'benchmark/dates': issueEntry<object>({
    title: 'A benchmark with a year and a first day',
    says: () => 'A benchmark holds from its year or from a day, not from both.',
    hint: () => 'Keep year or from.',
    example: {},
  }),
  'target/grid-empty': issueEntry<object>({
    title: 'A grid without rows',
    says: () => 'The grid has no rows below its first line.',
    hint: () => 'Paste the header and the rows: unit and periods first, then one line per unit.',
    example: {},
  }),
  'target/grid-periods': issueEntry<{ calendar: string }>({
    title: 'A grid without periods',
    says: (p) => `No column of the first line is a period of the calendar "${p.calendar}".`,
    hint: () => 'Head the columns of amounts with periods: 2026-01, Jan 2026, P1 2026, 2026-Q1.',
    example: { calendar: 'gregorian' },
  }),
  'target/grid-column': issueEntry<{ name: string; near: readonly string[] }>({
    title: 'A column of a grid that says nothing about a target',
    says: (p) => `"${p.name}" is neither "unit" nor a dimension.`,
    hint: (p) => didYouMean(p.near, 'Columns before the periods are headed "unit" or by dimensions; leave out others.'),
    example: { name: 'regoin', near: ['region'] },
  }),
  'target/grid-unit': issueEntry<{ row: number; value: string; near: readonly string[] }>({
    title: 'A row of a grid for an unknown unit',
    says: (p) => `Row ${p.row}: no unit has the id or the name "${p.value}", or several have.`,
    hint: (p) => didYouMean(p.near, 'Write the id of the unit’s document.'),
    example: { row: 3, value: 'Nort', near: ['North'] },
  }),
  'target/grid-twice': issueEntry<{ row: number; first: number }>({
    title: 'Two rows of a grid for the same thing',
    says: (p) => `Row ${p.row} is for the same as row ${p.first}.`,
    hint: () => 'Keep one of them.',
    example: { row: 9, first: 3 },
  }),
  'target/grid-width': issueEntry<{ row: number; found: number; expected: number }>({
    title: 'A row of a grid that is longer than its header',
    says: (p) => `Row ${p.row} has ${p.found} cells, the first line has ${p.expected}.`,
    hint: () => 'Quote cells that hold the sign between cells, or head every column.',
    example: { row: 4, found: 15, expected: 13 },
  }),
  'target/grid-cell': issueEntry<{ row: number; column: string; value: string; example: string }>({
    title: 'A cell of a grid that is no amount',
    says: (p) => `Row ${p.row}, column ${p.column}: "${p.value}" is no amount.`,
    hint: (p) =>
      `All amounts of a grid are written alike, here as ${p.example}; leave a cell empty where there is no target.`,
    example: { row: 4, column: '2026-03', value: '12O,000', example: '1,234.56' },
  }),
  'target/grid-total': issueEntry<{ what: string; total: string; sum: string }>({
    title: 'A total of a grid that is not the sum',
    says: (p) => `The total of ${p.what} is ${p.total}, but its amounts add up to ${p.sum}.`,
    hint: () => 'Correct the amounts, or leave the totals out: they are only checked.',
    example: { what: 'row 4', total: '1,200', sum: '1190' },
  }),
}
