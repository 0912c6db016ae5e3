import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openStore } from '../../src/store/open.ts'
import { atLeast, type Bench } from '../figure.ts'
import { ratio, sideBySide, timesLine } from '../measure.ts'

/** Commits, and writes of the raw loop, in a row. */
const inARow = 200

export const commits: Bench = {
  title: 'Durable commits of the state store',
  run: async ({ world, rounds, log }) => {
    // Beside the workspace, so that both write to the same disk.
    const folder = await mkdtemp(join(world.folder, 'commits-'))
    const store = await openStore({ file: join(folder, 'state.sqlite'), clock: world.deps.clock })
    const raw = await open(join(folder, 'raw'), 'w')
    let count = 0
    const commit = async () => {
      for (let each = 0; each < inARow; each++) {
        const text = `version ${count++}`
        const version = { kind: 'kpi', id: 'revenue', text, author: 'bench', at: '2026-01-15T12:00:00Z', reason: null }
        await store.documents.put([version])
      }
    }
    try {
      const times = await sideBySide({ commit, write: () => writeRaw(raw) }, rounds)
      if ((await store.documents.history('kpi', 'revenue')).length !== count) throw new Error('a commit was lost')
      log(`${timesLine(times)} for ${inARow} each`)
      const name = 'durable commits per second ÷ a raw fdatasync loop'
      return [atLeast(0.4, { name, measured: ratio(times.write, times.commit), unit: '×', rows: 0, kpis: 0 })]
    } finally {
      await raw.close()
      await store.close()
      await rm(folder, { recursive: true })
    }
  },
}

const block = new Uint8Array(4096).fill(66)

async function writeRaw(file: FileHandle): Promise<void> {
  for (let each = 0; each < inARow; each++) {
    await file.write(block)
    await file.datasync()
  }
}
