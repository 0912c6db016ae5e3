import { setTimeout } from 'node:timers/promises'
import { atLeast, atMost, type Bench, type Figure, known } from '../figure.ts'
import { median, percentile, ratio, sideBySide, timesLine } from '../measure.ts'
import { makeFolder, memoryLine, type Served, serveBare, serveFolder, shareOf, timedGet } from '../served.ts'

const kpis = 1000
/** Until a server that nobody asks has given back what it took to start. */
const restMs = 12_000
const mostStarts = 3
/** Requests in a row of one side, and how many at once. */
const [requests, atOnce] = [800, 8]

export const server: Bench = {
  title: 'The server: its start, its memory, a page of 1,000 KPIs',
  run: async ({ rounds, log }) => {
    const { folder, remove } = await makeFolder(kpis)
    try {
      const starts: number[] = []
      for (let start = 1; start < Math.min(mostStarts, rounds); start++) {
        const started = await serveFolder(folder)
        starts.push(started.readyMs)
        await started.stop()
      }
      const served = await serveFolder(folder)
      starts.push(served.readyMs)
      try {
        const figure = { rows: 0, kpis }
        const start = {
          ...figure,
          name: 'server start to ready, an existing workspace',
          measured: median(starts),
          unit: 'ms',
        }
        return [
          atMost(1500, start),
          ...(await memory(served, log)),
          ...(await pages(served, log)),
          await hot(served, folder, rounds, log),
        ]
      } finally {
        await served.stop()
      }
    } finally {
      await remove()
    }
  },
}

async function memory(served: Served, log: (line: string) => void): Promise<readonly Figure[]> {
  await setTimeout(restMs)
  const taken = await served.memory()
  if (taken === null) return []
  log(`idle: ${memoryLine(taken)}`)
  const name = 'idle memory of the server with its engine'
  return [atMost(250, { name, measured: shareOf(taken), unit: 'MB', rows: 0, kpis })]
}

/** Different pages, whose bodies nobody has asked for before; what they are made of is warm. */
async function pages({ url }: Served, log: (line: string) => void): Promise<readonly Figure[]> {
  const months = ['2024-03', '2024-09', '2025-03', '2025-09', '2025-12']
  const ask = (path: string, period: string, more: string) =>
    timedGet(`${url}${path}/everything?period=${period}${more}`)
  const times: number[] = []
  for (const [index, more] of spellings().entries())
    for (const month of months) {
      const { ms } = await ask('/api/v1/scorecards', month, more)
      if (index >= warmUps) times.push(ms)
    }
  const drawn: number[] = []
  for (const month of months) drawn.push((await ask('/scorecards', month, '')).ms)
  log(`1,000 KPIs: body median ${median(times).toFixed(1)} ms, page drawn ${median(drawn).toFixed(1)} ms`)
  const figure = { unit: 'ms', rows: 0, kpis }
  return [
    atMost(50, {
      ...figure,
      name: 'a scorecard of 1,000 KPIs, warm, one request: server time, p95',
      measured: percentile(times, 0.95),
    }),
    known({ ...figure, name: 'its page drawn by the server, p95', measured: percentile(drawn, 0.95) }),
  ]
}

/** Before a page is timed. */
const warmUps = 20

/** One page in many spellings: no two share a body. */
function spellings(): readonly string[] {
  let found = ['']
  for (const part of [['scope=', 'scope=all'], ['grain=', 'grain=month'], ['asOf='], ['through=', 'through=latest']])
    found = found.flatMap((one) => [one, ...part.map((more) => `${one}&${more}`)])
  return found
}

async function hot({ url }: Served, folder: string, rounds: number, log: (line: string) => void): Promise<Figure> {
  const path = `${url}/api/v1/scorecards/everything?period=2025-12`
  const headers = { 'accept-encoding': 'br' }
  const { body } = await timedGet(path, headers)
  const bare = await serveBare(folder, body)
  const rival = `${bare.url}/`
  const many = (of: string) => async () => {
    for (let done = 0; done < requests; done += atOnce)
      await Promise.all(Array.from({ length: atOnce }, () => timedGet(of, headers)))
  }
  const same = (await timedGet(rival, headers)).body.equals((await timedGet(path, headers)).body)
  if (!same) throw new Error('the hot body is another one')
  const times = await sideBySide({ ours: many(path), bare: many(rival) }, rounds)
  await bare.stop()
  log(`${timesLine(times)} for ${requests} bodies of ${body.length} bytes`)
  const name = 'hot scorecard bodies per second ÷ bare node:http'
  return atLeast(0.9, { name, measured: ratio(times.bare, times.ours), unit: '×', rows: 0, kpis })
}
