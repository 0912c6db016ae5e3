import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { issuesOf } from '../contract/client.ts'
import type { Input, Output } from '../contract/contract.ts'
import { callOf, type EndpointName } from '../contract/paths.ts'
import type { ClosingView } from '../domain/closing-view.ts'
import type { DriversMethod, DriversView } from '../domain/drivers-view.ts'
import type { EffectView } from '../domain/effect-view.ts'
import type { ForecastView } from '../domain/forecast-view.ts'
import type { Issue } from '../domain/issue.ts'
import type { LeadingView } from '../domain/leading-view.ts'
import type { PaceView } from '../domain/pace-view.ts'
import type { PlanView } from '../domain/plan-view.ts'
import { scopeText } from '../domain/scope.ts'
import type { SignalsView } from '../domain/signals-view.ts'
import type { SummaryView } from '../domain/summary-view.ts'
import type { ChangeView, KpiView } from '../domain/view.ts'

/** An answer of the server that is not the thing asked for: its words, and its issues where it names places. */
export class ApiFailure extends Error {
  readonly status: number
  readonly issues: readonly Issue[]
  constructor(status: number, issues: readonly Issue[]) {
    super(issues[0]?.message ?? (status === 0 ? 'The server cannot be reached.' : `The server answered ${status}.`))
    this.status = status
    this.issues = issues
  }
}

/** What a reader chose in the address: absent means the page's own default. */
export interface Asked {
  readonly period?: string | undefined
  readonly scope?: string | undefined
  readonly grain?: string | undefined
  readonly asOf?: string | undefined
  readonly through?: string | undefined
}

const keyOf = ({ period = '', scope = '', grain = '', asOf = '', through = '' }: Asked) => [
  period,
  scope,
  grain,
  asOf,
  through,
]

export const workspaceQuery = queryOptions({
  queryKey: ['workspace'],
  queryFn: ({ signal }) => call('workspace', {}, signal),
})

export const scorecardQuery = (id: string, asked: Asked) =>
  queryOptions({
    queryKey: ['scorecard', id, ...keyOf(asked)],
    queryFn: ({ signal }) => call('scorecard', { id, ...asked }, signal),
    placeholderData: keepPreviousData,
  })

export const kpiQuery = (id: string, asked: Asked) =>
  queryOptions<KpiView>({
    queryKey: ['kpi', id, ...keyOf(asked)],
    queryFn: ({ signal }) => call('kpi', { kpi: id, ...placeOf(asked) }, signal),
    placeholderData: (before) => (before?.row.kpi === id ? before : undefined),
  })

/** Of a search what a KPI is asked with. */
const placeOf = ({ period, scope, grain, asOf, through }: Asked): Asked => ({ period, scope, grain, asOf, through })

/** What is said of a KPI beside its page; it comes later, since a forecast is slower than a page. */
export const kpiSummaryQuery = (id: string, asked: Asked) =>
  queryOptions<SummaryView>({
    queryKey: ['summary', id, ...keyOf(asked)],
    queryFn: ({ signal }) => call('kpiSummary', { kpi: id, ...placeOf(asked) }, signal),
  })

export const scorecardSummaryQuery = (id: string, asked: Asked) =>
  queryOptions<SummaryView>({
    queryKey: ['scorecard-summary', id, ...keyOf(asked)],
    queryFn: ({ signal }) => call('scorecardSummary', { id, ...placeOf(asked) }, signal),
  })

/** KPIs that are foretold by one call: so often the page can say how far it is. */
const foretoldAtOnce = 4

export const outlookQuery = (id: string, asked: Asked) =>
  infiniteQueryOptions({
    queryKey: ['outlook', id, ...keyOf(asked)],
    queryFn: ({ pageParam, signal }) => {
      const { period, scope, grain, through } = asked
      return call('outlook', { id, period, scope, grain, through, from: pageParam, count: foretoldAtOnce }, signal)
    },
    initialPageParam: 0,
    getNextPageParam: ({ from, kpis, total }) => (from + kpis.length < total ? from + kpis.length : undefined),
  })

export const explainQuery = (id: string, asked: Asked) =>
  queryOptions({
    queryKey: ['explain', id, ...keyOf(asked)],
    queryFn: ({ signal }) => call('explain', { kpi: id, ...asked }, signal),
  })

export const driversQuery = (id: string, asked: Asked, compare: string | null, method: DriversMethod) =>
  queryOptions<DriversView>({
    queryKey: ['drivers', id, ...keyOf(asked), compare ?? '', method],
    queryFn: ({ signal }) =>
      call('drivers', { kpi: id, ...asked, method, ...(compare !== null && { compare }) }, signal),
    // What it can be held against stays in view while another comparison comes.
    placeholderData: (before) => (before?.kpi === id ? before : undefined),
  })

/** The values of a KPI for every period of a range, as anybody asks for them. */
export const periodsQuery = (id: string, asked: PeriodsAsked) =>
  queryOptions({
    queryKey: ['ask', id, asked],
    queryFn: ({ signal }) => {
      const { unit, where, ...range } = asked
      const conditions = Object.entries(where).map((one) => scopeText({ unit: null, where: Object.fromEntries([one]) }))
      return call('ask', { kpis: [id], ...range, ...(unit !== null && { unit }), where: conditions }, signal)
    },
  })

interface PeriodsAsked {
  readonly grain: string
  readonly from: string
  readonly to: string
  readonly unit: string | null
  readonly where: Readonly<Record<string, readonly string[]>>
  readonly asOf: string | undefined
  readonly through: string | undefined
}

export const paceQuery = (id: string, asked: Asked) =>
  queryOptions<PaceView>({
    queryKey: ['pace', id, ...keyOf(asked)],
    queryFn: ({ signal }) => call('pace', { kpi: id, ...asked }, signal),
  })

export const signalsQuery = (id: string, asked: Asked) =>
  queryOptions<SignalsView>({
    queryKey: ['signals', id, ...keyOf(asked)],
    queryFn: ({ signal }) => call('signals', { kpi: id, ...placeOf(asked) }, signal),
  })

export const forecastQuery = (id: string, asked: Asked, trainUntil: string) =>
  queryOptions<ForecastView>({
    queryKey: ['forecast', id, ...keyOf(asked), trainUntil],
    queryFn: ({ signal }) => call('forecast', { kpi: id, ...asked, ...(trainUntil && { trainUntil }) }, signal),
  })

export const effectQuery = (id: string, asked: Asked, since: string) =>
  queryOptions<EffectView>({
    queryKey: ['effect', id, ...keyOf(asked), since],
    queryFn: ({ signal }) => call('effect', { kpi: id, ...asked, since }, signal),
  })

export const leadingQuery = (id: string, asked: Asked) =>
  queryOptions<LeadingView>({
    queryKey: ['leading', id, ...keyOf(asked)],
    queryFn: ({ signal }) => call('leading', { kpi: id, ...asked }, signal),
  })

export const documentQuery = (id: string) =>
  queryOptions({
    queryKey: ['document', id],
    queryFn: ({ signal }) => call('document', { kind: 'kpi', id }, signal),
  })

export const changesQuery = (id: string, { scope, asOf }: Asked) =>
  queryOptions<readonly ChangeView[]>({
    queryKey: ['changes', id, scope ?? '', asOf ?? ''],
    queryFn: ({ signal }) => call('changes', { kpi: id, scope, asOf, limit: 1000 }, signal),
  })

export const closingQuery = (grain: string | undefined) =>
  queryOptions<ClosingView>({
    queryKey: ['closing', grain ?? ''],
    queryFn: ({ signal }) => call('closing', grain === undefined ? {} : { grain }, signal),
    placeholderData: keepPreviousData,
  })

export const planQuery = (restate: string | undefined, undo: boolean) =>
  queryOptions<PlanView>({
    queryKey: ['plan', restate ?? '', undo],
    queryFn: ({ signal }) => call('proposal', restate === undefined ? {} : { restate, undo }, signal),
  })

export const applyProposal = (wanted: Input<'applyProposal'>) => call('applyProposal', wanted)

export const restateHistory = (wanted: Input<'restate'>) => call('restate', wanted)

export const closePeriod = (wanted: Input<'close'>) => call('close', wanted)

export const reopenPeriod = (wanted: Input<'reopen'>) => call('reopen', wanted)

export const acceptRestatement = (wanted: Input<'accept'>) => call('accept', wanted)

export const closingsQuery = queryOptions({
  queryKey: ['closings'],
  queryFn: ({ signal }) => call('closings', {}, signal),
})

export const batchesQuery = queryOptions({
  queryKey: ['batches'],
  queryFn: ({ signal }) => call('batches', {}, signal),
})

export const setAsideQuery = (batch: string) =>
  queryOptions({ queryKey: ['set-aside', batch], queryFn: ({ signal }) => call('setAside', { batch }, signal) })

export const lateQuery = (batch: string) =>
  queryOptions({ queryKey: ['late', batch], queryFn: ({ signal }) => call('late', { batch }, signal) })

export const saveDocument = (id: string, change: { text: string; baseHash: string; reason: string | null }) =>
  call('saveDocument', { kind: 'kpi', id, ...change })

export const undoBatch = (batch: string, reason: string | null) => call('undo', { batch, reason })

export const loadDatasets = (datasets: readonly string[]) => call('load', { datasets })

export const confirmLimits = (word: Input<'confirmLimits'>) => call('confirmLimits', word)

export const dismissSignal = (word: Input<'dismissSignal'>) => call('dismissSignal', word)

export const undoRuling = (word: Input<'undoRuling'>) => call('undoRuling', word)

/** A typed value of a manual KPI; amounts stay text, as they were written. */
export const enterValue = (value: Input<'enter'>) => call('enter', value)

async function call<N extends EndpointName>(name: N, input: Input<N>, signal?: AbortSignal): Promise<Output<N>> {
  const { method, url, body } = callOf(name, input)
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, {
    method,
    ...(signal && { signal }),
    ...(body !== null && { body, headers }),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw new ApiFailure(0, [])
  })
  const found: unknown = await response.json().catch(() => null)
  if (!response.ok) throw new ApiFailure(response.status, issuesOf(found))
  // The contract's own test holds server and types together.
  return found as Output<N>
}
