import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Lock, ownerOf, takeLock } from './lock.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bellwether-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const isLock = (found: object): found is Lock => 'release' in found

test('one owner at a time, who says where it answers', async () => {
  const lock = await takeLock(folder, 'serve')
  if (!isLock(lock)) throw new Error('not taken')
  expect(await takeLock(folder, 'load')).toMatchObject({ pid: process.pid, doing: 'serve', url: null })
  await lock.announce('http://127.0.0.1:4400')
  expect(await ownerOf(folder)).toMatchObject({ url: 'http://127.0.0.1:4400' })
  await lock.release()
  expect(await ownerOf(folder)).toBeNull()
  expect(isLock(await takeLock(folder, 'load'))).toBe(true)
})

test.each([
  ['a process that is gone', { pid: 2 ** 22 + 7, started: '1', doing: 'serve', url: null }],
  ['a process id that another program has now', { pid: process.pid, started: '1', doing: 'serve', url: null }],
  ['half a file', '{"pid": 1'],
])('the lock of %s is taken over', async (_, content) => {
  writeFileSync(join(folder, 'owner.json'), typeof content === 'string' ? content : JSON.stringify(content))
  expect(isLock(await takeLock(folder, 'load'))).toBe(true)
})

test('a lock that its taker-over died with is taken all the same', async () => {
  const dead = JSON.stringify({ pid: 2 ** 22 + 7, started: '1', doing: 'x', url: null })
  for (const name of ['owner.json', 'owner.json.removing']) writeFileSync(join(folder, name), dead)
  expect(isLock(await takeLock(folder, 'load'))).toBe(true)
})

test('of many at once, one gets it', async () => {
  // Where two could get it, they did so in one of four tries.
  for (let round = 0; round < 30; round++) {
    writeFileSync(join(folder, 'owner.json'), JSON.stringify({ pid: 2 ** 22 + 7, started: '1', doing: 'x', url: null }))
    const found = await Promise.all(Array.from({ length: 12 }, () => takeLock(folder, 'load')))
    expect(found.filter(isLock)).toHaveLength(1)
  }
})
