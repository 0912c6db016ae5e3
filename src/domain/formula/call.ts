import { nearest } from '../nearest.ts'
import type { Formula } from './ast.ts'
import type { Run } from './context.ts'
import { type FormulaFunction, type Parameter, signature, type Takes } from './functions/define.ts'
import { functions } from './functions/index.ts'
import { refuse } from './refuse.ts'

type Call = Extract<Formula, { kind: 'call' }>

const byId: ReadonlyMap<string, FormulaFunction> = new Map(functions.map((one) => [one.id, one]))

/** What other languages call our functions, where no edit distance finds them. */
const otherNames: ReadonlyMap<string, readonly string[]> = new Map([
  ['average', ['avg']],
  ['mean', ['avg']],
  ['total', ['sum']],
  ['distinct', ['count_distinct']],
  ['distinctcount', ['count_distinct']],
  ['countd', ['count_distinct']],
  ['countif', ['count']],
  ['sumif', ['sum']],
  ['minimum', ['min']],
  ['maximum', ['max']],
  ['ifnull', ['coalesce']],
  ['isnull', ['coalesce']],
  ['nvl', ['coalesce']],
  ['nullif', ['null_if_zero']],
  ['iif', ['if']],
  ['case', ['if']],
  ['len', ['length']],
  ['ucase', ['upper']],
  ['lcase', ['lower']],
  ['datediff', ['days_between']],
  ['today', ['as_of']],
  ['now', ['as_of']],
  ['period_end', ['as_of']],
  ['networkdays', ['working_days_between']],
  ['workdays', ['working_days_between']],
  ['ceiling', ['ceil']],
  ['quantile', ['percentile']],
  ['quartile', ['percentile']],
  ['percentile_cont', ['percentile']],
  ['lag', ['prior']],
  ['pow', ['power']],
  ['root', ['sqrt']],
  ['previous', ['prior']],
])

/** The function of a call; null and an issue where there is none of that name. */
export function functionOf(run: Run, call: Call): FormulaFunction | null {
  const found = byId.get(call.name)
  if (found !== undefined) return found
  const near = otherNames.get(call.name) ?? nearest(call.name, byId.keys())
  return refuse(run, 'formula/unknown-function', { name: call.name, near }, call.at)
}

/** The parameter of each argument; null and an issue where there are too few or too many. */
export function parametersOf(run: Run, called: FormulaFunction, call: Call): readonly Parameter[] | null {
  const { parameters } = called
  const last = parameters.at(-1)
  const least = parameters.filter((one) => one.optional !== true).length
  const most = last?.repeats === true ? Number.POSITIVE_INFINITY : parameters.length
  const found = call.args.length
  if (found < least || found > most) {
    const params = { name: called.id, takes: signature(called.id, parameters), found }
    return refuse(run, 'formula/arguments', params, call.at)
  }
  return call.args.flatMap((_, index) => parameters[index] ?? last ?? [])
}

type Written = Extract<Takes, object>

/** An argument that must be written out: a number within bounds or one of some words; null and an issue where it is not. */
export function written(run: Run, name: string, takes: Written, formula: Formula): string | number | null {
  if ('whole' in takes && formula.kind === 'number' && !formula.percent) {
    const value = Number(formula.text.replaceAll('_', ''))
    const [least, most] = takes.whole
    if (Number.isInteger(value) && value >= least && value <= most) return value
  }
  if ('percent' in takes && formula.kind === 'number') {
    const value = Number(formula.text.replaceAll('_', ''))
    const [least, most] = takes.percent
    const share = value > 0 && value < 1
    if (!share && !formula.percent && value >= least && value <= most) return value
    const meant = share && !formula.percent ? `${Number((100 * value).toPrecision(12))}` : formula.text
    if (share || formula.percent) return refuse(run, 'formula/literal', { name, wanted: meant }, formula.at)
  }
  if ('words' in takes && formula.kind === 'text' && takes.words.includes(formula.value)) return formula.value
  const near = 'words' in takes && formula.kind === 'text' ? nearest(formula.value, takes.words) : []
  const wanted = near[0] === undefined ? writtenWords(takes) : `'${near[0]}'`
  return refuse(run, 'formula/literal', { name, wanted }, formula.at)
}

function writtenWords(takes: Written): string {
  const words = 'words' in takes ? [takes.words.map((word) => `'${word}'`).join(', ')] : []
  const whole = 'whole' in takes ? [`a whole number from ${takes.whole[0]} to ${takes.whole[1]}`] : []
  const percent = 'percent' in takes ? [`a number from ${takes.percent[0]} to ${takes.percent[1]}`] : []
  return [...whole, ...percent, ...words].join(' or one of ')
}
