import type { Input, Output } from '../../contract/contract.ts'
import { localOwner } from '../../domain/access.ts'
import { ok, type Result } from '../../domain/result.ts'
import { effectWords } from '../../domain/row-effect.ts'
import { defineCommand } from '../command.ts'
import type { Cli } from '../context.ts'
import { printIssues, printJson } from '../print.ts'
import { progressLine } from '../progress.ts'
import { clientOf, openHere } from '../session.ts'

export const load = defineCommand({
  name: 'load',
  words: '[dataset…]',
  takes: { least: 0, most: 1_000 },
  summary: 'Read sources and keep what changed; each dataset is one transaction.',
  options: {},
  json: true,
  examples: ['bellwether load', 'bellwether load orders customers'],
  run: async ({ cli, folder, words, json }) => {
    const datasets = words.length === 0 ? ('all' as const) : words
    const done = await loadHereOrThere(cli, folder, datasets)
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    if (json) printJson(cli.out, done.value)
    for (const report of done.value) {
      printIssues(cli.err, report.issues)
      if (json) continue
      const aside = report.setAside.length === 0 ? '' : `, ${report.setAside.length} values set aside`
      const did = report.effect === undefined ? '' : `: ${effectWords(report.effect)}`
      const what = report.batch === null ? 'nothing new' : `${report.rows} rows in batch ${report.batch}${did}${aside}`
      cli.out.write(`${report.dataset}: ${report.issues.some(isError) ? 'refused' : what}\n`)
    }
    return done.value.some((report) => report.issues.some(isError)) ? 1 : 0
  },
})

const isError = ({ severity }: { readonly severity: string }): boolean => severity === 'error'

/** Loads in this process, with progress where a person looks on, or by the server that has the workspace. */
async function loadHereOrThere(
  cli: Cli,
  folder: string,
  datasets: Input<'load'>['datasets'],
): Promise<Result<Output<'load'>>> {
  const opened = await openHere(cli, folder, 'load')
  if (!opened.ok) return opened
  if ('url' in opened.value) return clientOf(opened.value.url).load({ datasets })
  const line = progressLine(cli.err)
  try {
    return ok(
      await opened.value.load(datasets, localOwner, {
        onProgress: ({ dataset, origin, rows }) =>
          line.show(`${dataset}: ${rows.toLocaleString('en')} rows of ${origin}`),
      }),
    )
  } finally {
    line.clear()
    await opened.value.close()
  }
}
