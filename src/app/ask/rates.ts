import { setImmediate } from 'node:timers/promises'
import type { Catalog, Dataset } from '../../domain/catalog.ts'
import { printDecimal } from '../../domain/decimal.ts'
import type { Conversion } from '../../domain/formula/algebra.ts'
import { conversionsOf } from '../../domain/formula/algebra-walk.ts'
import { type Quote, RateBook } from '../../domain/rates/resolve.ts'
import { type CurrencyAt, type RateRule, rateScale, ruleText } from '../../domain/rates/rule.ts'
import type { Facts } from '../../ports.ts'
import type { Demands } from '../../query/demand.ts'
import { factsOf, ratesTable } from '../../query/lower.ts'
import { column, type Expr, type Output, param } from '../../sql/ast.ts'
import { duckdb } from '../../sql/dialects/duckdb.ts'
import { render } from '../../sql/render.ts'
import { appliedRevisions, tableTurns } from './applied.ts'
import { decimalAt, textAt, wholeAt } from './result-cells.ts'

type Deps = { readonly catalog: Catalog; readonly facts: Facts }

/** The tables of rates that the engine holds, each of the revision of its quotes. */
const written = new WeakMap<Facts, Map<string, { readonly of: string; readonly done: Promise<void> }>>()

/** Makes sure that the engine holds every table of rates that demands need, as the quotes of now say. */
export async function ratesFor(deps: Deps, demands: Demands): Promise<void> {
  if (![...deps.catalog.datasets.values()].some(({ rates }) => rates !== undefined)) return
  const wanted = new Map<string, Conversion>()
  for (const [, list] of demands.byDataset())
    for (const { term } of list)
      for (const one of conversionsOf(term)) wanted.set(ratesTable(ruleText(one.rates), one.to), one)
  await Promise.all([...wanted].map(([table, { rates, to }]) => tableOf(deps, table, rates, to)))
}

/** Written once for a revision of the quotes; those who need it meanwhile wait for the same writing. */
async function tableOf(deps: Deps, table: string, rule: RateRule, to: string): Promise<void> {
  const { catalog, facts } = deps
  let tables = written.get(facts)
  if (tables === undefined) written.set(facts, (tables = new Map()))
  // Quotes that are read while they change are neither those before nor those after: the count of turns tells.
  const [revision, turns] = [appliedRevisions(facts).get(rule.table) ?? 0, tableTurns(facts).get(rule.table) ?? 0]
  const of = `${catalog.revision} ${revision} ${turns}`
  const known = tables.get(table)
  if (known?.of === of) return known.done
  const done = Promise.resolve(known?.done)
    .catch(() => undefined)
    .then(() => write(deps, table, rule, to))
  tables.set(table, { of, done })
  try {
    await done
  } catch (error) {
    if (tables.get(table)?.done === done) tables.delete(table)
    throw error
  }
}

async function write(deps: Deps, table: string, rule: RateRule, to: string): Promise<void> {
  const book = await bookOf(deps, rule)
  const [currencies, rates]: [string[], string[]] = [[], []]
  const days: number[] = []
  for (const currency of book.currencies()) {
    if (currency === to) continue
    const daily = book.daily(currency, to)
    daily.rates.forEach((rate, index) => {
      if (rate === null) return
      currencies.push(currency)
      days.push(daily.from + index)
      rates.push(printDecimal({ units: rate, scale: rateScale }))
    })
    // A long table is no reason to keep short questions waiting.
    await setImmediate()
  }
  await deps.facts.rates({ table, columns: { currencies, days: Int32Array.from(days), rates } })
}

/** What a table of rates says by one rule. */
export async function bookOf({ catalog, facts }: Deps, rule: RateRule): Promise<RateBook> {
  const dataset = catalog.datasets.get(rule.table)
  const table = dataset?.rates
  if (dataset === undefined || table === undefined) throw new Error(`${rule.table} is no table of rates`)
  const { at, yearsBack } = rule
  const calendar = at.kind === 'day' ? null : (catalog.calendars.get(at.calendar) ?? null)
  return new RateBook(await quotesOf(facts, dataset), { table, at, calendar, yearsBack })
}

/** Every row of a table of rates. */
async function quotesOf(facts: Facts, dataset: Dataset): Promise<readonly Quote[]> {
  const { rates } = dataset
  if (rates === undefined) return []
  const side = (of: CurrencyAt): Expr =>
    'column' in of ? column('f', of.column) : param(of.currency, { kind: 'text' })
  const outputs: Output[] = [
    { expr: side(rates.from), as: 'from' },
    { expr: side(rates.to), as: 'to' },
    { expr: column('f', '_day'), as: 'day' },
    { expr: column('f', rates.rate), as: 'rate' },
  ]
  const query = { kind: 'select', outputs, from: factsOf(dataset), joins: [], where: [], groupBy: null } as const
  const result = await facts.query(render(query, duckdb), { lane: 'short' })
  const [from, to, day, rate] = result.columns
  return Array.from({ length: result.rows }, (_, row) => row).flatMap((row): Quote[] => {
    const [one, other, on, worth] = [textAt(from, row), textAt(to, row), wholeAt(day, row), decimalAt(rate, row)]
    return one === null || other === null || on === null || worth === null
      ? []
      : [{ from: one, to: other, day: on, rate: worth }]
  })
}
