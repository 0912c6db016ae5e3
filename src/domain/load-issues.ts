import { issueEntry, issueMaker } from './issue.ts'
import { didYouMean } from './nearest.ts'

const column = { name: 'quantity', near: ['Quantity'], found: 12 }

const namesShown = 8

const firstOf = (names: readonly string[]): string =>
  names.slice(0, namesShown).join(', ') + (names.length > namesShown ? ` and ${names.length - namesShown} more` : '')

/** Every mistake that data and typed values can have: the source of the reference page of load issues. */
export const loadIssues = {
  'load/missing-column': issueEntry<{ name: string; near: readonly string[]; found: number }>({
    title: 'A column is not in the file',
    says: (p) => `There is no column headed "${p.name}" among the ${p.found} of this file.`,
    hint: (p) => didYouMean(p.near, "Write the file's header into the column's from:."),
    example: column,
  }),
  'load/double-header': issueEntry<{ name: string; first: number; second: number }>({
    title: 'Two columns have the same header',
    says: (p) => `Columns ${p.first} and ${p.second} are both headed "${p.name}".`,
    hint: (p) => `Write from: "${p.name} #1" or "${p.name} #2" in the dataset, or rename one of them in the file.`,
    example: { name: 'date', first: 2, second: 5 },
  }),
  'load/empty-file': issueEntry<object>({
    title: 'A file has no header',
    says: () => 'This file has no header line.',
    hint: () => 'The first line names the columns.',
    example: {},
  }),
  'load/no-file': issueEntry<{ pattern: string; folder: string; near: readonly string[] }>({
    title: 'No file matches',
    says: (p) => `No file in ${p.folder} matches "${p.pattern}".`,
    hint: (p) => didYouMean(p.near, "Check the dataset's from: and the source's path:. Nothing was changed."),
    example: { pattern: 'orders-*.csv', folder: 'data', near: ['order-2026.csv'] },
  }),
  'load/outside': issueEntry<{ path: string }>({
    title: 'A path leaves the workspace',
    says: (p) => `"${p.path}" lies outside the workspace's folder.`,
    hint: () => 'Sources read files below the workspace only, links included; copy the files there.',
    example: { path: '../secrets' },
  }),
  'load/unreadable': issueEntry<{ reason: string }>({
    title: 'A file cannot be read',
    says: (p) => `This file cannot be read: ${p.reason}.`,
    hint: () => 'Check that it exists and that this program may read it.',
    example: { reason: 'permission denied' },
  }),
  'load/across': issueEntry<{ name: string; across: readonly string[] }>({
    title: 'A column does not fit unpivot',
    says: (p) => `The header of column "${p.name}" does not have what unpivot expects: ${p.across.join(', then ')}.`,
    hint: () => "Name the column in unpivot's keep: or leave-out:, or mend header-rows:.",
    example: { name: 'Total', across: ['year', '*'] },
  }),
  'load/password': issueEntry<object>({
    title: 'A workbook is locked by a password',
    says: () => 'This workbook is encrypted with a password.',
    hint: () => 'Save it without one where only the right people can read the folder.',
    example: {},
  }),
  'load/no-sheet': issueEntry<{ wanted: string; names: readonly string[]; near: readonly string[] }>({
    title: 'No such sheet',
    says: (p) => `There is no sheet "${p.wanted}" in this workbook.`,
    hint: (p) => didYouMean(p.near, `It has ${firstOf(p.names)}.`),
    example: { wanted: 'Plan', names: ['Notes', 'Plans'], near: ['Plans'] },
  }),
  'load/range': issueEntry<{ range: string }>({
    title: 'Not a range of a sheet',
    says: (p) => `"${p.range}" is not a range.`,
    hint: () => 'Write it like A4:H28, A4:H, A4 or A:H; the first row that is filled is the header.',
    example: { range: '4A' },
  }),
  'load/no-table': issueEntry<{ name: string; near: readonly string[]; names: readonly string[] }>({
    title: 'No such table',
    says: (p) => `There is no table or view "${p.name}".`,
    hint: (p) => didYouMean(p.near, p.names.length === 0 ? 'It has none.' : `It has ${firstOf(p.names)}.`),
    example: { name: 'order', near: ['orders'], names: ['orders', 'customers'] },
  }),
  'load/query': issueEntry<{ reason: string }>({
    title: 'A query does not run',
    says: (p) => `The dataset's query does not run: ${p.reason}.`,
    hint: () => "Try the dataset's from: in the database's own shell; one statement that only reads is allowed.",
    example: { reason: 'no such column: amout' },
  }),
  'load/nested': issueEntry<{ name: string }>({
    title: 'A column holds lists or records',
    says: (p) => `Column "${p.name}" holds lists, maps or records, not single values.`,
    hint: () => 'Deliver its parts as columns of their own, or as rows of another file.',
    example: { name: 'items' },
  }),
  'load/no-secret': issueEntry<{ variable: string }>({
    title: 'A variable of the environment is not set',
    says: (p) => `The environment variable ${p.variable} is not set.`,
    hint: () => 'Set it where this program runs; secrets never stand in documents.',
    example: { variable: 'SHOP_DATABASE_URL' },
  }),
  'load/address': issueEntry<{ variable: string }>({
    title: 'Not an address of a database',
    says: (p) => `What ${p.variable} holds is not an address of a PostgreSQL database.`,
    hint: () => 'Write postgres://user:password@host:5432/database, special signs in the password as %xx.',
    example: { variable: 'SHOP_DATABASE_URL' },
  }),
  'load/unreachable': issueEntry<{ where: string; reason: string }>({
    title: 'A source cannot be reached',
    says: (p) => `${p.where} cannot be reached: ${p.reason}.`,
    hint: () => 'Check address, network and TLS; bellwether doctor tries again. Nothing was changed.',
    example: { where: 'db.example:5432/shop', reason: 'nothing listens there' },
  }),
  'load/denied': issueEntry<{ what: string; reason: string }>({
    title: 'A source denies access',
    says: (p) => `${p.what}: ${p.reason}.`,
    hint: () => 'Check user and password, and that the user may read it (GRANT SELECT).',
    example: { what: 'orders', reason: 'permission denied for table orders' },
  }),
  'load/slow': issueEntry<{ what: string; seconds: number }>({
    title: 'A source took too long',
    says: (p) => `${p.what} took longer than ${p.seconds} seconds.`,
    hint: () => "Raise the source's timeout:, or ask for less.",
    example: { what: 'the query', seconds: 600 },
  }),
  'load/encoding': issueEntry<{ encoding: string; better: string }>({
    title: 'A file has another encoding',
    says: (p) => `This file is not ${p.encoding} text.`,
    hint: (p) => `Set encoding: ${p.better} in the source, or save the file as UTF-8.`,
    example: { encoding: 'utf-8', better: 'latin1' },
  }),
  'load/quoting': issueEntry<{ problem: string }>({
    title: 'Quotes do not match',
    says: (p) => p.problem,
    hint: () => 'A cell with quotes, delimiters or line breaks is quoted as a whole, inner quotes doubled.',
    example: { problem: 'A quoted cell is never closed.' },
  }),
  'load/changing': issueEntry<object>({
    title: 'A file changed while it was read',
    says: () => 'This file changed while it was being read.',
    hint: () => 'Load again when it is complete; deliver files under a temporary name and rename them.',
    example: {},
  }),
  'load/bad-row': issueEntry<{
    sheet: string | null
    row: number
    column: string | null
    value: string | null
    rule: string
  }>({
    title: 'A row cannot be read',
    says: (p) => {
      const row = `${p.sheet === null ? 'Row' : `Sheet ${p.sheet}, row`} ${p.row}`
      if (p.column === null) return `${row} ${p.rule}.`
      return `${row}, column ${p.column}: ${p.value === null ? 'the value' : JSON.stringify(p.value)} ${p.rule}.`
    },
    hint: () => 'Mend the file, declare the format in the dataset, or set on-error: set-aside.',
    example: { sheet: null, row: 17, column: 'quantity', value: 'abc', rule: 'is not a whole number' },
  }),
  'load/more-bad-rows': issueEntry<{ total: number; shown: number }>({
    title: 'More bad rows than are listed',
    says: (p) => `${p.total} cells or rows are bad in all; the first ${p.shown} are listed.`,
    hint: () => 'When every row is bad, the column type, format or decimal sign is probably declared wrongly.',
    example: { total: 1200, shown: 50 },
  }),
  'load/late-rows': issueEntry<{ dataset: string; rows: number; periods: readonly string[] }>({
    severity: 'warning',
    title: 'Rows for periods that were final',
    says: (p) => `Rows of ${p.dataset} (${p.rows}) came, went or changed in final periods: ${firstOf(p.periods)}.`,
    hint: () =>
      'They count. bellwether batches --late BATCH lists them; restatements says which published readings they change.',
    example: { dataset: 'orders', rows: 3, periods: ['revenue 2026-01 (closed)', 'orders 2026-01'] },
  }),
  'load/key-outside-window': issueEntry<{ key: string; keys: number }>({
    title: 'A key stands outside the window of a delivery',
    says: (p) =>
      `The key ${p.key} would stand twice: in this delivery, and in a row of a day that it does not replace${p.keys > 1 ? ` (${p.keys} such keys)` : ''}.`,
    hint: () =>
      'Deliver the days of the older row too, widen "window:", or say deliveries: upsert. Nothing was changed.',
    example: { key: 'order_id "1001"', keys: 2 },
  }),
  'load/duplicate-key': issueEntry<{ key: string; lines: readonly number[] }>({
    title: 'A key stands twice',
    says: (p) => {
      const where =
        p.lines.length > 1 ? `stands in rows ${p.lines.join(', ')}` : `of row ${p.lines[0]} stands in another file too`
      return `The key ${p.key} ${where}.`
    },
    hint: () => 'A key names one row. Mend the data, widen the key, or say key: none.',
    example: { key: 'order_id "1001", line "2"', lines: [3, 90] },
  }),
  'load/without-time': issueEntry<{ column: string; rows: number }>({
    severity: 'warning',
    title: 'Rows without a time',
    says: (p) => `${p.rows} rows have no ${p.column}: they belong to no period.`,
    hint: () => 'Set required: true on the column to refuse such rows.',
    example: { column: 'ordered_at', rows: 3 },
  }),
  'load/orphans': issueEntry<{ lookUp: string; dataset: string; rows: number }>({
    severity: 'warning',
    title: 'Look-ups that find nothing',
    says: (p) => `${p.rows} rows name a ${p.lookUp} that ${p.dataset} does not have.`,
    hint: (p) => `They count as rows without a ${p.lookUp}; load ${p.dataset}, or mend the key.`,
    example: { lookUp: 'customer', dataset: 'customers', rows: 12 },
  }),
  'load/failed': issueEntry<{ reason: string; advice: string }>({
    title: 'The machine failed',
    says: (p) => p.reason,
    hint: (p) => p.advice || 'Nothing of this dataset was changed; try again.',
    example: { reason: 'no space left on device', advice: '' },
  }),
  'load/unknown-dataset': issueEntry<{ id: string; near: readonly string[] }>({
    title: 'No such dataset',
    says: (p) => `There is no dataset called "${p.id}".`,
    hint: (p) => didYouMean(p.near, 'The documents of kind dataset name them.'),
    example: { id: 'order', near: ['orders'] },
  }),
  'load/no-connector': issueEntry<{ connector: string }>({
    title: 'No such connector',
    says: (p) => `There is no connector called "${p.connector}".`,
    hint: () => 'This program was started without it.',
    example: { connector: 'ftp' },
  }),
  'undo/unknown-batch': issueEntry<{ id: string; near: readonly string[] }>({
    title: 'No such batch',
    says: (p) => `There is no batch "${p.id}".`,
    hint: (p) => didYouMean(p.near, 'bellwether batches lists them.'),
    example: { id: 'orders-9', near: ['orders-8'] },
  }),
  'undo/undone': issueEntry<{ id: string; at: string }>({
    title: 'The batch was undone before',
    says: (p) => `Batch ${p.id} was undone at ${p.at}.`,
    hint: () => 'Load again to bring the rows back.',
    example: { id: 'orders-8', at: '2026-03-09T08:00:00Z' },
  }),
  'undo/older-definition': issueEntry<{ dataset: string }>({
    title: 'The earlier rows fit an older definition',
    says: (p) => `The rows that would stand again were read with an older definition of ${p.dataset}.`,
    hint: () => 'Put the earlier file back and load it instead.',
    example: { dataset: 'orders' },
  }),
  'undo/duplicate-key': issueEntry<{ key: string; keys: number }>({
    title: 'Undoing would make keys stand twice',
    says: (p) => `Without this batch ${p.keys} keys would stand twice, the first of them ${p.key}.`,
    hint: () => 'Undo the later batch that moved these rows first.',
    example: { key: 'order_id "1001"', keys: 2 },
  }),
  'enter/unknown-kpi': issueEntry<{ id: string; near: readonly string[] }>({
    title: 'No such KPI',
    says: (p) => `There is no KPI called "${p.id}".`,
    hint: (p) => didYouMean(p.near, 'The documents of kind kpi name them.'),
    example: { id: 'nps', near: ['nps-score'] },
  }),
  'enter/not-manual': issueEntry<{ id: string }>({
    title: 'The KPI is computed',
    says: (p) => `The values of "${p.id}" are computed; none can be typed in.`,
    hint: () => 'Only KPIs with calculation: { type: manual } take typed values.',
    example: { id: 'revenue' },
  }),
  'enter/unknown-unit': issueEntry<{ id: string; near: readonly string[] }>({
    title: 'No such unit',
    says: (p) => `There is no unit called "${p.id}".`,
    hint: (p) => didYouMean(p.near, 'The documents of kind unit name them.'),
    example: { id: 'nort', near: ['north'] },
  }),
  'enter/period': issueEntry<{ text: string; cadence: string; calendar: string; example: string }>({
    title: 'Not a period of the KPI',
    says: (p) => `"${p.text}" is no ${p.cadence} of the calendar ${p.calendar}.`,
    hint: (p) => `Write it like ${p.example}.`,
    example: { text: '2026-Q1', cadence: 'month', calendar: 'gregorian', example: '2026-03' },
  }),
  'enter/amount': issueEntry<{ field: string; text: string; rule: string }>({
    title: 'Not an amount',
    says: (p) => `The ${p.field} "${p.text}" ${p.rule}.`,
    hint: () => 'Write it like 1250.5, 12_000_000 or 5%.',
    example: { field: 'value', text: '1,5', rule: 'is not a number' },
  }),
  'enter/fields': issueEntry<{ id: string; wants: string }>({
    title: 'The value has the wrong parts',
    says: (p) => `"${p.id}" takes ${p.wants}.`,
    hint: () => 'A rate is kept as numerator and denominator, so that it rolls up rightly.',
    example: { id: 'retention', wants: 'a numerator and a denominator' },
  }),
}

/** Makes one issue of data: its code, the parameters of its words, and where it stands. */
export const loadIssue = issueMaker(loadIssues)
