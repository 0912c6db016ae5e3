// Runs every test. Finds a browser, or installs one where that needs no question; builds what the tests serve.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv, env, exit, getuid, platform } from 'node:process'
import { findChromium } from '../test/browser/chromium.ts'

const root = join(import.meta.dirname, '..')
const run = (command: string, args: readonly string[], more: Record<string, string> = {}): number =>
  spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...env, ...more } }).status ?? 1

/** Debian packages, when this is Debian and we may; the tests of pages are skipped with a word otherwise. */
function installChromium(): void {
  const may = platform === 'linux' && getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (!may) {
    console.error('No Chromium was found: tests of pages are skipped. Install Chromium, or set CHROMIUM to its path.')
    return
  }
  console.error('No Chromium was found; installing it from the system’s packages.')
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' }
  for (let attempt = 0; attempt < 3 && findChromium(env.CHROMIUM) === null; attempt++) {
    run('apt-get', ['update', '-qq'], quiet)
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation'], quiet)
  }
}

if (findChromium(env.CHROMIUM) === null) installChromium()
const prepared = run('node', [join(root, 'scripts/prepare.ts')])
if (prepared !== 0) exit(prepared)
const results = join(mkdtempSync(join(tmpdir(), 'bellwether-tests-')), 'results.json')
const status = run('node', [
  join(root, 'node_modules/vitest/vitest.mjs'),
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${results}`,
  ...argv.slice(2),
])
if (existsSync(results)) {
  const { numPassedTests, numFailedTests }: { numPassedTests: number; numFailedTests: number } = JSON.parse(
    readFileSync(results, 'utf8'),
  )
  if (env.BELLWETHER_TEST_SUMMARY) writeFileSync(env.BELLWETHER_TEST_SUMMARY, `${numPassedTests} ${numFailedTests}\n`)
  console.log(`${numPassedTests} passed, ${numFailedTests} failed`)
}
exit(status)
