import { Session } from 'node:inspector/promises'
import { setFlagsFromString } from 'node:v8'

// Compiled code that swallows small functions loses some of their counts.
setFlagsFromString('--no-opt')
setFlagsFromString('--no-maglev')

const session = new Session()
session.connect()
await session.post('Profiler.enable')
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })

/**
 * How often the blocks of our own source ran during an act: work as a count, the same on every machine and under any load. Only
 * what is loaded after this module is counted, so that it is imported before all others, for its own sake too.
 */
export async function workOf(act: () => Promise<unknown>): Promise<number> {
  await session.post('Profiler.takePreciseCoverage')
  await act()
  const { result } = await session.post('Profiler.takePreciseCoverage')
  let count = 0
  for (const { url, functions } of result) {
    if (!/\/src\/[a-z]+\//.test(url) || url.includes('node_modules')) continue
    for (const { ranges } of functions) for (const range of ranges) count += range.count
  }
  return count
}
