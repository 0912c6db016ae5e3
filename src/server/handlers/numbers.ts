import { ask } from '../../app/ask.ts'
import { driversView } from '../../app/drivers.ts'
import { forecastView } from '../../app/forecast.ts'
import { knownAt } from '../../app/view/as-of.ts'
import { changeViews } from '../../app/view/changes.ts'
import { explanation } from '../../app/view/explanation.ts'
import { findVersion } from '../../app/view/find.ts'
import { kpiView } from '../../app/view/kpi.ts'
import { parseQuestions } from '../../app/view/parse-questions.ts'
import { scorecardView } from '../../app/view/scorecard.ts'
import { workspaceView } from '../../app/view/workspace.ts'
import type { Issue } from '../../domain/issue.ts'
import { failed, ok } from '../../domain/result.ts'
import type { Handlers } from './context.ts'

/** Values and the views made of them. */
export const numberHandlers: Handlers<
  'workspace' | 'scorecard' | 'kpi' | 'explain' | 'drivers' | 'forecast' | 'changes' | 'ask'
> = {
  workspace: async ({ workspace }) => ok(await workspaceView(workspace.deps, workspace.issues)),
  scorecard: ({ workspace, actor }, input) => scorecardView(workspace.deps, input, actor),
  kpi: ({ workspace, actor }, { kpi, ...asked }) => kpiView(workspace.deps, { id: kpi, ...asked }, actor),
  explain: ({ workspace, actor }, input) => explanation(workspace.deps, input, actor),
  drivers: ({ workspace, actor }, input) => driversView(workspace.deps, input, actor),
  forecast: ({ workspace, actor }, input) => forecastView(workspace.deps, input, actor),
  changes: ({ workspace }, input) => changeViews(workspace.deps, input),
  ask: async ({ workspace, actor, signal }, { timing, version, asOf, ...input }) => {
    const known = knownAt(workspace.deps, asOf)
    if (!known.ok) return known
    const questions = parseQuestions(known.value, input)
    if (!questions.ok) return questions
    const issues: Issue[] = []
    if (version !== undefined && findVersion(workspace.deps.catalog, version, issues) === null) return failed(...issues)
    const options = { ...(signal && { signal }), ...(version !== undefined && { version }) }
    const done = await ask(known.value, questions.value, actor, options)
    return ok({ answers: done.answers, ...(timing === true && { timing: done.timing }) })
  },
}
