import fastify from 'fastify'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { restWhenQuiet } from './rest.ts'

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => vi.useRealTimers())

test('memory is given back once when nobody has asked for a while, and again only after somebody did', async () => {
  const app = fastify()
  let given = 0
  const stop = restWhenQuiet(app, () => given++, 1000)
  app.get('/', async () => 'here')
  vi.advanceTimersByTime(999)
  await app.inject('/')
  vi.advanceTimersByTime(999)
  expect(given).toBe(0)
  vi.advanceTimersByTime(60_000)
  expect(given).toBe(1)
  await app.inject('/')
  vi.advanceTimersByTime(60_000)
  expect(given).toBe(2)
  await app.inject('/')
  stop()
  vi.advanceTimersByTime(60_000)
  expect(given).toBe(2)
  await app.close()
})
