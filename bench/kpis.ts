/** A condition on one column: one of these members, or none of them. */
export interface Filter {
  readonly column: string
  readonly members: readonly string[]
  readonly negated: boolean
}

export interface BenchTerm {
  readonly measure: keyof typeof measures
  readonly filters: readonly Filter[]
}

/** A KPI as data, so that its document and the statement that somebody would write by hand come from one description. */
export interface BenchKpi {
  readonly id: string
  readonly numerator: BenchTerm
  readonly denominator: BenchTerm | null
  readonly measuredIn: string
}

/** The base measures: as a formula, as an aggregate of SQL over the facts table `f`, and the unit they are counted in. */
export const measures = {
  revenue: { formula: 'sum(quantity * unit_price)', sql: 'sum(f.quantity * f.unit_price)', unit: 'EUR' },
  expense: { formula: 'sum(quantity * cost)', sql: 'sum(f.quantity * f.cost)', unit: 'EUR' },
  orders: { formula: 'count()', sql: 'count(*)', unit: 'orders' },
  units: { formula: 'sum(quantity)', sql: 'sum(f.quantity)', unit: '1' },
  prices: { formula: 'sum(unit_price)', sql: 'sum(f.unit_price)', unit: 'EUR' },
  costs: { formula: 'sum(cost)', sql: 'sum(f.cost)', unit: 'EUR' },
  customers: { formula: 'count_distinct(customer_id)', sql: 'count(DISTINCT f.customer_id)', unit: 'customers' },
} as const

export const members: Readonly<Record<string, readonly string[]>> = {
  channel: ['web', 'store', 'app', 'phone', 'partner', 'marketplace', 'catalogue', 'fair'],
  status: ['complete', 'shipped', 'pending', 'cancelled', 'void'],
  returned: ['true', 'false'],
  region: ['north', 'south', 'east', 'west', 'centre', 'coast', 'islands', 'lakes', 'hills', 'plains', 'capital'],
  category: Array.from({ length: 20 }, (_, index) => `category ${index + 1}`),
}

const additive = ['revenue', 'expense', 'orders', 'units', 'prices', 'costs'] as const
const narrow = ['channel', 'status', 'returned', 'region'] as const

/** Numbers below 1 that are the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * Additive KPIs as a company has them (PERFORMANCE H.1): six base measures, 41 % sums and 59 % ratios, conditions on none to
 * three of channel, status, returned and region, a quarter of them lists, some negated. The first hundred of a thousand are
 * the hundred. With `category` a third of the KPIs have a condition on that column of twenty members, alone or with one more.
 */
export function additiveKpis(count: number, options: { readonly category?: boolean } = {}): readonly BenchKpi[] {
  const random = seeded(20_210_101)
  const pick = <T>(from: readonly T[], fallback: T): T => from[Math.floor(random() * from.length)] ?? fallback
  return Array.from({ length: count }, (_, index) => {
    const measure = pick(additive, 'revenue')
    const columns = columnsOf(random, options.category === true && index % 3 === 0)
    const numerator = { measure, filters: columns.map((column) => filterOn(column, random)) }
    const id = `k${index}`
    if (random() < 0.41) return { id, numerator, denominator: null, measuredIn: measures[measure].unit }
    const over = pick(additive, 'orders')
    const kept = numerator.filters.filter(() => random() < 0.5)
    return { id, numerator, denominator: { measure: over, filters: kept }, measuredIn: per(measure, over) }
  })
}

function columnsOf(random: () => number, category: boolean): readonly string[] {
  const order = [...narrow].map((column) => ({ column, at: random() })).sort((a, b) => a.at - b.at)
  const count = Math.floor(random() * 4)
  const chosen = order.slice(0, category ? Math.min(count, 1) : count).map(({ column }) => column)
  return category ? ['category', ...chosen] : chosen
}

function filterOn(column: string, random: () => number): Filter {
  const all = members[column] ?? []
  const size = random() < 0.25 ? 2 + Math.floor(random() * 2) : 1
  const start = Math.floor(random() * all.length)
  const taken = Array.from({ length: column === 'returned' ? 1 : size }, (_, step) => all[(start + step) % all.length])
  const negated = random() < 0.2
  return { column, members: taken.filter((member) => member !== undefined), negated }
}

function per(top: BenchTerm['measure'], bottom: BenchTerm['measure']): string {
  const [above, below] = [measures[top].unit, measures[bottom].unit]
  if (above === below) return '1'
  return below === '1' ? above : `${above} / ${below.replace(/s$/, '')}`
}

/** Twenty distinct counts of customers with the same kinds of conditions; the first has none. */
export function distinctKpis(count: number): readonly BenchKpi[] {
  return additiveKpis(count * 2)
    .filter((kpi, index) => index === 0 || kpi.numerator.filters.length > 0)
    .slice(0, count)
    .map((kpi, index) => ({
      id: `d${index}`,
      numerator: { measure: 'customers', filters: index === 0 ? [] : kpi.numerator.filters },
      denominator: null,
      measuredIn: 'customers',
    }))
}

export function formulaOf({ measure, filters }: BenchTerm): string {
  const conditions = filters.map(conditionOf)
  return `${measures[measure].formula}${conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`}`
}

/** A filter in the formula language; but for the quotes of booleans it is SQL too. */
function conditionOf({ column, members: wanted, negated }: Filter): string {
  if (column === 'returned') return (wanted[0] === 'true') !== negated ? 'returned' : 'not returned'
  const quoted = wanted.map((member) => `'${member}'`)
  if (quoted.length === 1) return `${column} ${negated ? '!=' : '='} ${quoted[0]}`
  return `${column} ${negated ? 'not ' : ''}in (${quoted.join(', ')})`
}

/** A filter's condition in SQL; null without any. */
export const whereOf = ({ filters }: BenchTerm): string | null =>
  filters.length === 0 ? null : filters.map(conditionOf).join(' AND ')

/** The aggregate that somebody would write by hand for a term beside others. */
export function aggregateOf(term: BenchTerm): string {
  const where = whereOf(term)
  const aggregate = measures[term.measure].sql
  return where === null ? aggregate : `${aggregate} FILTER (WHERE ${where})`
}
