// Runs every test. Finds a browser, or installs one where that needs no question; builds what the tests serve.
// Words after `npm test --` go to Vitest. BELLWETHER_TEST_SUMMARY names a file that gets "passed failed skipped".
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv, env, execPath, exit, getuid, platform } from 'node:process'
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
  if (findChromium(env.CHROMIUM) === null)
    console.error(
      'The system’s packages gave no Chromium: tests of pages are skipped. Set CHROMIUM to the path of one.',
    )
}

interface Results {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
}

function runVitest(words: readonly string[]): number {
  const folder = mkdtempSync(join(tmpdir(), 'bellwether-tests-'))
  const file = join(folder, 'results.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const status = run(execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...reporters, ...words])
  if (existsSync(file) && env.BELLWETHER_TEST_SUMMARY) {
    const found: Results = JSON.parse(readFileSync(file, 'utf8'))
    const counts = [found.numPassedTests, found.numFailedTests, found.numPendingTests]
    writeFileSync(env.BELLWETHER_TEST_SUMMARY, `${counts.join(' ')}\n`)
  }
  rmSync(folder, { recursive: true })
  return status
}

if (findChromium(env.CHROMIUM) === null) installChromium()
const prepared = run(execPath, [join(root, 'scripts/prepare.ts')])
exit(prepared === 0 ? runVitest(argv.slice(2)) : prepared)
