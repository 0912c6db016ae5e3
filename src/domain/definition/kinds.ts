import { calendarKind } from './calendar.ts'
import { datasetKind } from './dataset.ts'
import { kpiKind } from './kpi.ts'
import { objectiveKind } from './objective.ts'
import { scorecardKind } from './scorecard.ts'
import { sourceKind } from './source.ts'
import { targetKind } from './target.ts'
import { unitKind } from './unit.ts'
import { workspaceKind } from './workspace.ts'

/** The kinds of documents: to add one, write its file and name it here and in `kindNames`. */
export const kinds = {
  workspace: workspaceKind,
  source: sourceKind,
  dataset: datasetKind,
  unit: unitKind,
  objective: objectiveKind,
  kpi: kpiKind,
  target: targetKind,
  scorecard: scorecardKind,
  calendar: calendarKind,
}
