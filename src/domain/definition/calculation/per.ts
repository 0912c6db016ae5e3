import { z } from 'zod'
import type { Dataset } from '../../catalog.ts'
import { type EndsOf, endsOf, type When } from '../../formula/algebra.ts'
import { membersUnit, rowUnit } from '../../formula/columns.ts'
import { type CheckedValue, type Entities, entityValue } from '../../formula/entity.ts'
import { printUnit } from '../../measure-unit.ts'
import { nearest } from '../../nearest.ts'
import type { Path } from '../document.ts'
import * as field from '../fields.ts'
import { definitionIssue } from '../issues.ts'
import type { FormulaPart, Making } from './define.ts'

const when = () =>
  z
    .union([
      z.enum(['period', 'start', 'end', 'before', 'ever']),
      z.strictObject({
        'ends-of': z.enum(['week', 'month', 'quarter', 'year']).meta({
          title: 'Ends of',
          description:
            'For validity: the rows that were in force at the end of any such period that was over before the one asked, each once. What came and went between two ends was never seen.',
        }),
      }),
    ])
    .optional()
    .meta({
      title: 'When',
      description:
        'Which rows it looks at. period: those of the period. before: every row before the period. ever: every row until its end. start and end, for snapshots and validity: the rows in force on the day before the period and on its last day.',
      default: 'period',
    })

const value = () =>
  z.union([
    field.formula(),
    z.strictObject({
      formula: field.formula().meta({ title: 'Formula', description: 'An aggregate over the rows of one entity.' }),
      when: when(),
    }),
  ])

/** The field `per` of a calculation over rows. */
export const per = () =>
  z
    .strictObject({
      key: z.union([field.path(), z.array(field.path()).min(1)]).meta({
        title: 'Key',
        description: 'Columns that tell entities apart, such as customer_id; rows without one are left out.',
      }),
      noun: field.text().optional().meta({
        title: 'Noun',
        description: 'What one entity counts as; that of the key’s column unless stated.',
      }),
      values: z.record(field.columnName(), value()).meta({
        title: 'Values',
        description:
          'What is known of each entity: a formula over its rows by name. An entity exists where any of its values has a row to look at; sums and counts of none are zero.',
      }),
    })
    .optional()
    .meta({
      title: 'Per',
      description:
        'Takes rows together by a key first: customers, employees, subscriptions. The formula is then over one row per entity whose columns are these values.',
    })

export type PerSpec = NonNullable<z.infer<ReturnType<typeof per>>>

/** The formulas of entities' values. */
export const perFormulas = (spec: PerSpec | undefined, dataset: string | null, path: Path): readonly FormulaPart[] =>
  Object.entries(spec?.values ?? {}).map(([name, one]) => valuePart(name, one, dataset, path))

function valuePart(name: string, one: PerSpec['values'][string], dataset: string | null, path: Path): FormulaPart {
  const at = [...path, 'values', name]
  return typeof one === 'string'
    ? { dataset, path: at, text: one }
    : { dataset, path: [...at, 'formula'], text: one.formula }
}

/** What a calculation's entities are; null where something is wrong, and its issues are recorded. */
export function makePer(spec: PerSpec, datasetId: string | null, path: Path, making: Making): Entities | null {
  if (datasetId === null) {
    making.report(path, (place) => definitionIssue('per/no-dataset', {}, place))
    return null
  }
  const dataset = making.dataset(datasetId)
  if (dataset === null) return null
  const key = keyOf(spec, dataset, path, making)
  const values = Object.entries(spec.values).map(([name, one]) => makeValue(name, one, dataset, path, making))
  const sound = values.filter((one) => one !== null)
  if (key === null || sound.length < values.length) return null
  const clash = sound.find(({ name }) => key.some((one) => one.path.join('.') === name))
  if (clash !== undefined) {
    making.report([...path, 'values', clash.name], (place) => definitionIssue('per/name', { name: clash.name }, place))
    return null
  }
  return { dataset, key, values: sound, noun: spec.noun ?? nounOf(dataset, key, making) }
}

/** The columns of a key; null where one of them is wrong, and its issue is recorded. */
export function keyOf(
  spec: Pick<PerSpec, 'key'>,
  dataset: Dataset,
  path: Path,
  making: Making,
): Entities['key'] | null {
  const written = [spec.key].flat()
  const found = written.map((text, index): Entities['key'][number] | null => {
    const at = typeof spec.key === 'string' ? [...path, 'key'] : [...path, 'key', index]
    if (written.indexOf(text) < index) {
      making.report(at, (place) => definitionIssue('per/key-twice', { column: text }, place))
      return null
    }
    const steps = text.split('.')
    const column = making.column(dataset.id, steps)
    if (column.ok) return { path: steps, column: column.column }
    const { step, what, names } = column
    const near = nearest(step, names ?? [])
    if (names !== null)
      making.report(at, (place) =>
        what === 'column'
          ? definitionIssue('column/unknown', { column: step, dataset: column.dataset, near }, place)
          : definitionIssue('look-up/unknown', { lookUp: step, dataset: column.dataset, near }, place),
      )
    return null
  })
  const sound = found.filter((one) => one !== null)
  return sound.length < found.length ? null : sound
}

function makeValue(
  name: string,
  one: PerSpec['values'][string],
  dataset: Dataset,
  path: Path,
  making: Making,
): CheckedValue | null {
  const wanted = whenOf(one, making)
  if (!answerable(wanted, dataset)) {
    const rows = dataset.time === null ? 'timeless' : dataset.rows === 'snapshot' ? 'snapshot' : 'event'
    const when = wanted.replace(/^ends of \S+ (\S+)$/, 'ends of earlier $1s')
    making.report([...path, 'values', name, 'when'], (place) =>
      definitionIssue('per/when', { when, dataset: dataset.id, rows }, place),
    )
    return null
  }
  const part = valuePart(name, one, dataset.id, path)
  const checked = making.check(part)
  if (checked === null) return null
  const made = entityValue(name, wanted, checked.calc)
  if (typeof made === 'object') return { ...made, unit: checked.unit }
  making.report(part.path, (place) => definitionIssue('per/value', { name, why: made }, place))
  return null
}

function whenOf(one: PerSpec['values'][string], { calendar }: Making): When {
  const written = typeof one === 'string' ? undefined : one.when
  if (written === undefined) return 'period'
  return typeof written === 'string' ? written : `ends of ${calendar?.id ?? 'gregorian'} ${written['ends-of']}`
}

/** Only rows in force have a state on a day; only those that say when they ended had one on every day. */
const answerable = (wanted: When, dataset: Dataset): boolean =>
  wanted === 'period' ||
  (dataset.time !== null &&
    (endsOf(wanted) === null
      ? dataset.rows !== 'event' || wanted === 'before' || wanted === 'ever'
      : dataset.rows === 'validity'))

/** Entities of one column are what its values stand for; of several nobody knows a word. */
function nounOf(dataset: Dataset, key: Entities['key'], making: Making): string {
  const [only, ...others] = key
  if (only === undefined || others.length > 0) return 'entity'
  const context = { dataset, lookUp: (steps: readonly string[]) => making.column(dataset.id, steps) }
  const unit = membersUnit(context, { kind: 'column', path: only.path, type: only.column.type }, dataset)
  const [noun = 'entity'] = Object.keys(unit)
  return printUnit(rowUnit({ ...dataset, rowNoun: noun })) === '1' ? 'entity' : noun
}

/** How people read the entities of a calculation. */
export const perWords = (spec: PerSpec): { readonly label: string; readonly text: string } => ({
  label: `Per ${[spec.key].flat().join(', ')}`,
  text: Object.entries(spec.values)
    .map(([name, one]) => {
      const [formula, time = 'period'] = typeof one === 'string' ? [one] : [one.formula, one.when]
      return `${name} = ${formula}${typeof time === 'string' ? whenWords[time] : ` (at the ends of earlier ${time['ends-of']}s)`}`
    })
    .join('; '),
})

const whenWords: Readonly<Record<Exclude<When, EndsOf>, string>> = {
  period: '',
  start: ' (on the day before the period)',
  end: ' (on the period’s last day)',
  before: ' (before the period)',
  ever: ' (until the period’s end)',
}
