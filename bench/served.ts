import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { get as request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { documentsOf } from './documents.ts'
import { additiveKpis } from './kpis.ts'

const launcher = join(import.meta.dirname, '../bin/bellwether.js')
/** However many rows there are, a page is answered from kept cells. */
const orders = 100_000

/** A workspace on the disk as a person has it: its KPIs on one scorecard, their rows loaded and evaluated. */
export interface ServedFolder {
  readonly folder: string
  readonly ids: readonly string[]
  readonly remove: () => Promise<void>
}

export async function makeFolder(kpis: number): Promise<ServedFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'bellwether-served-'))
  await mkdir(join(folder, 'data'))
  const chosen = additiveKpis(kpis)
  const scorecard = `kind: objective
id: grow
name: Grow
perspective: financial
---
kind: scorecard
id: everything
name: Everything
groups: [{ objective: grow, kpis: [${chosen.map(({ id }) => id).join(', ')}] }]
`
  await writeFile(join(folder, 'workspace.yaml'), [...documentsOf(chosen), scorecard].join('---\n'))
  await writeFile(join(folder, 'data', 'contracts.csv'), 'contract_id,begun,ended,seats\n1,2025-01-01,,3\n')
  const recipe = await readFile(new URL('orders.sql', import.meta.url), 'utf8')
  const rows = recipe.replaceAll('{rows}', String(orders)).replaceAll('{customers}', String(orders / 5))
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const columns = `* EXCLUDE (_day, _at, _line) REPLACE (make_timestamp(ordered_at) AS ordered_at)`
  await connection.run(`COPY (SELECT ${columns} FROM (${rows})) TO '${join(folder, 'data', 'orders.csv')}' (HEADER)`)
  instance.closeSync()
  await ended(spawn(process.execPath, [launcher, 'load', '-w', folder], { stdio: ['ignore', 'ignore', 'inherit'] }))
  return { folder, ids: chosen.map(({ id }) => id), remove: () => rm(folder, { recursive: true, force: true }) }
}

/** Megabytes of one process: its share of what processes have in common (PSS), and all that it has resident (RSS). */
interface Taken {
  readonly share: number
  readonly resident: number
}

export interface Memory {
  readonly server: Taken
  readonly engine: Taken
}

/** Both processes together, by share: what is judged. */
export const shareOf = ({ server, engine }: Memory): number => server.share + engine.share

export const memoryLine = ({ server, engine }: Memory): string =>
  `server ${server.share.toFixed(0)} MB, engine ${engine.share.toFixed(0)} MB (RSS ${server.resident.toFixed(0)} + ${engine.resident.toFixed(0)} MB)`

/** The program serving a folder. */
export interface Served {
  readonly url: string
  /** Milliseconds from its start until it answers. */
  readonly readyMs: number
  /** Memory that the server and its engine take; null where the system does not tell it. */
  readonly memory: () => Promise<Memory | null>
  readonly stop: () => Promise<void>
}

export async function serveFolder(folder: string): Promise<Served> {
  const started = performance.now()
  const child = spawn(process.execPath, [launcher, 'serve', folder, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await urlOf(child)
  const readyMs = performance.now() - started
  return {
    url,
    readyMs,
    memory: async () => {
      const [engine] = await childrenOf(child.pid ?? 0)
      const [server, own] = [await takenBy(child.pid ?? 0), await takenBy(engine ?? 0)]
      return server === null || own === null ? null : { server, engine: own }
    },
    stop: async () => {
      child.kill('SIGTERM')
      await ended(child)
    },
  }
}

/** Bare node:http serving some bytes. */
export async function serveBare(folder: string, body: Buffer): Promise<Pick<Served, 'url' | 'stop'>> {
  const file = join(folder, 'body')
  await writeFile(file, body)
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bare.ts'), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await urlOf(child)
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM')
      await ended(child)
    },
  }
}

function urlOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stdout?.on('data', (part: Buffer) => {
      said += part
      const found = / at (http:\S+)/.exec(said)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.on('close', () => reject(new Error(`the server ended: ${said}`)))
  })
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', () => resolve())
  })

async function childrenOf(pid: number): Promise<readonly number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  return text.trim().split(/\s+/).filter(Boolean).map(Number)
}

/** What a process takes; null where the system does not tell it. */
async function takenBy(pid: number): Promise<Taken | null> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  const [share, resident] = [/^Pss:\s+(\d+) kB/m.exec(text)?.[1], /^Rss:\s+(\d+) kB/m.exec(text)?.[1]]
  if (share === undefined || resident === undefined) return null
  return { share: Number(share) / 1024, resident: Number(resident) / 1024 }
}

/** The milliseconds until a body begins to come; throws for anything but 200. */
export function timedGet(url: string, headers: Record<string, string> = {}): Promise<{ ms: number; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    request(url, { headers }, (response) => {
      const ms = performance.now() - started
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => {
        if (response.statusCode === 200) resolve({ ms, body: Buffer.concat(parts) })
        else reject(new Error(`${url}: ${response.statusCode} ${Buffer.concat(parts)}`))
      })
    }).on('error', reject)
  })
}
