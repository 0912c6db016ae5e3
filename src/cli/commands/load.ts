import { defineCommand } from '../command.ts'
import { printIssues, printJson } from '../print.ts'
import { withSession } from '../session.ts'

export const load = defineCommand({
  name: 'load',
  words: '[dataset…]',
  takes: { least: 0, most: 1_000 },
  summary: 'Read sources and keep what changed; each dataset is one transaction.',
  options: {},
  json: true,
  examples: ['bellwether load', 'bellwether load orders customers'],
  run: async ({ cli, folder, words, json }) => {
    const done = await withSession(cli, folder, 'load', ({ client }) =>
      client.load({ datasets: words.length === 0 ? 'all' : words }),
    )
    if (!done.ok) {
      printIssues(cli.err, done.issues)
      return 1
    }
    if (json) printJson(cli.out, done.value)
    for (const report of done.value) {
      printIssues(cli.err, report.issues)
      if (json) continue
      const aside = report.setAside.length === 0 ? '' : `, ${report.setAside.length} values set aside`
      const what = report.batch === null ? 'nothing new' : `${report.rows} rows in batch ${report.batch}${aside}`
      cli.out.write(`${report.dataset}: ${report.issues.some(isError) ? 'refused' : what}\n`)
    }
    return done.value.some((report) => report.issues.some(isError)) ? 1 : 0
  },
})

const isError = ({ severity }: { readonly severity: string }): boolean => severity === 'error'
