import { execFile } from 'node:child_process'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')
const inputs = ['src/web', 'src/charts', 'src/domain', 'src/time', 'src/contract', 'vite.config.ts', 'package.json']
const outputs = ['dist/web/index.html', 'dist/server/entry-server.js']

/** Builds the web app where it is missing or older than its sources; of several processes that ask at once one builds. */
export async function ensureBuilt(): Promise<void> {
  while (await isStale()) {
    const lock = join(root, 'dist/.building')
    await mkdir(join(root, 'dist'), { recursive: true })
    if (await taken(lock)) {
      await new Promise((resolve) => setTimeout(resolve, 200))
      continue
    }
    try {
      const vite = join(root, 'node_modules/vite/bin/vite.js')
      await run(process.execPath, [vite, 'build', '--logLevel', 'error'], { cwd: root })
      await run(process.execPath, [vite, 'build', '--logLevel', 'error', '--ssr', 'entry-server.tsx'], { cwd: root })
    } finally {
      await rm(lock, { recursive: true, force: true })
    }
    return
  }
}

/** Takes the lock unless another process holds it; one that is two minutes old was left by a process that died. */
async function taken(lock: string): Promise<boolean> {
  const since = await mtime(lock)
  if (since !== null && Date.now() - since > 120_000) await rm(lock, { recursive: true, force: true })
  return mkdir(lock).then(
    () => false,
    () => true,
  )
}

async function isStale(): Promise<boolean> {
  const built = await Promise.all(outputs.map((path) => mtime(join(root, path))))
  const oldest = Math.min(...built.map((time) => time ?? 0))
  return (
    oldest === 0 || (await Promise.all(inputs.map((path) => newest(join(root, path))))).some((time) => time > oldest)
  )
}

async function newest(path: string): Promise<number> {
  const found = await stat(path).catch(() => null)
  if (found === null) return 0
  if (!found.isDirectory()) return found.mtimeMs
  const names = (await readdir(path)).filter((name) => !name.includes('.test.'))
  return Math.max(0, ...(await Promise.all(names.map((name) => newest(join(path, name))))))
}

const mtime = (path: string): Promise<number | null> =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  )
