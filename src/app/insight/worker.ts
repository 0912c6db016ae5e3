/** The thread that statistics run in, so that a long series never holds up a short question. Started by its path. */
import { parentPort } from 'node:worker_threads'
import { type SignalOptions, type SignalSeries, signals } from '../../insight/signals/index.ts'
import { type Judged, judgedOf } from './judged.ts'

export interface Task {
  readonly id: number
  readonly series: SignalSeries
  readonly options: SignalOptions
}

/** What comes back: the result, or the words of a bug. */
export type Done = { readonly id: number } & ({ readonly judged: Judged } | { readonly error: string })

parentPort?.on('message', ({ id, series, options }: Task) => {
  parentPort?.postMessage(run(id, series, options))
})

function run(id: number, series: SignalSeries, options: SignalOptions): Done {
  try {
    return { id, judged: judgedOf(signals(series, options)) }
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}
