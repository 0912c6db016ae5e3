/** The thread that statistics run in, so that a long series never holds up a short question. Started by its path. */
import { parentPort } from 'node:worker_threads'
import { type Effect, type EffectOptions, effectOf } from '../../insight/effect/index.ts'
import type { Series } from '../../insight/forecast/index.ts'
import { type SignalOptions, type SignalSeries, signals } from '../../insight/signals/index.ts'
import { type ForecastTask, type Foretold, foretell } from './foretold.ts'
import { type Judged, judgedOf } from './judged.ts'

export interface Tasks {
  readonly signals: { readonly gives: Judged; readonly takes: { series: SignalSeries; options: SignalOptions } }
  readonly forecast: { readonly gives: Foretold; readonly takes: ForecastTask }
  readonly effect: {
    readonly gives: Effect
    readonly takes: { series: Series; from: number; options: EffectOptions }
  }
}

export type TaskName = keyof Tasks

export interface Task {
  readonly id: number
  readonly name: TaskName
  readonly takes: unknown
}

/** What comes back: the result, or the words of a bug. */
export type Done = { readonly id: number } & ({ readonly gives: unknown } | { readonly error: string })

const acts: { readonly [N in TaskName]: (takes: Tasks[N]['takes']) => Tasks[N]['gives'] } = {
  signals: ({ series, options }) => judgedOf(signals(series, options)),
  forecast: foretell,
  effect: ({ series, from, options }) => effectOf(series, from, options),
}

parentPort?.on('message', ({ id, name, takes }: Task) => {
  try {
    // Both ends are this program: a task brings what its name takes.
    const act = acts[name] as (takes: unknown) => unknown
    parentPort?.postMessage({ id, gives: act(takes) } satisfies Done)
  } catch (error) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
    parentPort?.postMessage({ id, error: words } satisfies Done)
  }
})
