import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { expect, test } from 'vitest'

const launcher = join(import.meta.dirname, '../bin/bellwether.js')

/** The machine's own Node.js, where it is older than the one that the package brings along. */
function olderNode(): string | null {
  const places = (process.env.PATH ?? '').split(delimiter).filter((place) => !place.includes('node_modules'))
  const found = places.map((place) => join(place, 'node')).filter((file) => existsSync(file))
  return found.find((file) => Number(versionOf(file).slice(1).split('.')[0]) < 26) ?? null
}

const versionOf = (file: string): string => spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout

const older = olderNode()

test.skipIf(older === null)(
  "the launcher runs on an older Node.js than the program's (skipped where there is none)",
  () => {
    const { status, stdout, stderr } = spawnSync(older ?? '', [launcher, 'help'], { encoding: 'utf8' })
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain('bellwether')
  },
)
