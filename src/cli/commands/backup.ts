import { resolve } from 'node:path'
import { backup as copy } from '../../app/backup.ts'
import { stateFolder } from '../../app/deps.ts'
import { defineCommand } from '../command.ts'
import { printJson } from '../print.ts'
import { settingsOf } from '../session.ts'

export const backup = defineCommand({
  name: 'backup',
  words: 'FOLDER',
  takes: { least: 1, most: 1 },
  summary: 'Copy definitions, state and accepted batches into a new folder; may run beside a server.',
  options: {},
  json: true,
  takesFolders: true,
  examples: ['bellwether backup ../backups/2026-03-31'],
  run: async ({ cli, folder, words, json }) => {
    const hands = cli.hands(settingsOf(cli), () => {})
    const store = await hands.openStore(`${stateFolder({ folder })}/state.sqlite`)
    try {
      const done = await copy(folder, resolve(cli.cwd, words[0] ?? ''), store, hands.clock)
      if (json) printJson(cli.out, done)
      else cli.out.write(`${done.files} files, ${(done.bytes / 1024 ** 2).toFixed(1)} MiB.\n`)
      return 0
    } finally {
      await store.close()
    }
  },
})
