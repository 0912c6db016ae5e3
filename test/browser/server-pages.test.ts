import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { generate } from '../../examples/retail/generate.ts'
import type { WorkspaceView } from '../../src/domain/view.ts'
import { bellwether, copyOf, serveFolder } from '../support/program.ts'
import { walk } from './walk.ts'

/** The demo as `npm start` serves it, from a copy of its folder. */
async function startDemo(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const place = copyOf('retail')
  if (!existsSync(join(place.folder, 'data/orders-2026.csv'))) generate(place.folder)
  const loaded = await bellwether(['load', place.folder])
  if (loaded.code !== 0) throw new Error(loaded.err)
  const server = await serveFolder(place.folder)
  const workspace = (await (await fetch(`${server.url}/api/v1/workspace`)).json()) as WorkspaceView
  if (workspace.scorecards.length === 0) throw new Error('The demo has no scorecard')
  return {
    url: server.url,
    close: async () => {
      await server.stop()
      place.remove()
    },
  }
}

walk('pages of the demo', startDemo)
