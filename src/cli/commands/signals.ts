import { resolve } from 'node:path'
import type { Output } from '../../contract/contract.ts'
import type { Result } from '../../domain/result.ts'
import type { Ruling } from '../../domain/ruling.ts'
import { defineCommand, type Run, UsageError } from '../command.ts'
import type { Pen } from '../context.ts'
import { readIncidents } from '../incidents.ts'
import { printIssues, printJson, printTable } from '../print.ts'
import { printReplay } from '../replay.ts'
import { type Session, withSession } from '../session.ts'

const options = {
  'false-alarms': { type: 'string', value: 'N', help: 'Expected false alarms per month, such as 0.05.' },
  scope: { type: 'string', value: 'SCOPE', help: 'Such as unit:north/channel=web.' },
  grain: { type: 'string', value: 'GRAIN', help: 'The grain, where no period is named.' },
  'as-of': { type: 'string', value: 'T', help: 'A day or an instant: what was recorded and confirmed then.' },
  reason: { type: 'string', value: 'TEXT', help: 'Of confirm, dismiss and undo: why; kept with your name.' },
  rule: { type: 'string', value: 'RULE', help: 'Of dismiss: one rule or alert; all that is told there unless stated.' },
  from: { type: 'string', value: 'PERIOD', help: 'Of replay: the first period.' },
  to: { type: 'string', value: 'PERIOD', help: 'Of replay: the last period, included.' },
  incidents: {
    type: 'string',
    value: 'FILE',
    help: 'Of replay: what is known to have happened, lines of from,to,name.',
  },
  within: {
    type: 'string',
    value: 'N',
    help: 'Of replay: periods in which an incident must be told; 3 unless stated.',
  },
  'even-so': { type: 'boolean', help: 'Of confirm: although the data speak against new limits.' },
} as const

type SignalsRun = Run<typeof options>

export const signals = defineCommand({
  name: 'signals',
  words: 'KPI [PERIOD] | confirm KPI PERIOD | dismiss KPI PERIOD | undo WORD | replay KPI',
  takes: { least: 1, most: 3 },
  summary:
    'Whether a KPI changed or only varied: limits, rules completed, and alerts with a stated rate of false alarms; new limits and dismissals, each with a reason.',
  options,
  json: true,
  examples: [
    'bellwether signals gross-margin',
    'bellwether signals sales 2026-W20 --false-alarms 0.05 --json',
    'bellwether signals confirm sales 2026-01 --reason "new price list"',
    'bellwether signals dismiss sales 2025-11 --reason "Black Friday, planned"',
    'bellwether signals replay sales --from 2024-01 --to 2025-12 --incidents known.csv',
    'bellwether signals undo 3 --reason "the price list was taken back"',
  ],
  run: async (run) => {
    const [verb = ''] = run.words
    const act = acts[verb]
    return act === undefined ? show(run) : act({ ...run, words: run.words.slice(1) })
  },
})

const acts: Readonly<Record<string, (run: SignalsRun) => Promise<0 | 1>>> = {
  confirm: (run) => {
    const { kpi, period, reason, place } = wordOf(run)
    const evenSo = run.options['even-so'] === true
    return rule(run, ({ client }) => client.confirmLimits({ kpi, period, reason, evenSo, ...place }), newLimits)
  },
  dismiss: (run) => {
    const { kpi, period, reason, place } = wordOf(run)
    const one = run.options.rule ?? null
    return rule(run, ({ client }) => client.dismissSignal({ kpi, period, reason, rule: one, ...place }), dismissed)
  },
  replay: replayed,
  undo: (run) => {
    const [ruling, ...more] = run.words
    if (ruling === undefined || more.length > 0) throw new UsageError('signals undo wants the number of one word.')
    const reason = run.options.reason ?? null
    return rule(run, ({ client }) => client.undoRuling({ ruling, reason }), takenBack)
  },
}

function wordOf({ words, options: { reason, scope, grain } }: SignalsRun) {
  const [kpi, period] = words
  if (kpi === undefined || period === undefined)
    throw new UsageError('signals confirm and dismiss want KPI and PERIOD.')
  return { kpi, period, reason: reason ?? null, place: { ...(scope && { scope }), ...(grain && { grain }) } }
}

async function rule(
  { cli, folder, json }: SignalsRun,
  act: (session: Session) => Promise<Result<Ruling>>,
  words: (ruling: Ruling) => string,
): Promise<0 | 1> {
  const done = await withSession(cli, folder, 'signals', act)
  if (!done.ok) {
    printIssues(cli.err, done.issues)
    return 1
  }
  if (json) printJson(cli.out, done.value)
  else cli.out.write(`${words(done.value)}\n`)
  return 0
}

const whose = ({ kpi, scope }: Ruling): string => (scope === '' ? kpi : `${kpi} of ${scope}`)
const newLimits = (one: Ruling) => `${whose(one)} has new limits from ${one.period} on (word ${one.id}).`
const dismissed = (one: Ruling) =>
  `${one.rule ?? 'What is told'} of ${whose(one)} in ${one.period} is dismissed (word ${one.id}).`
const takenBack = (one: Ruling) => `Word ${one.id} on ${whose(one)} in ${one.period} is taken back.`

async function replayed({ cli, folder, words, options: given, json }: SignalsRun): Promise<0 | 1> {
  const [kpi, ...more] = words
  const { from, to, scope, grain } = given
  if (kpi === undefined || more.length > 0 || from === undefined || to === undefined)
    throw new UsageError('signals replay wants KPI, --from and --to.')
  const within = given.within === undefined ? undefined : Number(given.within)
  if (within !== undefined && !(Number.isInteger(within) && within >= 0))
    throw new UsageError('--within takes a whole number of periods.')
  const falseAlarms = rateOf(given['false-alarms'])
  const known = given.incidents === undefined ? null : await readIncidents(resolve(cli.cwd, given.incidents))
  if (known !== null && !known.ok) {
    printIssues(cli.err, known.issues)
    return 1
  }
  const asked = {
    ...{ kpi, from, to },
    ...(scope && { scope }),
    ...(grain && { grain }),
    ...(falseAlarms !== undefined && { falseAlarms }),
    ...(within !== undefined && { within }),
    ...(known !== null && { incidents: known.value }),
  }
  const done = await withSession(cli, folder, 'signals', ({ client }) => client.replayAlerts(asked))
  if (!done.ok) {
    printIssues(cli.err, done.issues)
    return 1
  }
  if (json) printJson(cli.out, done.value)
  else printReplay(cli.out, done.value)
  return 0
}

function rateOf(text: string | undefined): number | undefined {
  const rate = text === undefined ? undefined : Number(text)
  if (rate !== undefined && !(rate > 0 && rate <= 10))
    throw new UsageError('--false-alarms takes a number above 0 and up to 10.')
  return rate
}

async function show({ cli, folder, words, options: given, json }: SignalsRun): Promise<0 | 1> {
  const [kpi = '', period, ...more] = words
  if (more.length > 0) throw new UsageError(`signals does not know what to do with "${more[0]}".`)
  const falseAlarms = rateOf(given['false-alarms'])
  const asked = {
    ...(period && { period }),
    ...(given.scope && { scope: given.scope }),
    ...(given.grain && { grain: given.grain }),
    ...(given['as-of'] && { asOf: given['as-of'] }),
    ...(falseAlarms !== undefined && { falseAlarms }),
  }
  const done = await withSession(cli, folder, 'signals', ({ client }) => client.signals({ kpi, ...asked }))
  if (!done.ok) {
    printIssues(cli.err, done.issues)
    return 1
  }
  if (json) printJson(cli.out, done.value)
  else print(cli.out, done.value)
  return 0
}

function print(pen: Pen, found: Output<'signals'>): void {
  pen.write(`${found.sentence.lead} ${found.sentence.rest}\n`)
  const columns = [{ head: 'At' }, { head: 'Since' }, { head: '' }]
  for (const [title, list] of [
    ['Rules of the chart', found.findings],
    ['Alerts', found.alerts],
  ] as const) {
    if (list.length === 0) continue
    pen.write(`\n${title}\n`)
    printTable(
      pen,
      columns,
      list.map(({ at, since, text, dismissed: word }) => [
        at,
        since,
        word === null ? text : `${text}; dismissed by ${word.actor}: ${word.reason}`,
      ]),
    )
  }
  const { proposal } = found
  if (proposal !== null) {
    pen.write(`\nNew limits may be wanted from ${proposal.from} on. A person decides:\n`)
    for (const { text, answer } of proposal.questions) pen.write(`  ${text} ${answer === 'person' ? '?' : answer}\n`)
  }
  if (found.rulings.length > 0) {
    pen.write('\nWords on them\n')
    printTable(pen, [{ head: 'Word', right: true }, { head: 'Period' }, { head: '' }], found.rulings.map(wordRow))
  }
  pen.write('\n')
  for (const fact of found.facts) pen.write(`${fact}\n`)
}

function wordRow({ id, kind, period, actor, at, reason, undone }: Ruling): readonly string[] {
  const what = kind === 'baseline' ? 'new limits' : 'dismissed'
  const back = undone === null ? '' : `; taken back by ${undone.actor}: ${undone.reason}`
  return [String(id), period, `${what} by ${actor} on ${at.slice(0, 10)}: ${reason}${back}`]
}
