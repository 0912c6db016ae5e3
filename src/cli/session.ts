import { Workspace } from '../app/workspace.ts'
import { type Client, httpClient, type Send } from '../contract/client.ts'
import { endpointNames } from '../contract/contract.ts'
import { Failure } from '../domain/failure.ts'
import { failed, ok, type Result } from '../domain/result.ts'
import type { Settings } from '../settings.ts'
import type { Cli } from './context.ts'
import { printIssues } from './print.ts'

/** A workspace that can be called: opened here, or behind the server that has it. */
export interface Session {
  readonly client: Client
  /** The server's address; null when the workspace is open in this process. */
  readonly at: string | null
  readonly close: () => Promise<void>
}

/** How long to wait for another command to finish with the workspace. */
const patienceMs = 30_000
const stepMs = 150

/** Opens the workspace, or speaks to the server that serves it; waits while another command has it. */
export async function openSession(cli: Cli, folder: string, doing: string): Promise<Result<Session>> {
  const opened = await openHere(cli, folder, doing)
  if (!opened.ok) return opened
  if ('url' in opened.value) {
    const { url } = opened.value
    return ok({ client: clientOf(url), at: url, close: async () => {} })
  }
  const workspace = opened.value
  return ok({ client: cli.localClient(workspace), at: null, close: () => workspace.close() })
}

/** Opens the workspace for this process; gives the address of the server where one has it. */
export async function openHere(
  cli: Cli,
  folder: string,
  doing: string,
): Promise<Result<Workspace | { readonly url: string }>> {
  const hands = cli.hands(settingsOf(cli), (level, message) => {
    if (level !== 'info') cli.err.write(`${message}\n`)
  })
  for (let waited = 0; ; waited += stepMs) {
    const found = await Workspace.open(folder, hands, doing)
    if (!('owner' in found)) {
      if (!found.ok) return failed(...found.issues)
      sayBroken(cli, found.value)
      return ok(found.value)
    }
    const { url, pid, doing: what } = found.owner
    if (url !== null) return ok({ url })
    if (waited >= patienceMs)
      throw new Failure(
        'in-use',
        `Another bellwether (${what}, process ${pid}) has this workspace open.`,
        'Wait until it is done.',
      )
    await new Promise((resolve) => setTimeout(resolve, stepMs))
  }
}

/** Where the folder's definitions are broken the last good ones serve: nobody should take those for what stands there. */
function sayBroken({ err }: Cli, { issues }: Workspace): void {
  const errors = issues.filter(({ severity }) => severity === 'error')
  if (errors.length === 0) return
  err.write('The definitions in the folder are not in force because of these errors; the last good ones are.\n')
  printIssues(err, errors)
}

/** The settings of the environment; a wrong one is a failure with its name. */
export function settingsOf(cli: Cli): Settings {
  try {
    return cli.settings()
  } catch (error) {
    if (error instanceof RangeError) throw new Failure('settings', error.message, 'Correct the environment variable.')
    throw error
  }
}

/** The calls of a server that has a workspace open. */
export const clientOf = (url: string): Client => httpClient(sendTo(url), endpointNames)

const sendTo =
  (url: string): Send =>
  async (call) => {
    const response = await fetch(url + call.url, {
      method: call.method,
      ...(call.body !== null && { body: call.body, headers: { 'content-type': 'application/json' } }),
    }).catch((error: unknown) => {
      throw new Failure('no-server', `The server at ${url} does not answer.`, 'Is it still starting, or stuck?', {
        cause: error,
      })
    })
    return { status: response.status, body: await response.json().catch(() => null) }
  }

/** Runs `act` with an open session; issues are printed and make exit code 1. */
export async function withSession<T>(
  cli: Cli,
  folder: string,
  doing: string,
  act: (session: Session) => Promise<Result<T>>,
): Promise<Result<T>> {
  const session = await openSession(cli, folder, doing)
  if (!session.ok) return session
  try {
    return await act(session.value)
  } finally {
    await session.value.close()
  }
}

/** In which language the workspace's readers write numbers. */
export async function readerLocale(client: Client): Promise<string> {
  const held = await client.workspace({})
  return held.ok ? held.value.locale : 'en'
}

/** Whether an id names a scorecard and no KPI. */
export async function isScorecard(client: Client, id: string): Promise<boolean> {
  const held = await client.workspace({})
  const among = (list: 'kpis' | 'scorecards') => held.ok && held.value[list].some((one) => one.id === id)
  return among('scorecards') && !among('kpis')
}
