import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { get as listen } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { atMost, type Bench } from '../figure.ts'
import { median, percentile } from '../measure.ts'
import { serveFolder, timedGet } from '../served.ts'

/** One event a millisecond. */
const seconds = 10
const smokeSeconds = 2
const mostWaitMs = 10_000

const documents = `kind: workspace
id: live
name: Live
zone: UTC
currency: EUR
today: 2026-01-15
---
kind: source
id: gate
connector: csv
path: data
---
kind: dataset
id: events
source: gate
from: events-*.csv
key: [event_id]
time: { column: at, zone: UTC }
row: event
columns: { event_id: integer, at: timestamp }
---
kind: kpi
id: events
name: Events
purpose: How many came?
category: operational
calculation: { type: measure, dataset: events, formula: "count()" }
measured-in: events
good: up
cadence: month
---
kind: objective
id: grow
name: Grow
perspective: financial
---
kind: scorecard
id: live
name: Live
groups: [{ objective: grow, kpis: [events] }]
`

/**
 * Events come one a millisecond and are delivered as files, each as soon as the one before was accepted. A reader of `/events` asks
 * for the number whenever it is told, as an open page does. Timed is every event, from its own instant to the number that has it.
 */
export const pushed: Bench = {
  title: 'Pushed events on an open page, 1,000 a second',
  run: async ({ rounds, log }) => {
    const folder = await mkdtemp(join(tmpdir(), 'bellwether-pushed-'))
    try {
      await mkdir(join(folder, 'data'))
      await writeFile(join(folder, 'workspace.yaml'), documents)
      await writeFile(join(folder, 'data', 'events-0.csv'), fileOf(0, 1))
      const served = await serveFolder(folder)
      try {
        await load(served.url)
        const { waits, files } = await push(served.url, folder, 1000 * (rounds === 1 ? smokeSeconds : seconds))
        log(`${waits.length} events in ${files} files: median ${median(waits).toFixed(0)} ms`)
        const name = 'pushed event to number on an open page at 1,000 events/s, p95'
        return [atMost(1000, { name, measured: percentile(waits, 0.95), unit: 'ms', rows: waits.length, kpis: 1 })]
      } finally {
        await served.stop()
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

async function push(url: string, folder: string, events: number): Promise<{ waits: readonly number[]; files: number }> {
  const page = await openPage(url)
  const waits: number[] = []
  const started = performance.now()
  page.seen((count) => {
    const now = performance.now() - started
    // The first row stood before.
    for (let event = waits.length; event < count - 1; event++) waits.push(now - event)
  })
  let files = 0
  for (let sent = 0; sent < events; ) {
    const come = Math.min(events, Math.floor(performance.now() - started))
    if (come === sent) await setTimeout(1)
    else {
      await writeFile(join(folder, 'data', `events-${++files}.csv`), fileOf(sent + 1, come + 1))
      await load(url)
      sent = come
    }
  }
  for (const end = performance.now() + mostWaitMs; waits.length < events && performance.now() < end; )
    await setTimeout(5)
  page.close()
  if (waits.length !== events) throw new Error(`the page shows ${waits.length} events of ${events}`)
  return { waits, files }
}

/** Rows from one number until before another. */
function fileOf(from: number, until: number): string {
  const rows = Array.from({ length: until - from }, (_, index) => `${from + index},2026-01-10T08:00:00Z`)
  return `event_id,at\n${rows.join('\n')}\n`
}

async function load(url: string): Promise<void> {
  const body = JSON.stringify({ datasets: ['events'] })
  const response = await fetch(`${url}/api/v1/load`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  })
  if (!response.ok) throw new Error(`load: ${response.status} ${await response.text()}`)
  await response.arrayBuffer()
}

interface OpenPage {
  readonly seen: (tell: (count: number) => void) => void
  readonly close: () => void
}

/** Listens to `/events` and asks for the number after each word of new facts, one question at a time. */
function openPage(url: string): Promise<OpenPage> {
  let tell: (count: number) => void = () => {}
  let [asking, stale] = [false, false]
  const look = async () => {
    stale = true
    if (asking) return
    asking = true
    while (stale) {
      stale = false
      const { body } = await timedGet(`${url}/api/v1/kpis/events?period=2026-01`)
      tell(Number(JSON.parse(body.toString()).row.answer.value))
    }
    asking = false
  }
  return new Promise((resolve, reject) => {
    const request = listen(`${url}/events`, (response) => {
      response.on('data', (part: Buffer) => {
        if (part.includes('event: facts')) look().catch(reject)
      })
      response.on('error', () => {})
      resolve({
        seen: (then) => {
          tell = then
        },
        close: () => request.destroy(),
      })
    })
    request.on('error', reject)
  })
}
