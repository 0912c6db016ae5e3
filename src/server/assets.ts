import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { takesBrotli } from './reply.ts'

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
}
const compress = promisify(brotliCompress)

/** The web app's files. Their names change with their content, so that readers keep them for good. */
export function mountAssets(app: FastifyInstance, folder: string): void {
  const compressed = new Map<string, Promise<Buffer>>()
  const names = readdir(folder).then((found) => new Set(found))
  app.get<{ Params: { name: string } }>('/assets/:name', async (request, reply) => {
    const { name } = request.params
    const type = types[extname(name)]
    // Only what the build wrote is ever looked up: no path of the reader reaches the disk.
    if (type === undefined || !(await names).has(name)) return reply.callNotFound()
    reply.type(type).header('cache-control', 'public, max-age=31536000, immutable').header('vary', 'accept-encoding')
    const file = join(folder, name)
    if (extname(name) === '.woff2' || !takesBrotli(request)) return reply.send(await readFile(file))
    let body = compressed.get(name)
    if (body === undefined) {
      body = readFile(file).then((plain) => compress(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
      compressed.set(name, body)
    }
    return reply.header('content-encoding', 'br').send(await body)
  })
}
