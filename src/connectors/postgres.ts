import { z } from 'zod'
import { environmentName } from '../domain/definition/fields.ts'
import type { Issue } from '../domain/issue.ts'
import { loadIssue } from '../domain/load-issues.ts'
import type { RawPart, RawRow, ReadRequest } from '../ports.ts'
import { defineConnector } from './plug.ts'
import { cellReaderOf } from './postgres-cells.ts'
import { openSession, type Session } from './postgres-session.ts'
import { RowPrint } from './row-print.ts'
import { wantedOf } from './table-name.ts'

const options = z.strictObject({
  'url-from': environmentName().meta({
    title: 'Address from',
    description:
      'The environment variable that holds postgres://user:password@host:5432/database. Who sets it allows the address, internal or not.',
  }),
  ssl: z.enum(['off', 'encrypt', 'verify']).optional().meta({
    title: 'TLS',
    description:
      'verify checks the certificate (further authorities by NODE_EXTRA_CA_CERTS), encrypt does not; verify unless stated, off for a server on this machine.',
  }),
  timeout: z
    .int()
    .min(1)
    .max(86_400)
    .default(600)
    .meta({ title: 'Timeout', description: 'Seconds that the server may take for one step of a query.' }),
})

type Options = z.infer<typeof options>

/** PostgreSQL: a dataset's `from` is a table, `schema.table` or a query, read in one read-only transaction. */
export const postgres = defineConnector<Options>({
  id: 'postgres',
  title: 'PostgreSQL',
  help: 'Reads a table, a view or a query (from: select …) through one read-only transaction, so that all rows are of one moment, in chunks. numeric is exact, timestamp with time zone is an instant, timestamp without one is local to the dataset’s zone.',
  fetches: true,
  since: true,
  options,
  examples: ['kind: source\nid: shop\nconnector: postgres\nurl-from: SHOP_DATABASE_URL\n'],
  read: async (request, chosen) => {
    const session = await connect(request, chosen)
    if ('issues' in session) return session
    const part = partOf(request, session)
    return { parts: [part], present: [part.origin] }
  },
  reach: async (request, chosen) => {
    const session = await connect(request, chosen)
    if ('issues' in session) return session.issues
    await session.close()
    return []
  },
})

async function connect(
  request: ReadRequest,
  chosen: Options,
): Promise<Session | { readonly issues: readonly Issue[] }> {
  const variable = chosen['url-from']
  const url = request.environment(variable)
  if (url === undefined || url === '') return { issues: [loadIssue('load/no-secret', { variable }, {})] }
  const login = { variable, url, ssl: chosen.ssl ?? null, timeoutSeconds: chosen.timeout }
  return openSession(login, wantedOf(request.dataset.from), request.since)
}

function partOf({ dataset }: ReadRequest, session: Session): RawPart {
  const header = session.fields.map(({ name }) => name)
  const print = new RowPrint()
  const origin = `${dataset.source}:${wantedOf(dataset.from).kind === 'table' ? dataset.from : dataset.id}`
  return {
    origin,
    header,
    everyRow: true,
    fingerprint: () => print.print(header),
    rows: blocksOf(session, print),
    close: session.close,
  }
}

async function* blocksOf(session: Session, print: RowPrint): AsyncGenerator<readonly RawRow[]> {
  const readers = session.fields.map(({ dataTypeID }) => cellReaderOf(dataTypeID))
  let line = 0
  for (;;) {
    const found = await session.fetch()
    if (found.length === 0) return
    yield found.map((texts): RawRow => {
      const cells = texts.map((text, at) => (text === null ? null : (readers[at]?.(text) ?? text)))
      print.add(cells)
      line++
      return { line, cells }
    })
  }
}
