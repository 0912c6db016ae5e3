import { Worker } from 'node:worker_threads'
import type { SignalOptions, SignalSeries } from '../../insight/signals/index.ts'
import type { Judged } from './judged.ts'
import type { Done, Task } from './worker.ts'

interface Waiting {
  readonly resolve: (judged: Judged) => void
  readonly reject: (error: Error) => void
}

/** One thread for all statistics of this process, started with the first series and never keeping the process alive. */
let thread: Worker | null = null
const waiting = new Map<number, Waiting>()
let last = 0

/** Signals of a series, reckoned beside the thread that answers questions. */
export function judge(series: SignalSeries, options: SignalOptions): Promise<Judged> {
  const worker = (thread ??= start())
  const task: Task = { id: ++last, series, options }
  worker.ref()
  return new Promise((resolve, reject) => {
    waiting.set(task.id, { resolve, reject })
    worker.postMessage(task)
  })
}

function start(): Worker {
  const entry = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url)
  const worker = new Worker(entry)
  worker.on('message', (done: Done) => {
    const asked = waiting.get(done.id)
    waiting.delete(done.id)
    if (waiting.size === 0) worker.unref()
    if ('judged' in done) asked?.resolve(done.judged)
    else asked?.reject(new Error(`statistics failed: ${done.error}`))
  })
  const end = (error: Error) => {
    if (thread === worker) thread = null
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  worker.on('error', end)
  worker.on('exit', () => end(new Error('the thread of statistics ended')))
  return worker
}
