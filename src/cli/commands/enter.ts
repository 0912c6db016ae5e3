import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { defineCommand, UsageError } from '../command.ts'
import type { Cli } from '../context.ts'
import { printIssues, printJson } from '../print.ts'
import { withSession } from '../session.ts'

export const enter = defineCommand({
  name: 'enter',
  words: 'KPI [PERIOD] [VALUE]',
  takes: { least: 1, most: 3 },
  summary: 'Keep a typed value of a manual KPI, or with --targets a sheet of targets of any KPI.',
  options: {
    numerator: { type: 'string', value: 'AMOUNT', help: 'For rates: the part.' },
    denominator: { type: 'string', value: 'AMOUNT', help: 'For rates: the whole.' },
    unit: { type: 'string', value: 'UNIT', help: 'The organisational unit that it is about.' },
    targets: {
      type: 'string',
      value: 'FILE',
      help: 'A sheet as CSV or copied text: a line of unit and periods, one line per unit.',
    },
    version: { type: 'string', value: 'NAME', help: 'With --targets: such as forecast; budget unless stated.' },
    'approved-by': { type: 'string', value: 'NAME', help: 'With --targets: who agreed.' },
    because: { type: 'string', value: 'TEXT', help: 'With --targets: why they are what they are.' },
    note: { type: 'string', value: 'TEXT', help: 'A remark, kept with the value.' },
  },
  json: true,
  examples: [
    'bellwether enter brand-awareness 2026-Q1 42%',
    'bellwether enter audit-findings 2026-03 --numerator 3 --denominator 40',
    'bellwether enter revenue --targets budget.csv --approved-by "the board"',
  ],
  run: async ({ cli, folder, words, options, json }) => {
    const [kpi = '', period = '', value] = words
    if (options.targets !== undefined) {
      if (words.length > 1) throw new UsageError('--targets takes its periods from the file: name the KPI alone.')
      return enterSheet({ cli, folder, json }, kpi, options)
    }
    if (words.length < 2) throw new UsageError('Name the KPI and the period, or a sheet with --targets FILE.')
    const { numerator, denominator, unit, note } = options
    const given = { value: value ?? null, numerator: numerator ?? null, denominator: denominator ?? null }
    const done = await withSession(cli, folder, 'enter', ({ client }) =>
      client.enter({ kpi, period, ...given, unit: unit ?? null, note: note ?? null }),
    )
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    if (json) printJson(cli.out, done.value)
    else
      cli.out.write(done.value.batch === null ? 'That value stands already.\n' : `Kept as batch ${done.value.batch}.\n`)
    return 0
  },
})

interface Where {
  readonly cli: Cli
  readonly folder: string
  readonly json: boolean
}

type Said = Readonly<Partial<Record<'targets' | 'version' | 'approved-by' | 'because', string | undefined>>>

async function enterSheet({ cli, folder, json }: Where, kpi: string, said: Said): Promise<0 | 1> {
  const { targets: file = '', version } = said
  const grid = readSheet(file)
  const done = await withSession(cli, folder, 'enter', ({ client }) =>
    client.enterTargets({
      kpi,
      grid,
      ...(version !== undefined && { version }),
      approvedBy: said['approved-by'] ?? null,
      because: said.because ?? null,
      basedOn: basename(file),
    }),
  )
  if (!done.ok) {
    printIssues(cli.err, done.issues)
    return 1
  }
  if (json) printJson(cli.out, done.value)
  else cli.out.write(done.value.text)
  return 0
}

function readSheet(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  } catch {
    throw new UsageError(`${file} cannot be read.`)
  }
}
