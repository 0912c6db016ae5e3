import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify from 'fastify'
import { afterEach, expect, test } from 'vitest'
import { mountAssets } from './assets.ts'

const folder = mkdtempSync(join(tmpdir(), 'bellwether-assets-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a file that another build took away is not found, compressed or not; it is served again once it is back', async () => {
  writeFileSync(join(folder, 'page-1.js'), 'export {}')
  const app = fastify()
  mountAssets(app, folder)
  const get = (headers: Record<string, string>) => app.inject({ url: '/assets/page-1.js', headers })
  expect((await get({})).body).toBe('export {}')
  rmSync(join(folder, 'page-1.js'))
  expect((await get({})).statusCode).toBe(404)
  expect((await get({ 'accept-encoding': 'br' })).statusCode).toBe(404)
  writeFileSync(join(folder, 'page-1.js'), 'export {}')
  const back = await get({ 'accept-encoding': 'br' })
  expect([back.statusCode, back.headers['content-encoding']]).toEqual([200, 'br'])
  await app.close()
})
