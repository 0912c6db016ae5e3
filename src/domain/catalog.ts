import type { Calendar } from '../time/calendar.ts'
import type { Day } from '../time/day.ts'
import type { ElapsedBy } from '../time/frame.ts'
import type { EarlierBaseline } from './baseline.ts'
import type { Column } from './column.ts'
import type { Decimal } from './decimal.ts'
import type { Calc, CohortReach, RowExpr, Term } from './formula/algebra.ts'
import { columnsRead, conversionsOf, datasetsRead, kpisOf, termsOf } from './formula/algebra-walk.ts'
import type { Place } from './issue.ts'
import type { MeasureUnit } from './measure-unit.ts'
import type { MoneyView, RateRule, RateTable } from './rates/rule.ts'
import type { RowPolicy, Watermark } from './row-policy.ts'
import type { Scorecard } from './scorecard.ts'
import type { Benchmark } from './target/benchmark.ts'
import type { Pace, Provenance, TargetPlan } from './target/plan.ts'
import type { TargetTable } from './target/target-table.ts'
import type { Workspace } from './workspace.ts'

/** Every definition of a workspace, checked, resolved and immutable. Only `build` makes one. */
export interface Catalog {
  /** SHA-256 over the documents' canonical text, 16 hex digits: the catalog revision. */
  readonly revision: string
  readonly workspace: Workspace
  readonly sources: ReadonlyMap<string, Source>
  readonly datasets: ReadonlyMap<string, Dataset>
  readonly units: ReadonlyMap<string, Unit>
  readonly objectives: ReadonlyMap<string, Objective>
  readonly kpis: ReadonlyMap<string, Kpi>
  readonly targets: readonly Target[]
  readonly scorecards: ReadonlyMap<string, Scorecard>
  /** Always holds `gregorian` (ISO weeks, January year) besides the documents'. */
  readonly calendars: ReadonlyMap<string, Calendar>
  /** A KPI in another currency or at other rates; null where its values cannot be had so, such as values typed in. */
  readonly restate?: (kpi: string, view: MoneyView) => Kpi | null
}

export interface Source {
  readonly id: string
  readonly name: string
  /** The connector's id: `csv`, `manual`. */
  readonly connector: string
  /** The connector's own options, already checked by its schema. */
  readonly options: Readonly<Record<string, unknown>>
  readonly place: Place
}

export type { Column, Workspace }

/** Columns of another dataset found by its key: many to one. */
export interface LookUp {
  readonly name: string
  readonly dataset: string
  /** Our columns, in the order of the other dataset's key. */
  readonly by: readonly string[]
}

export interface Dataset {
  readonly id: string
  readonly name: string
  readonly source: string
  readonly from: string
  /** Column names of the declared grain; null for `key: none`. */
  readonly key: readonly string[] | null
  /** Null: a dataset without time, which answers only the grain `total`. */
  readonly time: DatasetTime | null
  /** `event`: rows happen. `snapshot`: each day with rows is a full picture. `validity`: rows are in force until they end. */
  readonly rows: 'event' | 'snapshot' | 'validity'
  /** The counted noun of one row, such as `order line`. */
  readonly rowNoun: string
  readonly columns: readonly Column[]
  readonly lookUps: readonly LookUp[]
  /** Paths people may filter and group by: `region`, `customer.segment`; text, boolean or whole numbers. */
  readonly dimensions: readonly Dimension[]
  readonly onError: 'refuse' | 'set-aside'
  /** Days after its own at which a row comes at the latest. */
  readonly lagDays?: number
  readonly deliveries?: RowPolicy
  readonly watermark?: Watermark
  /** Hash of what shapes its rows (columns, key, time, source): rows are read again when it changes. */
  readonly shape: string
  /** Its rows are exchange rates, or targets. */
  readonly rates?: RateTable
  readonly targets?: TargetTable
  readonly place: Place
}

export interface DatasetTime {
  /** A column of its own, or a path such as `order.ordered_at`. */
  readonly column: string
  /** Of all rows; where they say it themselves, of those that say nothing. */
  readonly zone: string
  /** How rows with a time of day say whose day theirs is; absent where `zone` is everyone's. */
  readonly zones?: RowZones
  /** The grain of the periods that rows stand for, dated anywhere within (a month's figures on its first day); absent: their day. */
  readonly covers?: 'week' | 'month' | 'quarter' | 'year'
  /** Look-ups that lead to the dataset whose rows decide the day, and whose time this is; absent where its own do. */
  readonly through?: readonly string[]
  /** Of rows with validity: the date column that ends them, empty while they are in force; inclusive where it names the last day. */
  readonly until?: { readonly column: string; readonly inclusive: boolean }
}

/** By a column that names each row's zone (`otherwise` where it is empty; null: it must not be), or by the unit that owns the row. */
export type RowZones =
  | { readonly by: 'column'; readonly column: string; readonly otherwise: string | null }
  /** The most specific unit first. */
  | { readonly by: 'unit'; readonly units: readonly UnitZone[] }

export interface UnitZone {
  readonly unit: string
  readonly zone: string
  /** How many units stand above it. */
  readonly depth: number
  /** Columns of the dataset and the values whose rows it owns; none: all rows. */
  readonly where: Readonly<Record<string, readonly string[]>>
}

export interface Dimension {
  /** The name people use; unique in the dataset, the same name means the same thing everywhere. */
  readonly name: string
  readonly expr: RowExpr
}

export interface Unit {
  readonly id: string
  readonly name: string
  readonly level: 'organisation' | 'division' | 'department' | 'team' | 'individual'
  /** The newest parent; null for a top unit. */
  readonly parent: string | null
  /** The units below it by their newest parents. */
  readonly children: readonly string[]
  /** Every unit that ever stood directly below it, and in which days [from, until). */
  readonly members: readonly (Days & { readonly unit: string })[]
  /** The newest dimension members whose rows it owns. Null: those of its children together; all rows for a root. */
  readonly where: UnitWhere | null
  /** The same through time, ascending; empty where it owns by its children. */
  readonly wheres: readonly (Days & { readonly where: UnitWhere })[]
  readonly owner: string | null
  /** Its time zone, which its parts share unless they have their own; null where it has none. */
  readonly zone: string | null
  /** The currency that it reports in, and its parts unless they have their own; absent where it is that of each KPI. */
  readonly currency?: string
}

export type UnitWhere = Readonly<Record<string, readonly string[]>>

/** Days from the first on and before `until`; null where there is no end. */
export interface Days {
  readonly from: Day | null
  readonly until: Day | null
}

export interface Objective {
  readonly id: string
  readonly name: string
  readonly perspective: 'financial' | 'customer' | 'internal' | 'learning'
  readonly supports: readonly string[]
  readonly owner: string | null
  readonly description: string | null
}

/** How a KPI's value comes about. Whatever its type, it is one tree: what computes it need not know which types there are. */
export interface Calculation {
  /** The name of its type in documents. */
  readonly type: string
  readonly calc: Calc
  /** As people read it: a formula or words under each label. */
  readonly parts: readonly { readonly label: string; readonly text: string }[]
  /** Null where nobody types values in. */
  readonly typed: TypedValues | null
  /** How long after a period's last day its value may still change by its own definition. */
  readonly settles?: CohortReach
}

/** How typed values are typed, and how those of shorter periods make a longer one. */
export interface TypedValues {
  readonly overTime: 'sum' | 'last' | 'mean'
  readonly rollUp: 'own-first' | 'sum' | 'mean' | 'none'
  readonly rate: boolean
}

export interface Kpi {
  readonly id: string
  readonly name: string
  readonly purpose: string
  readonly description: string | null
  readonly objective: string | null
  readonly category: 'financial' | 'customer' | 'operational' | 'employee' | 'marketing'
  /** Ascending by `from`; the first has none. A period is read with the entry in force on its last day. */
  readonly calculations: readonly { readonly from: Day | null; readonly calculation: Calculation }[]
  readonly unit: MeasureUnit
  /** How the unit of measure is written: `EUR`, `%`, `orders`, `EUR / order`. */
  readonly measuredIn: string
  readonly good: 'up' | 'down' | 'between'
  readonly cadence: 'day' | 'week' | 'month' | 'quarter' | 'year'
  readonly calendar: string
  readonly finalAfterDays: number
  /** The part of a published value by which it may become another without being restated; null: none. */
  readonly restatementTolerance: number | null
  /** What a period with no rows at all means. */
  readonly noRows: 'no-data' | 'zero'
  /** How an unfinished period is matched with the same part of an earlier one. */
  readonly elapsedBy: ElapsedBy
  /** The earlier periods that pages compare it with, the first one first of all; none: the usual ones. */
  readonly compare: readonly EarlierBaseline[]
  readonly owner: string | null
  /** Expected false alarms per month; 0: no alerts; null: as its scorecard or the workspace says. */
  readonly falseAlarms: number | null
  readonly leading: boolean
  /** Judged in order; the first that holds gives the status, else off-track. */
  readonly status: readonly StatusRule[]
  /** Null: each period is judged for itself. */
  readonly hysteresis?: Hysteresis | null
  /** Null: by the marks of its status rules. */
  readonly score?: ScoreRule | null
  /** The version of targets that judges it; null: the workspace's. */
  readonly judgedBy: string | null
  /** How the promise of an unfinished period grows with its days; null: as its target is spread. */
  readonly pace: Pace | null
  /** Its control chart; `auto`: p or u where it divides counts, else XmR. */
  readonly chart: 'auto' | 'xmr' | 'p' | 'u'
  /** What others reach. */
  readonly benchmarks: readonly Benchmark[]
  readonly tags: readonly string[]
  /** Ids it had before. */
  readonly formerly?: readonly string[]
  /** At which rates money of other currencies counts, and in which currency; absent where no table of rates is named. */
  readonly converts?: { readonly currency: string; readonly rates: RateRule }
  readonly place: Place
}

/** One rule of a KPI's status: where its test holds, the status is this one. */
export type StatusRule = { readonly status: 'on-track' | 'at-risk' | 'off-track' } & StatusTest

/** What a rule tests: `percent` the attainment (a fraction: 0.95), `absolute` the value itself, `band` the target's band. */
export type StatusTest =
  | {
      readonly op: '<' | '<=' | '>' | '>='
      readonly of: 'percent' | 'absolute'
      readonly threshold: Decimal
    }
  /** Both ends are inside. */
  | {
      readonly op: 'inside'
      readonly of: 'percent' | 'absolute'
      readonly low: Decimal
      readonly high: Decimal
    }
  /** The band made wider at its lower and its upper end; 0 for the band itself. */
  | { readonly op: 'inside'; readonly of: 'band'; readonly below: Decimal; readonly above: Decimal }

/**
 * A status once left for a worse one is given again only beyond its mark by the margin (points of attainment, or units of the
 * value). What was before is worked out from the first period that begins on `since` or later, always the same one.
 */
export interface Hysteresis {
  readonly margin: Decimal
  readonly since: Day
}

/**
 * How a value becomes a score: straight lines through points, in order from worst to best, of attainment or of the value, where
 * `target` stands for the period's own; or 100 inside the band and less outside it, 0 at the tolerance.
 */
export type ScoreRule =
  | { readonly kind: 'points'; readonly of: 'percent' | 'absolute'; readonly points: readonly ScorePoint[] }
  | { readonly kind: 'tolerance'; readonly below: Decimal; readonly above: Decimal }

export interface ScorePoint {
  readonly at: Decimal | 'target'
  readonly score: number
}

export interface Target {
  readonly id: string
  readonly kpi: string
  readonly version: string
  readonly scope: Scope
  readonly plan: TargetPlan
  /** How the promise of an unfinished period grows with its days; null: as its KPI says, else as it is spread. */
  readonly pace: Pace | null
  /** Ids of targets that it takes the place of wherever it promises anything. */
  readonly replaces: readonly string[]
  readonly provenance: Provenance
  readonly place: Place
}

/** What a value speaks for. Members within a dimension are alternatives; dimensions narrow together. */
export interface Scope {
  readonly unit: string | null
  readonly where: Readonly<Record<string, readonly string[]>>
}

/** The implicit dataset that holds values typed in for manual KPIs. */
export const manualDataset = 'manual-values'

/** The calculation in force on a period's last day; null asks for the newest. */
export function calculationAt(kpi: Pick<Kpi, 'id' | 'calculations'>, lastDay: Day | null): Calculation {
  const inForce = ({ from }: Kpi['calculations'][number]) => from === null || lastDay === null || from <= lastDay
  const entry = kpi.calculations.findLast(inForce) ?? kpi.calculations[0]
  if (entry === undefined) throw new Error(`${kpi.id} has no calculation`)
  return entry.calculation
}

/** Ids of the datasets a KPI reads, through other KPIs and look-ups too, sorted; all its calculations over time count. */
export function datasetsOf(catalog: Catalog, kpiId: string): string[] {
  const seen = new Set<string>()
  const found = new Set<string>()
  const visit = (id: string): void => {
    if (seen.has(id)) return
    seen.add(id)
    for (const { calculation } of catalog.kpis.get(id)?.calculations ?? []) {
      for (const term of termsOf(calculation.calc)) {
        for (const dataset of datasetsIn(catalog, term)) found.add(dataset)
      }
      for (const other of kpisOf(calculation.calc)) visit(other)
    }
  }
  visit(kpiId)
  return [...found].sort()
}

const datasetsIn = (catalog: Catalog, term: Term): string[] => [
  ...datasetsRead(term),
  ...conversionsOf(term).map(({ rates }) => rates.table),
  ...columnsRead(term).flatMap((path) => datasetsAlong(catalog, term.dataset, path)),
]

/** The datasets that a path (`order.customer.region`) passes through, besides the one it starts in. */
function datasetsAlong(catalog: Catalog, dataset: string, path: readonly string[]): string[] {
  const [step, ...rest] = path
  const lookUp = catalog.datasets.get(dataset)?.lookUps.find((one) => one.name === step)
  if (lookUp === undefined || rest.length === 0) return []
  return [lookUp.dataset, ...datasetsAlong(catalog, lookUp.dataset, rest)]
}
