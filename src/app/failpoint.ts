/** Every named place where a crash is rehearsed: right after the step it names became durable. */
export const failpoints = [
  'load:part-allotted',
  'load:parquet-written',
  'load:accepted',
  'load:synced',
  'undo:committed',
  'undo:synced',
  'orphan:removed',
] as const

/** Kills this process (SIGKILL: nothing is flushed, no handler runs) when it reaches the named failpoint. */
export const killAt =
  (wanted: string | undefined): ((name: string) => void) =>
  (name) => {
    if (name === wanted) process.kill(process.pid, 'SIGKILL')
  }
