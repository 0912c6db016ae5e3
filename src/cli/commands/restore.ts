import { resolve } from 'node:path'
import { restore as putBack } from '../../app/backup.ts'
import { defineCommand } from '../command.ts'
import { printJson } from '../print.ts'

export const restore = defineCommand({
  name: 'restore',
  words: 'BACKUP FOLDER',
  takes: { least: 2, most: 2 },
  summary: 'Put a backup into a new folder, after every file of it was found whole.',
  options: {},
  json: true,
  placeless: true,
  examples: ['bellwether restore ../backups/2026-03-31 acme'],
  run: async ({ cli, words, json }) => {
    const [source = '', target = ''] = words.map((word) => resolve(cli.cwd, word))
    const done = await putBack(source, target)
    if (json) printJson(cli.out, done)
    else cli.out.write(`The backup of ${done.at} stands in ${target}: ${done.files} files.\n`)
    return 0
  },
})
