import type { Client } from '../../contract/client.ts'
import type { Output } from '../../contract/contract.ts'
import type { OutlookKpi } from '../../domain/outlook-view.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { ToldSentence } from '../../domain/summary-view.ts'
import { defineCommand } from '../command.ts'
import type { Pen } from '../context.ts'
import { outlookOf } from '../outlook.ts'
import { type Figures, figuresIn, printIssues, printJson, printTable } from '../print.ts'
import { isScorecard, readerLocale, withSession } from '../session.ts'

export const explain = defineCommand({
  name: 'explain',
  words: 'KPI|SCORECARD [PERIOD]',
  takes: { least: 1, most: 2 },
  summary:
    'How one number came about and what it says: changes, status, outlook, definition, statements, batches, and the value computed once more. Of a scorecard: what changed, what that means and where its KPIs are heading.',
  options: {
    scope: { type: 'string', value: 'SCOPE', help: 'Such as unit:north/channel=web.' },
    grain: { type: 'string', value: 'GRAIN', help: 'The grain, where no period is named.' },
    through: { type: 'string', value: 'DAY', help: 'The day that every value reads to, or common for all its data.' },
    version: {
      type: 'string',
      value: 'NAME',
      help: 'Which targets judge; as the KPI or the workspace says unless stated.',
    },
  },
  json: true,
  examples: [
    'bellwether explain revenue 2026-03',
    'bellwether explain company',
    'bellwether explain revenue 2026-03 --scope unit:north --json',
  ],
  run: async ({ cli, folder, words, options, json }) => {
    const [kpi = '', period] = words
    const asked = {
      ...(period && { period }),
      ...(options.scope && { scope: options.scope }),
      ...(options.grain && { grain: options.grain }),
      ...(options.through && { through: options.through }),
      ...(options.version && { version: options.version }),
    }
    const done = await withSession(
      cli,
      folder,
      'explain',
      async ({ client }): Promise<Result<Read | AboutScorecard>> => {
        if (await isScorecard(client, kpi)) return aboutScorecard(client, { id: kpi, ...asked }, cli.err)
        const found = await client.explain({ kpi, ...asked })
        if (!found.ok) return found
        const summary = await client.kpiSummary({ kpi, ...asked })
        if (!summary.ok) return summary
        return ok({ ...found.value, summary: summary.value.sentences, locale: await readerLocale(client) })
      },
    )
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    const found = done.value
    if ('sentences' in found) {
      if (json) printJson(cli.out, found)
      else printScorecard(cli.out, found)
      return 0
    }
    const { locale, ...explained } = found
    if (json) printJson(cli.out, explained)
    else print(cli.out, explained, figuresIn(explained.unit, locale))
    return explained.recomputed.agrees ? 0 : 1
  },
})

interface AboutScorecard extends Output<'scorecardSummary'> {
  /** Where its KPIs end; absent where its grain has no forecast. */
  readonly outlook?: { readonly kpis: readonly OutlookKpi[] }
}

/** What changed on a scorecard, what that means, and where its KPIs are heading. */
async function aboutScorecard(
  client: Client,
  asked: Readonly<Record<string, string>> & { readonly id: string },
  pen: Pen,
): Promise<Result<AboutScorecard>> {
  const summary = await client.scorecardSummary(asked)
  if (!summary.ok) return summary
  const { value } = summary
  const ahead = await outlookOf(client, { ...asked, period: value.period.text, scope: value.scope.text }, pen)
  if (!ahead.ok) return summary
  const { kpis, sentences } = ahead.value
  return ok({ ...value, sentences: [...value.sentences, ...sentences], outlook: { kpis } })
}

const headings = { changed: 'Changed', means: 'Means', heading: 'Heading' } as const

/** What changed, what it means and where it is heading, a sentence a line. */
function printSummary(pen: Pen, sentences: readonly ToldSentence[]): void {
  for (const [index, { about, text }] of sentences.entries()) {
    const again = sentences[index - 1]?.about === about
    pen.write(`${(again ? '' : headings[about]).padEnd(12)}${text}\n`)
  }
}

/** How the target came about, who stands behind it, and what other versions say. */
function printTarget(
  line: (name: string, text: string | null) => void,
  target: Output<'explain'>['target'],
  figures: Figures,
): void {
  line('Target', target.how)
  line('', target.toDate)
  for (const { id, file, line: at, provenance } of target.documents)
    line('', `${id}${file === null ? '' : ` (${file}:${at})`}${provenance === null ? '' : `: ${provenance}`}`)
  for (const { position, source } of target.benchmarks) line('Benchmark', `${position} Source: ${source}.`)
  const others = target.others.map(({ version, target: one }) => `${version} ${figures.target(one)}`)
  line('', others.length === 0 ? null : `Other versions: ${others.join(', ')}.`)
}

function printScorecard(pen: Pen, { name, scope, period, sentences }: AboutScorecard): void {
  pen.write(`${name}, ${scope.label}, ${period.label}\n`)
  printSummary(pen, sentences)
}

type Explained = Output<'explain'> & { readonly summary: readonly ToldSentence[] }
type Read = Explained & { readonly locale: string }

function print(pen: Pen, found: Explained, figures: Figures): void {
  const { answer, definition, recomputed } = found
  const line = (name: string, text: string | null) => {
    if (text !== null) pen.write(`${name.padEnd(12)}${text}\n`)
  }
  line('KPI', `${answer.kpi}, ${answer.period}, ${answer.scope === '' ? 'all' : answer.scope}`)
  line('Value', answer.state === 'value' ? figures.exact(answer.value) : answer.state)
  if (answer.numerator !== null) line('', `= ${answer.numerator} / ${answer.denominator}`)
  line('Status', `${answer.status}: ${found.why}`)
  printSummary(pen, found.summary)
  line('Moved by', found.moved)
  line('Judged', found.judged === found.why ? null : found.judged)
  printTarget(line, found.target, figures)
  line('Counted', found.counted)
  line('Purpose', definition.purpose)
  for (const part of definition.calculation)
    line('Calculation', `${part.label}: ${part.text}${part.from === null ? '' : ` (from ${part.from})`}`)
  line('Defined in', definition.file === null ? null : `${definition.file}:${definition.line}`)
  line('As of', `${answer.asOf}, data through ${answer.dataThrough ?? 'nothing yet'}`)
  const facts = Object.entries(answer.revision.facts).map(([dataset, revision]) => `${dataset} ${revision}`)
  line('Revisions', `catalog ${answer.revision.catalog}; facts ${facts.join(', ')}`)
  for (const [index, rule] of found.days.entries()) line(index === 0 ? 'Days' : '', rule)
  line(
    'Computed',
    `once more, row by row: ${figures.exact(recomputed.value)} — ${recomputed.agrees ? 'the same' : 'NOT the same'}`,
  )
  pen.write(`\nRows: ${found.rowCount}, from these batches\n`)
  const headings = [{ head: 'Batch' }, { head: 'Rows', right: true }, { head: 'At' }, { head: 'From' }]
  printTable(
    pen,
    headings,
    found.batches.map(({ batch, rows, at, origin }) => [batch, String(rows), at, origin]),
  )
  for (const { dataset, sql } of found.statements) pen.write(`\n-- ${dataset}\n${sql}\n`)
}
