import type { Rule } from '../draft.ts'
import { benchmarks } from './benchmarks.ts'
import { calendars } from './calendars.ts'
import { cascades } from './cascades.ts'
import { columns } from './columns.ts'
import { deliveries } from './deliveries.ts'
import { dimensions } from './dimensions.ts'
import { effectiveDates } from './effective-dates.ts'
import { ids } from './ids.ts'
import { lookUps } from './look-ups.ts'
import { noCycles } from './no-cycles.ts'
import { oneWorkspace } from './one-workspace.ts'
import { rates } from './rates.ts'
import { references } from './references.ts'
import { scopes } from './scopes.ts'
import { scoreRules } from './score-rules.ts'
import { scorecards } from './scorecards.ts'
import { sources } from './sources.ts'
import { statusRules } from './status-rules.ts'
import { targetGrid } from './target-grid.ts'
import { targetOverlap } from './target-overlap.ts'
import { targetTables } from './target-table.ts'
import { targetVersions } from './target-versions.ts'
import { targets } from './targets.ts'
import { unitLevels } from './unit-levels.ts'

/** Every rule between documents; to add one, write its file and name it here. */
export const rules: readonly Rule[] = [
  oneWorkspace,
  ids,
  references,
  noCycles,
  sources,
  calendars,
  columns,
  rates,
  deliveries,
  lookUps,
  dimensions,
  unitLevels,
  scopes,
  effectiveDates,
  statusRules,
  scoreRules,
  targets,
  benchmarks,
  targetGrid,
  targetOverlap,
  targetVersions,
  targetTables,
  scorecards,
  cascades,
]
