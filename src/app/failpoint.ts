/** Named places where a crash is rehearsed, each right after the step it names became durable: rows coming in. */
export const loadFailpoints = [
  'load:part-allotted',
  'load:parquet-written',
  'load:accepted',
  'load:synced',
  'undo:committed',
  'undo:synced',
  'orphan:removed',
] as const

/** The same for definitions and for what is recorded of their numbers. */
export const definitionFailpoints = ['document:written', 'documents:recorded', 'changes:recorded'] as const

/** Kills this process (SIGKILL: nothing is flushed, no handler runs) when it reaches the named failpoint. */
export const killAt =
  (wanted: string | undefined): ((name: string) => void) =>
  (name) => {
    if (name === wanted) process.kill(process.pid, 'SIGKILL')
  }
