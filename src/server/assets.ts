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
const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }

/** The web app's files. Their names change with their content, so that readers keep them for good. */
export function mountAssets(app: FastifyInstance, folder: string): void {
  const compressed = new Map<string, Promise<Buffer>>()
  const names = readdir(folder).then((found) => new Set(found))
  const smaller = (name: string): Promise<Buffer> => {
    let body = compressed.get(name)
    if (body === undefined) {
      body = readFile(join(folder, name)).then((plain) => compress(plain, quality))
      compressed.set(name, body)
      body.catch(() => compressed.delete(name))
    }
    return body
  }
  app.get<{ Params: { name: string } }>('/assets/:name', async (request, reply) => {
    const { name } = request.params
    const type = types[extname(name)]
    // Only what the build wrote is ever looked up: no path of the reader reaches the disk.
    if (type === undefined || !(await names).has(name)) return reply.callNotFound()
    const plain = extname(name) === '.woff2' || !takesBrotli(request)
    const body = await (plain ? readFile(join(folder, name)) : smaller(name)).catch(unlessGone)
    // Another build may have written other files since.
    if (body === null) return reply.callNotFound()
    if (!plain) reply.header('content-encoding', 'br')
    reply.type(type).header('cache-control', 'public, max-age=31536000, immutable').header('vary', 'accept-encoding')
    return reply.send(body)
  })
}

function unlessGone(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
  throw error
}
