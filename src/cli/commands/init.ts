import { cp, mkdir, readdir } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { Failure } from '../../domain/failure.ts'
import { nearest } from '../../domain/nearest.ts'
import { defineCommand, UsageError } from '../command.ts'

export const init = defineCommand({
  name: 'init',
  words: 'FOLDER',
  takes: { least: 1, most: 1 },
  summary: 'Make a workspace from a template.',
  options: { template: { type: 'string', value: 'NAME', help: 'Which of the examples; "start" unless stated.' } },
  json: false,
  placeless: true,
  examples: ['bellwether init acme', 'bellwether init acme --template retail'],
  run: async ({ cli, words, options }) => {
    const templates = join(cli.root, 'examples')
    const names = (await readdir(templates, { withFileTypes: true }))
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
    const template = options.template ?? 'start'
    if (!names.includes(template)) {
      const [near] = nearest(template, names)
      throw new UsageError(
        `There is no template "${template}". ${near === undefined ? `Templates: ${names.join(', ')}.` : `Did you mean ${near}?`}`,
      )
    }
    const target = resolve(cli.cwd, words[0] ?? '')
    await mkdir(target, { recursive: true })
    if ((await readdir(target)).length > 0) throw new Failure('init', `${target} is not empty.`, 'Name a new folder.')
    // The template's own state and proofs are not part of what it shows.
    await cp(join(templates, template), target, {
      recursive: true,
      filter: (path) => !/(^|[\\/])(\.bellwether|check|expect)([\\/]|$)|\.test\.ts$/.test(relative(templates, path)),
    })
    const where = relative(cli.cwd, target) || '.'
    cli.out.write(`${where} is a workspace now. Next: bellwether check ${where}, bellwether serve ${where}\n`)
    return 0
  },
})
