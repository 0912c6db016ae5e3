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

// Of a process that runs for long the memory that threads gave back must not lie in an arena for each of them.
const frugal = process.platform === 'linux' && process.argv[2] === 'serve' && process.env.MALLOC_ARENA_MAX === undefined
const env = frugal ? { ...process.env, MALLOC_ARENA_MAX: '2' } : process.env

if (Number(process.versions.node.split('.')[0]) >= 26) {
  if (frugal) process.execve(process.execPath, [process.execPath, ...process.execArgv, ...process.argv.slice(1)], env)
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
    const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit', env })
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
