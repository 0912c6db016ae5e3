import type { Output } from '../../contract/contract.ts'
import { ok } from '../../domain/result.ts'
import type { UnitLabel } from '../../domain/view.ts'
import { defineCommand } from '../command.ts'
import { figuresIn, printIssues, printJson, printTable } from '../print.ts'
import { readerLocale, withSession } from '../session.ts'

export const scorecard = defineCommand({
  name: 'scorecard',
  words: 'ID',
  takes: { least: 1, most: 1 },
  summary: 'A scorecard for one period.',
  options: {
    period: { type: 'string', value: 'PERIOD', help: 'The last complete one unless stated.' },
    scope: { type: 'string', value: 'SCOPE', help: 'The scorecard’s own unit unless stated.' },
    grain: { type: 'string', value: 'GRAIN', help: 'The scorecard’s own grain unless stated.' },
    version: { type: 'string', value: 'NAME', help: 'Which targets judge; as the scorecard says unless stated.' },
    through: {
      type: 'string',
      value: 'DAY',
      help: 'The day that every value reads to: a day, common (the earliest that all have) or latest.',
    },
    'as-of': { type: 'string', value: 'T', help: 'A day or an instant: what was recorded then.' },
  },
  json: true,
  examples: ['bellwether scorecard company --period 2026-03'],
  run: async ({ cli, folder, words, options, json }) => {
    const { period, scope, grain, version, through, 'as-of': asOf } = options
    const asked = {
      ...(version && { version }),
      ...(period && { period }),
      ...(scope && { scope }),
      ...(grain && { grain }),
      ...(asOf && { asOf }),
      ...(through && { through }),
    }
    const done = await withSession(cli, folder, 'scorecard', async ({ client }) => {
      const found = await client.scorecard({ id: words[0] ?? '', ...asked })
      return found.ok ? ok({ view: found.value, locale: await readerLocale(client) }) : found
    })
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    const { view, locale } = done.value
    if (json) {
      printJson(cli.out, view)
      return 0
    }
    cli.out.write(
      `${view.name}, ${view.scope.label}, ${view.period.label}\n${view.sentence.lead} ${view.sentence.rest}\n`,
    )
    if (view.through.day !== null) cli.out.write(`Every value reads to ${view.through.day}${heldText(view.through)}.\n`)
    cli.out.write(`${view.why}\n`)
    const headings = [
      { head: 'KPI' },
      { head: 'Value', right: true },
      { head: 'Target', right: true },
      { head: 'Status' },
      { head: 'Score', right: true },
      { head: 'Data to' },
      { head: 'Why' },
    ]
    for (const group of view.groups) {
      const score = group.score === null ? '–' : group.score.toFixed(0)
      cli.out.write(`\n${group.name}: score ${score}, ${group.reported} of ${group.total} reported\n`)
      printTable(
        cli.out,
        headings,
        group.rows.map((row) => rowOf(row, locale)),
      )
      cli.out.write(`${group.why}\n`)
    }
    return 0
  },
})

/** By whose data a common day is held back. */
function heldText({ rule, held }: Output<'scorecard'>['through']): string {
  const [first] = held
  if (rule !== 'common' || first === undefined) return ''
  return `, where the data of ${first.name} ends (${first.dataset} from ${first.source})`
}

interface Row {
  readonly name: string
  readonly why: string
  readonly reaches?: string | null
  readonly unit: UnitLabel
  readonly answer: {
    readonly state: string
    readonly value: string | number | null
    readonly target: string | number | { readonly low: string; readonly high: string } | null
    readonly status: string
    readonly score: number | null
    readonly dataThrough: string | null
  }
}

const rowOf = ({ name, why, answer, reaches, unit }: Row, locale: string): readonly string[] => {
  const figures = figuresIn(unit, locale)
  const { state, value, target, status, score } = answer
  return [
    name,
    state === 'value' ? figures.value(value) : '–',
    figures.target(target),
    status,
    score === null ? '' : score.toFixed(0),
    reaches ?? answer.dataThrough ?? '',
    why,
  ]
}
