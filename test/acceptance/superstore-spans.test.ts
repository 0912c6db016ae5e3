import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../src/domain/answer.ts'
import { askAll, closeAll, dataFile, hasData, workspaceOf } from './ask-all.ts'
import { agrees, type Expected } from './compare.ts'
import { dayNumber, fixed, rowsOf, text } from './raw.ts'

const name = 'superstore'

/** What each KPI reads for a period: from a first day, given the day after the period's last. */
const spans: Readonly<
  Record<string, { readonly from: (end: number) => number; readonly of: (lines: Lines) => Expected }>
> = {
  'sales-year-to-date': {
    from: yearStart,
    of: (lines) =>
      text(
        lines.reduce((sum, { sales }) => sum + sales, 0n),
        4,
      ),
  },
  'customers-year-to-date': { from: yearStart, of: customers },
  'margin-12-months': { from: yearBefore, of: margin },
  'customers-90-days': { from: (end) => end - 90, of: customers },
}

describe.skipIf(!hasData(name))('superstore over spans (skipped where ../shared/data is absent)', () => {
  let place: ReturnType<typeof workspaceOf>
  beforeAll(() => {
    place = workspaceOf(name)
  })
  afterAll(async () => {
    await closeAll()
    place.remove()
  })

  test.each([
    ['2016-01', '2018-12', 'region'],
    ['2016-01', '2018-12', null],
    ['2016-W10', '2018-W40', null],
    ['2016-Q1', '2018-Q4', 'segment'],
    ['2016-02-20', '2016-03-10', 'category'],
    ['2016', '2018', null],
  ] as const)('from %s to %s, split by %s: as the raw rows say', async (from, to, split) => {
    const lines = rawLines()
    const kpis = Object.keys(spans)
    const answers = await askAll(place.folder, { kpis, from, to, ...(split === null ? {} : { by: [split] }) })
    const wrong = answers.flatMap((answer) =>
      right(answer, lines) ? [] : [`${answer.kpi} ${answer.scope} ${answer.period} ${answer.state} ${answer.value}`],
    )
    expect(wrong.slice(0, 10), `${wrong.length} of ${answers.length} answers`).toEqual([])
    expect(answers.length).toBeGreaterThan(10)
  })
})

function right(answer: Answer, lines: Lines): boolean {
  const span = spans[answer.kpi]
  if (span === undefined || answer.end === null) throw new Error(`no span for ${answer.kpi}`)
  const until = dayNumber(answer.end)
  const [split, member] = answer.scope.split('=')
  const found = lines.filter(
    (line) =>
      line.day >= span.from(until) && line.day < until && (split === '' || line.members[split ?? ''] === member),
  )
  if (found.length === 0) return answer.state === 'no-data'
  return answer.state === 'value' && agrees(answer.value, span.of(found))
}

/** Of the year that holds the day before. */
function yearStart(end: number): number {
  return Date.UTC(new Date((end - 1) * 86_400_000).getUTCFullYear(), 0, 1) / 86_400_000
}

/** The day a year before, or the last of its month where that is shorter; whole months stay whole. */
function yearBefore(end: number): number {
  const last = new Date((end - 1) * 86_400_000)
  const [year, month, day] = [last.getUTCFullYear() - 1, last.getUTCMonth(), last.getUTCDate()]
  const lengthOf = (of: number) => new Date(Date.UTC(of, month + 1, 0)).getUTCDate()
  const whole = day === lengthOf(year + 1)
  return Date.UTC(year, month, whole ? lengthOf(year) : Math.min(day, lengthOf(year))) / 86_400_000 + 1
}

type Lines = ReturnType<typeof rawLines>

function customers(lines: Lines): Expected {
  return String(new Set(lines.map(({ customer }) => customer)).size)
}

function margin(lines: Lines): Expected {
  const sum = (of: (line: Lines[number]) => bigint) => lines.reduce((all, line) => all + of(line), 0n)
  return Number(sum(({ profit }) => profit)) / Number(sum(({ sales }) => sales))
}

function rawLines() {
  return rowsOf(dataFile(name, 'orders.csv')).map((row) => {
    const [month = '', day = '', year = ''] = (row['Order Date'] ?? '').split('/')
    return {
      day: Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000,
      customer: row['Customer ID'] ?? '',
      sales: fixed(row.Sales ?? '', 4),
      profit: fixed(row.Profit ?? '', 4),
      members: { region: row.Region ?? '', segment: row.Segment ?? '', category: row.Category ?? '' } as Readonly<
        Record<string, string>
      >,
    }
  })
}
