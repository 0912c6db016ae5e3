import { resolve } from 'node:path'
import { importWorkspace } from '../../app/export.ts'
import { defineCommand } from '../command.ts'
import { printJson } from '../print.ts'
import { settingsOf } from '../session.ts'

export const importCommand = defineCommand({
  name: 'import',
  words: 'EXPORT FOLDER',
  takes: { least: 2, most: 2 },
  summary: 'Make a workspace of an export, in a new folder, after every file of it was found whole.',
  options: {},
  json: true,
  placeless: true,
  examples: ['bellwether import ../acme-export acme'],
  run: async ({ cli, words, json }) => {
    const [source = '', target = ''] = words.map((word) => resolve(cli.cwd, word))
    const done = await importWorkspace(source, target, cli.hands(settingsOf(cli), () => {}).openStore)
    if (json) printJson(cli.out, done)
    else cli.out.write(`${target} holds it: ${done.files} files.\n`)
    return 0
  },
})
