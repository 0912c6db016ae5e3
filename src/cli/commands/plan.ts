import { resolve } from 'node:path'
import { readDefinitionFiles } from '../../app/definitions/read-folder.ts'
import type { Output } from '../../contract/contract.ts'
import { defineCommand } from '../command.ts'
import type { Cli } from '../context.ts'
import { printIssues, printJson, printTable } from '../print.ts'
import { withSession } from '../session.ts'

export const plan = defineCommand({
  name: 'plan',
  words: 'FOLDER',
  takes: { least: 1, most: 1 },
  summary: 'What the definitions of another folder would do to the last 24 periods; writes nothing.',
  options: {},
  json: true,
  takesFolders: true,
  examples: ['bellwether plan ../branch/acme -w acme'],
  run: async ({ cli, folder, words, json }) => {
    const files = await readDefinitionFiles(resolve(cli.cwd, words[0] ?? ''))
    const done = await withSession(cli, folder, 'plan', ({ client }) => client.plan({ files }))
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    if (json) printJson(cli.out, done.value)
    else printPlan(cli, done.value)
    return 0
  },
})

/** A plan as people read it: documents, what must be read again, and each reading before and after. */
export function printPlan(cli: Cli, made: Output<'plan'>): void {
  printIssues(cli.err, made.issues)
  for (const { kind, id, change } of made.documents) cli.out.write(`${kind} ${id}: ${change}\n`)
  if (made.documents.length === 0) cli.out.write('The definitions are the same.\n')
  if (made.reload.length > 0) cli.out.write(`To be read again: ${made.reload.join(', ')}.\n`)
  if (made.unknown.length > 0) cli.out.write(`Known only after that: ${made.unknown.join(', ')}.\n`)
  const heads = ['KPI', 'Scope', 'Period', 'Before', 'After', 'Target before', 'Target after', 'Status'].map(
    (head) => ({
      head,
    }),
  )
  if (made.differences.length > 0) printTable(cli.out, heads, made.differences.map(rowOf))
}

type Difference = Output<'plan'>['differences'][number]
type Side = Difference['before']

function rowOf({ before, after }: Difference): readonly string[] {
  const one = after ?? before
  const status = before?.status === after?.status ? (after?.status ?? '') : `${statusOf(before)} → ${statusOf(after)}`
  const scope = one?.scope === '' ? 'all' : (one?.scope ?? '')
  return [one?.kpi ?? '', scope, one?.period ?? '', shown(before), shown(after), target(before), target(after), status]
}

const statusOf = (side: Side): string => side?.status ?? 'none'
const shown = (side: Side): string => (side === null ? '' : String(side.value ?? side.state))

function target(side: Side): string {
  const promised = side?.target ?? null
  return promised === null ? '' : typeof promised === 'object' ? `${promised.low}–${promised.high}` : String(promised)
}
