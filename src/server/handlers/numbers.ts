import { ask } from '../../app/ask.ts'
import { driversView } from '../../app/drivers.ts'
import { effectView } from '../../app/effect.ts'
import { forecastView } from '../../app/forecast.ts'
import { leadingView } from '../../app/leading.ts'
import { paceView } from '../../app/pace.ts'
import { kpiSummaryView } from '../../app/summary/kpi.ts'
import { outlookView } from '../../app/summary/outlook.ts'
import { scorecardSummaryView } from '../../app/summary/scorecard.ts'
import { knownAt } from '../../app/view/as-of.ts'
import { changeViews } from '../../app/view/changes.ts'
import { explanation } from '../../app/view/explanation.ts'
import { findVersion } from '../../app/view/find.ts'
import { kpiView } from '../../app/view/kpi.ts'
import { parseQuestions } from '../../app/view/parse-questions.ts'
import { scorecardView } from '../../app/view/scorecard.ts'
import { questionsTo } from '../../app/view/through.ts'
import { workspaceView } from '../../app/view/workspace.ts'
import type { Kpi } from '../../domain/catalog.ts'
import type { Issue } from '../../domain/issue.ts'
import { failed, ok } from '../../domain/result.ts'
import { unitLabel } from '../../domain/unit-label.ts'
import { type Handlers, questionDeps } from './context.ts'

/** Values and the views made of them. */
export const numberHandlers: Handlers<
  | 'workspace'
  | 'scorecard'
  | 'kpi'
  | 'explain'
  | 'scorecardSummary'
  | 'kpiSummary'
  | 'outlook'
  | 'drivers'
  | 'forecast'
  | 'effect'
  | 'leading'
  | 'pace'
  | 'changes'
  | 'ask'
> = {
  workspace: async ({ workspace }) => ok(await workspaceView(workspace.deps, workspace.issues)),
  scorecard: (context, input) => scorecardView(questionDeps(context), input, context.actor),
  kpi: (context, { kpi, ...asked }) => kpiView(questionDeps(context), { id: kpi, ...asked }, context.actor),
  explain: (context, input) => explanation(questionDeps(context), input, context.actor),
  scorecardSummary: (context, input) => scorecardSummaryView(questionDeps(context), input, context.actor),
  outlook: (context, input) => outlookView(questionDeps(context), input, context.actor),
  kpiSummary: (context, input) => kpiSummaryView(questionDeps(context), input, context.actor),
  drivers: (context, input) => driversView(questionDeps(context), input, context.actor),
  effect: (context, input) => effectView(questionDeps(context), input, context.actor),
  forecast: (context, input) => forecastView(questionDeps(context), input, context.actor),
  leading: (context, input) => leadingView(questionDeps(context), input, context.actor),
  pace: (context, input) => paceView(questionDeps(context), input, context.actor),
  changes: async ({ workspace }, { asOf, ...input }) => {
    const known = knownAt(workspace.deps, asOf)
    return known.ok ? changeViews(known.value, input) : known
  },
  ask: async (context, { timing, version, asOf, through, ...input }) => {
    const deps = questionDeps(context)
    const known = knownAt(deps, asOf)
    if (!known.ok) return known
    const first = parseQuestions(known.value, input)
    if (!first.ok) return first
    const read = await questionsTo(known.value, first.value, { through, asOf })
    if (!read.ok) return read
    const questions = read.value === known.value ? first : parseQuestions(read.value, input)
    if (!questions.ok) return questions
    const issues: Issue[] = []
    if (version !== undefined && findVersion(deps.catalog, version, issues) === null) return failed(...issues)
    const options = version === undefined ? {} : { version }
    const done = await ask(read.value, questions.value, context.actor, options)
    const asked = [...new Set(questions.value.map(({ kpi }) => kpi))]
    const measuredIn = Object.fromEntries(asked.flatMap((id) => labelOf(deps.catalog.kpis.get(id))))
    return ok({ answers: done.answers, measuredIn, ...(timing === true && { timing: done.timing }) })
  },
}

const labelOf = (kpi: Kpi | undefined) => (kpi === undefined ? [] : [[kpi.id, unitLabel(kpi)] as const])
