import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

/** The rival of hot bodies, in a process of its own: bare node:http with the same headers and the bytes of a file. */
const [, , file = ''] = process.argv
const body = readFileSync(file)
const server = createServer((_, response) => {
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-encoding': 'br',
    'content-length': body.length,
  })
  response.end(body)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`Bare is served at http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}\n`)
})
