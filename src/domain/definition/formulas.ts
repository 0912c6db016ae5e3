import type { Dataset } from '../catalog.ts'
import type { CheckedCalc, RowExpr } from '../formula/algebra.ts'
import { conversionsIn } from '../formula/algebra-walk.ts'
import type { Formula } from '../formula/ast.ts'
import { checkCondition, checkFormula } from '../formula/check.ts'
import type { CheckContext, Finer } from '../formula/context.ts'
import { entityContext, overEntities } from '../formula/entity.ts'
import { currenciesOf } from '../formula/money.ts'
import { parseFormula } from '../formula/parse.ts'
import type { Issue } from '../issue.ts'
import type { MeasureUnit } from '../measure-unit.ts'
import { parseUnit } from '../measure-unit.ts'
import type { MoneyView, RateRule, Reporting } from '../rates/rule.ts'
import type { FormulaPart } from './calculation/define.ts'
import { typeOf } from './calculation/index.ts'
import { type Document, type Path, placeWithin } from './document.ts'
import { type Draft, type Entry, type Finding, knownIds } from './draft.ts'
import { definitionIssue } from './issues.ts'
import { calculationsOf, type KpiSpec } from './kpi.ts'
import { defaultCalendar } from './make-calendars.ts'
import { findColumn } from './make-dataset.ts'
import { rateRule } from './rate-rule.ts'
import { cycles } from './rules/cycle.ts'

/** What formulas of a workspace may refer to, and which datasets are too faulty to check against. */
export interface FormulaScope {
  readonly draft: Draft
  readonly kpiUnits: ReadonlyMap<string, MeasureUnit>
  /** Ids of KPIs as written, faulty ones too. */
  readonly kpiIds: readonly string[]
  readonly sound: (dataset: string) => boolean
  /** In which currency and at which rates KPIs are made, where that is not their own way. */
  readonly view: MoneyView | null
}

/** The scope of a draft's formulas: a dataset is sound when its own document and those it looks up are without fault. */
export function formulaScope(draft: Draft, faulty: ReadonlySet<Document | null>): FormulaScope {
  const sound = (id: string, seen: readonly string[] = []): boolean => {
    const entry = draft.datasets.get(id)
    if (entry === undefined || faulty.has(entry.document)) return false
    const others = Object.values(entry.spec['look-ups'] ?? {}).map((one) => one.dataset)
    return others.every((other) => seen.includes(other) || sound(other, [...seen, id]))
  }
  const kpiUnits = new Map<string, MeasureUnit>()
  for (const [id, { spec }] of draft.kpis) {
    const unit = parseUnit(String(spec['measured-in']))
    if (unit.ok) kpiUnits.set(id, unit.value)
  }
  return { draft, kpiUnits, kpiIds: [...knownIds(draft, 'kpi')], sound, view: null }
}

/** Parses and checks one formula; its issues stand at the place in the file. Null where it is wrong or cannot be checked. */
export function checkPart(
  scope: FormulaScope,
  entry: Entry<KpiSpec>,
  part: FormulaPart,
): { calc: CheckedCalc | null; findings: Finding[] } {
  const parsed = parseFormula(part.text)
  if (!parsed.ok) return { calc: null, findings: placed(entry, part, parsed.issues) }
  if (part.dataset !== null && !scope.sound(part.dataset)) return { calc: null, findings: [] }
  const context = contextOf(scope, entry, part)
  const { per } = part
  const checked = checkFormula(parsed.value, per === undefined ? context : entityContext(context, per))
  if (!checked.ok) return { calc: null, findings: placed(entry, part, checked.issues) }
  const calc = per === undefined ? checked.value.calc : overEntities(checked.value.calc, per)
  return { calc: { ...checked.value, calc }, findings: [] }
}

/** The same of a condition on rows: every part of it must hold. */
export function checkConditionPart(
  scope: FormulaScope,
  entry: Entry<KpiSpec>,
  part: FormulaPart,
): { conditions: readonly RowExpr[] | null; findings: Finding[] } {
  const parsed = parseFormula(part.text)
  if (!parsed.ok) return { conditions: null, findings: placed(entry, part, parsed.issues) }
  if (part.dataset !== null && !scope.sound(part.dataset)) return { conditions: null, findings: [] }
  const checked = checkCondition(parsed.value, contextOf(scope, entry, part))
  if (!checked.ok) return { conditions: null, findings: placed(entry, part, checked.issues) }
  if (checked.value.some((condition) => conversionsIn(condition).length > 0)) {
    const place = placeWithin(entry.document, part.path, 0)
    return {
      conditions: null,
      findings: [{ document: entry.document, issue: definitionIssue('rates/entry', {}, place) }],
    }
  }
  return { conditions: checked.value, findings: [] }
}

function contextOf(scope: FormulaScope, entry: Entry<KpiSpec>, { dataset }: FormulaPart): CheckContext {
  const { datasets } = scope.draft.made
  return {
    dataset: dataset === null ? null : (datasets.get(dataset) ?? null),
    lookUp: (path) => findColumn(datasets, dataset ?? '', path),
    finer: (name) => finerOf(datasets, dataset, name),
    kpiUnit: (id) => scope.kpiUnits.get(id) ?? null,
    kpiIds: scope.kpiIds,
    calendar: entry.spec.calendar ?? defaultCalendar(scope.draft),
    reporting: reportingOf(scope, entry),
    kpiTyped: (id) => {
      const other = scope.draft.kpis.get(id)
      return other !== undefined && calculationsOf(other.spec).some((one) => one.entry.type === 'manual')
    },
  }
}

/** The currency of a KPI's values, and at which rates money of others is taken. */
export function reportingOf({ draft, view }: FormulaScope, { spec }: Entry<KpiSpec>): Reporting {
  const declared = parseUnit(String(spec['measured-in']))
  const [own] = currenciesOf(declared.ok ? declared.value : null)
  const currency = view?.currency ?? own ?? draft.workspaces[0]?.spec.currency ?? null
  const rates = ruleInView(rateRule(draft, spec.rates, spec.calendar ?? defaultCalendar(draft)), view)
  const table = rates === null ? undefined : draft.made.datasets.get(rates.table)
  const type = table?.columns.find(({ name }) => name === table.rates?.rate)?.type
  return { currency, rates, scale: type?.kind === 'decimal' ? type.scale : 0 }
}

function ruleInView(rule: RateRule | null, view: MoneyView | null): RateRule | null {
  if (view?.rates == null) return rule
  if (view.rates === 'constant') return rule && { ...rule, yearsBack: 1 }
  return { ...(rule ?? { at: { kind: 'day' }, yearsBack: 0 }), table: view.rates.table }
}

/** The dataset of a name (dashes as underscores) whose rows look up those of another. */
function finerOf(datasets: ReadonlyMap<string, Dataset>, coarse: string | null, name: string): Finer | null {
  const found = [...datasets.values()].find(({ id }) => id.replaceAll('-', '_') === name)
  const lookUp = found?.lookUps.find((one) => one.dataset === coarse)
  return found === undefined || lookUp === undefined ? null : { dataset: found.id, key: found.key, by: lookUp.by }
}

function placed(entry: Entry<KpiSpec>, part: FormulaPart, issues: readonly Issue[]): Finding[] {
  return issues.map((issue) => {
    const place = placeWithin(entry.document, part.path, offsetOf(part.text, issue))
    return { document: entry.document, issue: { ...issue, ...place } }
  })
}

function offsetOf(text: string, issue: Issue): number {
  const before = text.split('\n').slice(0, (issue.line ?? 1) - 1)
  return before.reduce((sum, line) => sum + line.length + 1, 0) + (issue.column ?? 1) - 1
}

/** KPIs whose formulas lead back to themselves, each cycle once, shown where the first formula names the next KPI. */
export function kpiCycles(draft: Draft): Finding[] {
  const uses = new Map([...draft.kpis].map(([id, entry]) => [id, usesOf(entry)]))
  const next = (id: string) => (uses.get(id) ?? []).map((one) => one.kpi)
  return cycles(draft.kpis.keys(), next).flatMap((path): Finding[] => {
    const entry = draft.kpis.get(path[0] ?? '')
    const use = uses.get(path[0] ?? '')?.find((one) => one.kpi === path[1])
    if (entry === undefined || use === undefined) return []
    const place = placeWithin(entry.document, use.path, use.offset)
    return [{ document: entry.document, issue: definitionIssue('reference/cycle', { kind: 'KPIs', path }, place) }]
  })
}

interface Use {
  readonly kpi: string
  readonly path: Path
  readonly offset: number
}

function usesOf(entry: Entry<KpiSpec>): Use[] {
  return calculationsOf(entry.spec).flatMap(({ path, entry: one }): Use[] => {
    const type = typeOf(one)
    const named = type.references(one, path).filter(({ kind }) => kind === 'kpi')
    return [
      ...type.formulas(one, path).flatMap((part) => kpisIn(part.path, part.text)),
      ...named.map(({ id, path: at }) => ({ kpi: id, path: at, offset: 0 })),
    ]
  })
}

function kpisIn(path: Path, text: string): Use[] {
  const parsed = parseFormula(text)
  return parsed.ok ? references(parsed.value).map((one) => ({ ...one, path })) : []
}

/** Every `[kpi]` of a formula with its offset. */
function references(formula: Formula): { kpi: string; offset: number }[] {
  switch (formula.kind) {
    case 'kpi':
      return [{ kpi: formula.id, offset: formula.at.from }]
    case 'call':
      return formula.args.flatMap(references)
    case 'negate':
    case 'not':
    case 'is-null':
      return references(formula.arg)
    case 'binary':
      return [...references(formula.left), ...references(formula.right)]
    case 'in':
      return [formula.arg, ...formula.members].flatMap(references)
    case 'where':
      return [...references(formula.body), ...references(formula.condition)]
    default:
      return []
  }
}
