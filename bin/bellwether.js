#!/usr/bin/env node
// Finds a Node.js that runs TypeScript as it is (26 or later): this one, else the one that the package brings along.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import * as module from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const built = join(root, 'dist/node/main.js')
const main = existsSync(join(root, 'src/main.ts')) ? join(root, 'src/main.ts') : built

if (Number(process.versions.node.split('.')[0]) >= 26) {
  // Types are stripped and code is compiled once, not at every start.
  module.enableCompileCache()
  const { run } = await import(pathToFileURL(main).href)
  process.exitCode = await run(process.argv.slice(2))
} else {
  const node = brought()
  if (node === null) {
    console.error(
      `Bellwether needs Node.js 26; this is ${process.versions.node}. Run "npm install" in ${root}, which brings it.`,
    )
    process.exitCode = 2
  } else {
    const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
    child.on('error', (error) => {
      console.error(`${node} cannot be started: ${error.message}`)
      process.exitCode = 2
    })
    child.on('exit', (code, signal) => {
      process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1)
    })
  }
}

/** The program of the npm package "node", wherever npm put it. */
function brought() {
  try {
    const file = join(dirname(module.createRequire(import.meta.url).resolve('node/package.json')), 'bin/node')
    return existsSync(file) ? file : existsSync(`${file}.exe`) ? `${file}.exe` : null
  } catch {
    return null
  }
}
