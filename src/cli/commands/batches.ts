import type { Result } from '../../domain/result.ts'
import { effectWords, type RowCounts } from '../../domain/row-effect.ts'
import { defineCommand } from '../command.ts'
import type { Cli } from '../context.ts'
import { printIssues, printJson, printTable } from '../print.ts'
import { withSession } from '../session.ts'

export const batches = defineCommand({
  name: 'batches',
  words: '[dataset]',
  takes: { least: 0, most: 1 },
  summary: 'What was delivered, newest first; or the rows of one batch that were set aside.',
  options: {
    'set-aside': { type: 'string', value: 'BATCH', help: 'List the rows of a batch that were set aside.' },
    late: { type: 'string', value: 'BATCH', help: 'List what a batch brought for periods that were final or closed.' },
  },
  json: true,
  examples: [
    'bellwether batches orders',
    'bellwether batches --set-aside orders-3',
    'bellwether batches --late orders-3',
  ],
  run: async ({ cli, folder, words, options, json }) => {
    if (options.late !== undefined) return listLate({ cli, folder, json }, options.late)
    const aside = options['set-aside']
    const done = await withSession(
      cli,
      folder,
      'batches',
      async ({ client }): Promise<Result<readonly Listed[]>> =>
        aside === undefined
          ? client.batches(words[0] === undefined ? {} : { dataset: words[0] })
          : client.setAside({ batch: aside }),
    )
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    if (json) printJson(cli.out, done.value)
    else {
      const heads = ['Batch', 'Dataset', 'At', 'By', 'Rows', 'Did', 'Set aside', '']
      const rightOf = new Set(['Rows', 'Row', 'Set aside'])
      const asideHeads = ['File', 'Row', 'Column', 'Value', 'Rule']
      const headings = (aside === undefined ? heads : asideHeads).map((head) => ({ head, right: rightOf.has(head) }))
      printTable(cli.out, headings, done.value.map(cellsOf))
    }
    return 0
  },
})

type Listed =
  | {
      id: string
      dataset: string
      at: string
      actor: string
      rows: number
      setAside: number
      undone: object | null
      effect: RowCounts | null
    }
  | { file: string; row: number; column: string | null; value: string | null; rule: string }

const cellsOf = (one: Listed): readonly string[] =>
  'id' in one
    ? [
        one.id,
        one.dataset,
        one.at,
        one.actor,
        String(one.rows),
        one.effect === null ? '' : effectWords(one.effect),
        String(one.setAside),
        one.undone === null ? '' : 'undone',
      ]
    : [one.file, String(one.row), one.column ?? '', one.value ?? '', one.rule]

interface Where {
  readonly cli: Cli
  readonly folder: string
  readonly json: boolean
}

async function listLate({ cli, folder, json }: Where, batch: string): Promise<0 | 1> {
  const done = await withSession(cli, folder, 'batches', ({ client }) => client.late({ batch }))
  if (!done.ok) {
    printIssues(cli.err, done.issues)
    return 1
  }
  const { periods, rows } = done.value
  if (json) printJson(cli.out, done.value)
  else if (periods.length === 0) cli.out.write('Nothing of this batch came too late.\n')
  else {
    printTable(
      cli.out,
      [{ head: 'KPI' }, { head: 'Period' }, { head: 'Rows', right: true }, { head: '' }],
      periods.map((one) => [one.kpi, one.period, String(one.rows), one.closed ? 'closed' : 'final']),
    )
    printTable(
      cli.out,
      [{ head: 'Day' }, { head: 'Row' }, { head: '' }],
      rows.map(({ day, key, act }) => [day, key === null ? '' : key.join(', '), act]),
    )
  }
  return 0
}
