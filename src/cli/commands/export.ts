import { resolve } from 'node:path'
import { stateFolder } from '../../app/deps.ts'
import { exportWorkspace } from '../../app/export.ts'
import { defineCommand } from '../command.ts'
import { printJson } from '../print.ts'
import { settingsOf } from '../session.ts'

export const exportCommand = defineCommand({
  name: 'export',
  words: 'FOLDER',
  takes: { least: 1, most: 1 },
  summary: 'Write all that is kept into a new folder, in open formats with checksums; may run beside a server.',
  options: {},
  json: true,
  takesFolders: true,
  examples: ['bellwether export ../acme-export'],
  run: async ({ cli, folder, words, json }) => {
    const hands = cli.hands(settingsOf(cli), () => {})
    const store = await hands.openStore(`${stateFolder({ folder })}/state.sqlite`)
    try {
      const done = await exportWorkspace(folder, resolve(cli.cwd, words[0] ?? ''), store, hands.openStore)
      if (json) printJson(cli.out, done)
      else cli.out.write(`${done.files} files, ${(done.bytes / 1024 ** 2).toFixed(1)} MiB.\n`)
      return 0
    } finally {
      await store.close()
    }
  },
})
