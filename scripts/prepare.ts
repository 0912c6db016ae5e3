// Makes what a clone does not carry: the built web app, and the demo's data, loaded. `--if-missing` leaves what is there.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const missing = process.argv.includes('--if-missing')

async function buildWeb(): Promise<void> {
  const { build } = await import('vite')
  const options = { root: join(root, 'src/web'), configFile: join(root, 'vite.config.ts'), logLevel: 'warn' } as const
  await build(options)
  await build({ ...options, build: { ssr: 'entry-server.tsx' } })
}

if (import.meta.main) {
  if (!missing || !existsSync(join(root, 'dist/server/entry-server.js'))) await buildWeb()
  const data = join(root, 'examples/retail/data')
  if (!missing || !existsSync(data) || readdirSync(data).length === 0) {
    const { generate } = await import('../examples/retail/generate.ts')
    generate(join(root, 'examples/retail'))
    // Loaded already, so that the first start shows numbers at once.
    execFileSync(process.execPath, [join(root, 'bin/bellwether.js'), 'load', join(root, 'examples/retail')], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  }
}
