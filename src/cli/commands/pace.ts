import { ok } from '../../domain/result.ts'
import { defineCommand } from '../command.ts'
import { figuresIn, printIssues, printJson, printTable } from '../print.ts'
import { readerLocale, withSession } from '../session.ts'

export const pace = defineCommand({
  name: 'pace',
  words: 'KPI [PERIOD]',
  takes: { least: 1, most: 2 },
  summary:
    'What the target of a period promises by each of its days, and what came: of the period, its quarter and year.',
  options: {
    scope: { type: 'string', value: 'SCOPE', help: 'Such as unit:north/channel=web.' },
    grain: { type: 'string', value: 'GRAIN', help: 'The grain, where no period is named.' },
    through: { type: 'string', value: 'DAY', help: 'The day that every value reads to, or common for all its data.' },
    version: { type: 'string', value: 'VERSION', help: 'Of targets, such as forecast; as the KPI says unless stated.' },
  },
  json: true,
  examples: ['bellwether pace sales', 'bellwether pace sales 2026-03 --scope unit:north --json'],
  run: async ({ cli, folder, words, options, json }) => {
    const [kpi = '', period] = words
    const asked = {
      ...(period && { period }),
      ...(options.scope && { scope: options.scope }),
      ...(options.grain && { grain: options.grain }),
      ...(options.through && { through: options.through }),
      ...(options.version && { version: options.version }),
    }
    const done = await withSession(cli, folder, 'pace', async ({ client }) => {
      const found = await client.pace({ kpi, ...asked })
      return found.ok ? ok({ found: found.value, locale: await readerLocale(client) }) : found
    })
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    const { found, locale } = done.value
    if (json) {
      printJson(cli.out, found)
      return 0
    }
    if (found.none !== null) cli.out.write(`${found.none}\n`)
    const { value: written } = figuresIn(found.unit, locale)
    const right = (head: string) => ({ head, right: true })
    for (const { sentence, points } of found.courses) {
      cli.out.write(`${sentence}\n`)
      const rows = points.map(({ day, promised, actual }) => [day, written(promised), written(actual)])
      printTable(cli.out, [{ head: 'By' }, right('Promised'), right('Value')], rows)
      cli.out.write('\n')
    }
    return 0
  },
})
