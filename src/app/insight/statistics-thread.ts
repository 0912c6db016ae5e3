import { Worker } from 'node:worker_threads'
import type { Done, Task, TaskName, Tasks } from './worker.ts'

interface Waiting {
  readonly resolve: (gives: unknown) => void
  readonly reject: (error: Error) => void
}

/** One thread for all statistics of this process, started with the first series and never keeping the process alive. */
let thread: Worker | null = null
const waiting = new Map<number, Waiting>()
let last = 0

/** Does a task of statistics beside the thread that answers questions. */
export async function reckon<N extends TaskName>(name: N, takes: Tasks[N]['takes']): Promise<Tasks[N]['gives']> {
  const worker = (thread ??= start())
  const task: Task = { id: ++last, name, takes }
  worker.ref()
  const gives = await new Promise((resolve, reject) => {
    waiting.set(task.id, { resolve, reject })
    worker.postMessage(task)
  })
  // Both ends are this program, so that a result is taken at its word.
  return gives as Tasks[N]['gives']
}

function start(): Worker {
  const entry = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url)
  const worker = new Worker(entry)
  worker.on('message', (done: Done) => {
    const asked = waiting.get(done.id)
    waiting.delete(done.id)
    if (waiting.size === 0) worker.unref()
    if ('gives' in done) asked?.resolve(done.gives)
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
