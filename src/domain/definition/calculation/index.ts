import { z } from 'zod'
import { cohort } from './cohort.ts'
import type { CalculationType } from './define.ts'
import { formula } from './formula.ts'
import { index } from './index-of.ts'
import { manual } from './manual.ts'
import { measure } from './measure.ts'
import { ratio } from './ratio.ts'
import { rolling } from './rolling.ts'
import { toDate } from './to-date.ts'

/** The types of calculation; to add one, write its file and name it here. */
const types = [measure, ratio, formula, toDate, rolling, cohort, index, manual] as const

type SchemasOf<T extends readonly { readonly schema: unknown }[]> = { [K in keyof T]: T[K]['schema'] }

const schemasOf = <T extends readonly { readonly schema: unknown }[]>(all: T) =>
  all.map(({ schema }) => schema) as SchemasOf<T>

/** One entry of a KPI's calculation, of whichever type. */
export const calculationSchema = z.discriminatedUnion('type', schemasOf(types))

export type CalculationSpec = z.infer<typeof calculationSchema>

const byName = new Map<string, CalculationType<CalculationSpec>>(
  types.map((type) => [type.schema.shape.type.value, type as CalculationType<CalculationSpec>]),
)

/** Every type by name, in the order of the reference page. */
export const calculationTypes: ReadonlyMap<string, CalculationType<CalculationSpec>> = byName

/** The type that an entry is of. */
export function typeOf(spec: CalculationSpec): CalculationType<CalculationSpec> {
  const type = byName.get(spec.type)
  if (type === undefined) throw new Error(`no type of calculation ${spec.type}`)
  return type
}
