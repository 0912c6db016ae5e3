import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../../src/app/ask.ts'
import { localOwner } from '../../src/domain/access.ts'
import { questionOf } from '../support/open-folder.ts'
import { kpi, measure, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

/** Distinct counts of one key under more conditions than one mask has bits, with rows that lack members, or the key. */
const channels = ['web', 'store', 'phone', '']
const conditions = [
  '',
  "channel = 'web'",
  "channel != 'web'",
  "channel in ('web', 'phone')",
  "channel not in ('store', 'phone')",
  'channel is null',
  "channel = 'web' or channel is null",
  'returned',
  'not returned',
  'returned is null',
  'size = 2',
  'size > 1',
  "size = 2 or channel = 'store'",
]
const where = conditions.flatMap((one) => conditions.map((other) => [one, other].filter((each) => each !== '')))
const ids = where.map((_, index) => `d${index}`)

const documents = `kind: workspace
id: masks
name: Masks
zone: UTC
today: 2026-04-10
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: orders
source: files
from: orders.csv
key: [id]
row: order
time: { column: day }
columns:
  id: text
  day: date
  customer: { type: text, noun: customer }
  channel: text
  returned: boolean
  size: integer
dimensions: [channel]
${where
  .map((all, index) => {
    const filter = all.length === 0 ? '' : ` where ${all.map((one) => `(${one})`).join(' and ')}`
    return kpi(`d${index}`, measure('orders', `count_distinct(customer)${filter}`), 'customers')
  })
  .join('')}`

interface Row {
  readonly month: number
  readonly customer: string
  readonly channel: string
  readonly returned: string
  readonly size: number
}
const rows = Array.from(
  { length: 400 },
  (_, at): Row => ({
    month: at % 2,
    customer: at % 17 === 0 ? '' : `c${(at * 7) % 61}`,
    channel: channels[((at * 5) % 4) ^ (at % 3)] ?? '',
    returned: ['true', 'false', ''][at % 5 === 0 ? 2 : (at >> 1) % 2] ?? '',
    size: (at * 11) % 4,
  }),
)
const meets: Readonly<Record<string, (row: Row) => boolean>> = {
  "channel = 'web'": ({ channel }) => channel === 'web',
  "channel != 'web'": ({ channel }) => channel !== 'web' && channel !== '',
  "channel in ('web', 'phone')": ({ channel }) => channel === 'web' || channel === 'phone',
  "channel not in ('store', 'phone')": ({ channel }) => channel === 'web',
  'channel is null': ({ channel }) => channel === '',
  "channel = 'web' or channel is null": ({ channel }) => channel === 'web' || channel === '',
  returned: ({ returned }) => returned === 'true',
  'not returned': ({ returned }) => returned === 'false',
  'returned is null': ({ returned }) => returned === '',
  'size = 2': ({ size }) => size === 2,
  'size > 1': ({ size }) => size > 1,
  "size = 2 or channel = 'store'": ({ size, channel }) => size === 2 || channel === 'store',
}

let small: SmallWorkspace
beforeAll(async () => {
  const lines = rows.map(
    ({ month, customer, channel, returned, size }, at) =>
      `o${at},2026-0${month + 2}-1${at % 9},${customer},${channel},${returned},${size}`,
  )
  small = await smallWorkspace(documents, { 'orders.csv': ['id,day,customer,channel,returned,size', ...lines] })
})
afterAll(() => small?.close())

const expected = (all: readonly string[], of: (row: Row) => boolean): string =>
  String(
    new Set(
      rows
        .filter((row) => of(row) && row.customer !== '' && all.every((one) => meets[one]?.(row) === true))
        .map(({ customer }) => customer),
    ).size,
  )

test('169 distinct counts of one key are one statement, and what the rows give by hand', async () => {
  const questions = ids.flatMap((id) => [
    questionOf(small.deps.catalog, id, ['2026-02', '2026-03']),
    questionOf(small.deps.catalog, id, ['2026-02', '2026-03'], { by: ['channel'] }),
  ])
  const { answers, timing } = await ask(small.deps, questions, localOwner)
  expect(timing.statements).toHaveLength(1)
  expect(timing.statements[0]?.sql).not.toContain('DISTINCT')
  const members = [...channels].sort()
  const byHand = where.flatMap((all) => [
    ...[0, 1].map((month) => expected(all, (row) => row.month === month)),
    ...members.flatMap((member) =>
      [0, 1].map((month) => expected(all, (row) => row.month === month && row.channel === member)),
    ),
  ])
  expect(answers.map(({ value }) => value)).toEqual(byHand)
})

test('a distinct count alone has no mask, and says the same', async () => {
  const [together, alone] = await Promise.all([
    small.answers(['d3', 'd20'], ['2026-02', '2026-03'], { fresh: true }),
    small.answers('d20', ['2026-02', '2026-03'], { fresh: true }),
  ])
  expect(alone.map(({ value }) => value)).toEqual(together.slice(2).map(({ value }) => value))
})
