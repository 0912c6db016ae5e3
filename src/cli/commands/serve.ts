import type { Workspace } from '../../app/workspace.ts'
import { localOwner } from '../../domain/access.ts'
import { Failure } from '../../domain/failure.ts'
import type { Issue } from '../../domain/issue.ts'
import { defineCommand, UsageError } from '../command.ts'
import { printIssues } from '../print.ts'
import { openHere, settingsOf } from '../session.ts'

export const serve = defineCommand({
  name: 'serve',
  words: '',
  takes: { least: 0, most: 0 },
  summary: 'Serve the pages and the API of a workspace, and follow its folder.',
  options: {
    host: { type: 'string', value: 'ADDRESS', help: 'Address to listen on; 127.0.0.1 unless stated.' },
    port: { type: 'string', value: 'PORT', help: 'Port to listen on; 4400 unless stated, 0 for a free one.' },
  },
  json: false,
  examples: ['bellwether serve examples/retail', 'bellwether serve --port 0'],
  run: async ({ cli, folder, options }) => {
    const settings = settingsOf(cli)
    const port = options.port === undefined ? settings.port : Number(options.port)
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError(`"${options.port}" is no port.`)
    const opened = await openHere(cli, folder, 'serve')
    if (!opened.ok) {
      printIssues(cli.err, opened.issues)
      return 1
    }
    if ('url' in opened.value) throw new Failure('in-use', `This workspace is already served at ${opened.value.url}.`)
    const workspace = opened.value
    try {
      printIssues(cli.err, workspace.issues)
      const server = await cli.serve(workspace, { host: options.host ?? settings.host, port })
      cli.out.write(`${workspace.catalog.workspace.name} is served at ${server.url}\n`)
      const loading = catchUp(workspace).then((issues) => printIssues(cli.err, issues))
      await cli.untilStopped()
      await server.close()
      await loading
      return 0
    } finally {
      await workspace.close()
    }
  },
})

/** Rows that came while nobody served, and what time alone changed. What fails here must not end the server. */
async function catchUp(workspace: Workspace): Promise<readonly Issue[]> {
  try {
    return (await workspace.refresh(localOwner)).loads.flatMap((report) => report.issues)
  } catch (error) {
    workspace.log('error', `The first refresh failed: ${error instanceof Error ? error.message : error}`)
    return []
  }
}
