import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { Client, type ClientConfig, type FieldDef } from 'pg'
import { BadPart } from '../domain/bad-part.ts'
import type { Issue } from '../domain/issue.ts'
import { loadIssue } from '../domain/load-issues.ts'
import { nearest } from '../domain/nearest.ts'
import type { ReadRequest } from '../ports.ts'
import { isoInstant } from '../time/zone.ts'
import { reasonOf } from './file-parts.ts'
import { quotedName, type Wanted } from './table-name.ts'

export interface Login {
  /** The environment variable that holds the address, and what it holds. */
  readonly variable: string
  readonly url: string
  readonly ssl: 'off' | 'encrypt' | 'verify' | null
  readonly timeoutSeconds: number
}

export interface Session {
  readonly fields: readonly FieldDef[]
  /** The next rows of what is wanted, as the server's text; empty at the end. Throws BadPart where the server refuses. */
  readonly fetch: () => Promise<readonly (readonly (string | null)[])[]>
  readonly close: () => Promise<void>
}

const connectMs = 10_000
const rowsPerFetch = 2_000

/** Addresses that no database has, but that answer inside data centres: link-local, unspecified, multicast. */
const neverMeant = new BlockList()
neverMeant.addSubnet('169.254.0.0', 16)
neverMeant.addSubnet('0.0.0.0', 8)
neverMeant.addSubnet('224.0.0.0', 4)
neverMeant.addSubnet('fe80::', 10, 'ipv6')
neverMeant.addSubnet('ff00::', 8, 'ipv6')

/**
 * Connects and opens what is wanted in one read-only transaction, so that all rows are of one moment. Nothing of the
 * address but host and database appears in an issue.
 */
export async function openSession(
  login: Login,
  wanted: Wanted,
  since: ReadRequest['since'] = undefined,
): Promise<Session | { readonly issues: readonly Issue[] }> {
  const config = configOf(login)
  if ('issues' in config) return config
  const where = `${config.host ?? 'localhost'}:${config.port ?? 5432}/${config.database ?? ''}`
  const guarded = await guard(config.host ?? 'localhost')
  if (guarded !== null) return { issues: [loadIssue('load/unreachable', { where, reason: guarded }, {})] }
  const client = new Client({ ...config, connectionTimeoutMillis: connectMs, types: { getTypeParser: () => asText } })
  // A connection that breaks between two questions fails the next one.
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    await client.end().catch(() => {})
    return { issues: [connectIssue(error, where, login)] }
  }
  try {
    const fields = await begin(client, statementOf(wanted, since), login.timeoutSeconds)
    return { fields, fetch: () => fetchRows(client, wanted, login), close: () => client.end().catch(() => {}) }
  } catch (error) {
    const issue = await queryIssue(error, client, wanted, login)
    await client.end().catch(() => {})
    return { issues: [issue] }
  }
}

const asText = (text: unknown): unknown => text

function configOf(login: Login): ClientConfig | { readonly issues: readonly Issue[] } {
  try {
    const url = new URL(login.url)
    if (!/^postgres(ql)?:$/.test(url.protocol)) throw new TypeError(url.protocol)
    const host = url.searchParams.get('host') ?? (url.hostname.replace(/^\[|\]$/g, '') || 'localhost')
    const isHere = host.startsWith('/') || ['localhost', '127.0.0.1', '::1'].includes(host)
    const ssl = login.ssl ?? (isHere ? 'off' : 'verify')
    return {
      host,
      port: Number(url.port || '5432'),
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      database: decodeURIComponent(url.pathname.slice(1)),
      ssl: ssl === 'off' ? false : { rejectUnauthorized: ssl === 'verify' },
    }
  } catch {
    // What the parser says would repeat the password.
    return { issues: [loadIssue('load/address', { variable: login.variable }, {})] }
  }
}

async function guard(host: string): Promise<string | null> {
  if (host.startsWith('/')) return null
  const found = isIP(host) === 0 ? await lookup(host, { all: true }).catch(() => []) : [{ address: host }]
  const bad = found.find(({ address }) => neverMeant.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'))
  return bad === undefined ? null : `${bad.address} is no address of a database`
}

async function begin(client: Client, statement: string, timeoutSeconds: number): Promise<readonly FieldDef[]> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  for (const [name, value] of [
    ['statement_timeout', `${timeoutSeconds}s`],
    ['datestyle', 'ISO'],
    ['timezone', 'UTC'],
    ['extra_float_digits', '1'],
    ['bytea_output', 'hex'],
  ]) {
    await client.query('SELECT set_config($1, $2, true)', [name, value])
  }
  const { fields } = await client.query(`${statement} LIMIT 0`)
  await client.query(`DECLARE part NO SCROLL CURSOR FOR ${statement}`)
  return fields
}

/** A query stands inside ours: two statements in one text, or one that writes, are a mistake. */
function statementOf(wanted: Wanted, since: ReadRequest['since']): string {
  const all = wholeOf(wanted)
  if (since === undefined) return all
  const name = quotedName(since.column.from)
  return `SELECT * FROM (${all}) AS whole WHERE ${name} IS NULL OR ${name} >= '${isoInstant(since.ms)}'::timestamptz`
}

function wholeOf(wanted: Wanted): string {
  if (wanted.kind === 'query') return `SELECT * FROM (\n${wanted.text}\n) AS wanted`
  const { schema, name } = wanted
  return `SELECT * FROM ${schema === null ? '' : `${quotedName(schema)}.`}${quotedName(name)}`
}

async function fetchRows(
  client: Client,
  wanted: Wanted,
  login: Login,
): Promise<readonly (readonly (string | null)[])[]> {
  try {
    const { rows } = await client.query<(string | null)[]>({
      text: `FETCH ${rowsPerFetch} FROM part`,
      rowMode: 'array',
    })
    return rows
  } catch (error) {
    throw new BadPart([await queryIssue(error, client, wanted, login)])
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

function connectIssue(error: unknown, where: string, login: Login): Issue {
  const code = codeOf(error)
  if (code.startsWith('28')) return loadIssue('load/denied', { what: where, reason: reasonOf(error) }, {})
  // A host with several addresses fails once for each.
  const first = error instanceof AggregateError ? error.errors[0] : error
  const reason = codeOf(first) === 'ECONNREFUSED' ? 'nothing listens there' : reasonOf(first)
  const isTls = /ssl|certificate|self.signed|altnames/i.test(`${codeOf(first)} ${reason}`)
  const shown = isTls ? `${reason} (ssl: ${login.ssl ?? 'verify'})` : reason
  return loadIssue('load/unreachable', { where, reason: shown }, {})
}

async function queryIssue(error: unknown, client: Client, wanted: Wanted, login: Login): Promise<Issue> {
  const code = codeOf(error)
  const what = wanted.kind === 'query' ? 'the query' : wanted.name
  if (code === '') return loadIssue('load/unreachable', { where: what, reason: reasonOf(error) }, {})
  if (code === '42501') return loadIssue('load/denied', { what, reason: reasonOf(error) }, {})
  if (code === '57014') return loadIssue('load/slow', { what, seconds: login.timeoutSeconds }, {})
  if (wanted.kind === 'query' || (code !== '42P01' && code !== '3F000')) {
    return loadIssue('load/query', { reason: reasonOf(error) }, {})
  }
  const names = await tableNames(client, wanted.schema).catch(() => [])
  const name = wanted.schema === null ? wanted.name : `${wanted.schema}.${wanted.name}`
  return loadIssue('load/no-table', { name, near: nearest(name, names), names }, {})
}

/** Tables and views that this user may see: bare where the search path finds them, else with their schema. */
async function tableNames(client: Client, schema: string | null): Promise<readonly string[]> {
  await client.query('ROLLBACK')
  const { rows } = await client.query<{ schema: string; name: string; bare: string }>(
    `SELECT table_schema AS schema, table_name AS name, table_schema = ANY (current_schemas(false)) AS bare
     FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2`,
  )
  return rows.map((row) => (schema === null && row.bare === 't' ? row.name : `${row.schema}.${row.name}`))
}
