import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rules } from './tidy/rules.ts'
import { readSources } from './tidy/source.ts'

const sources = readSources(join(import.meta.dirname, '..'))

test('the sources were found', () => {
  expect(sources.filter((source) => source.room !== null).length).toBeGreaterThan(200)
})

test.each(rules)('$title', (rule) => {
  const found = rule.check(sources).map(({ path, line, says }) => `${path}:${line} ${says}`)
  if (found.length > 0) expect.fail(`\n${found.join('\n')}\n`)
})
