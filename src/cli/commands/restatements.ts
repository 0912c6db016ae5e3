import { defineCommand } from '../command.ts'
import { printIssues, printJson, printTable } from '../print.ts'
import { withSession } from '../session.ts'

export const restatements = defineCommand({
  name: 'restatements',
  words: '',
  takes: { least: 0, most: 0 },
  summary: 'Published readings that are now known to be others.',
  options: {},
  json: true,
  examples: ['bellwether restatements --json'],
  run: async ({ cli, folder, json }) => {
    const done = await withSession(cli, folder, 'restatements', ({ client }) => client.restatements({}))
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    if (json) {
      printJson(cli.out, done.value)
      return 0
    }
    if (done.value.length === 0) cli.out.write('Everything is as it was published.\n')
    else printTable(cli.out, headings, done.value.map(rowOf))
    return 0
  },
})

const headings = [
  { head: 'KPI' },
  { head: 'Scope' },
  { head: 'Period' },
  { head: 'Published', right: true },
  { head: 'Now', right: true },
  { head: 'Difference', right: true },
  { head: 'Cause' },
  { head: 'Accepted' },
]

interface Row {
  readonly kpi: string
  readonly scope: string
  readonly period: string
  readonly published: { readonly answer: Shown }
  readonly now: { readonly answer: Shown; readonly cause: string }
  readonly difference: number | null
  readonly accepted: { readonly actor: string; readonly reason: string } | null
}

interface Shown {
  readonly state: string
  readonly value: string | number | null
}

const rowOf = ({ kpi, scope, period, published, now, difference, accepted }: Row): readonly string[] => [
  kpi,
  scope === '' ? 'all' : scope,
  period,
  shown(published.answer),
  shown(now.answer),
  difference === null ? '' : String(difference),
  now.cause,
  accepted === null ? 'open' : `${accepted.actor}: ${accepted.reason}`,
]

const shown = ({ state, value }: Shown): string => (value === null ? state : String(value))
