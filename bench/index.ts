import type { Bench } from './figure.ts'
import { commits } from './rows/commits.ts'
import { distinct } from './rows/distinct.ts'
import { filterColumn } from './rows/filter-column.ts'
import { kept } from './rows/kept.ts'
import { calculationKinds } from './rows/kinds.ts'
import { manyKpis } from './rows/many-kpis.ts'
import { memory } from './rows/memory.ts'
import { oneKpi } from './rows/one-kpi.ts'
import { pushed } from './rows/pushed.ts'
import { refresh } from './rows/refresh.ts'
import { responsiveness } from './rows/responsiveness.ts'
import { server } from './rows/server.ts'
import { units } from './rows/units.ts'

/** Every bench by its name on the command line, in the order they run. */
export const benches: Readonly<Record<string, Bench>> = {
  'one-kpi': oneKpi,
  'many-kpis': manyKpis,
  'filter-column': filterColumn,
  distinct,
  kinds: calculationKinds,
  kept,
  refresh,
  responsiveness,
  units,
  server,
  pushed,
  memory,
  commits,
}
