import { glob, readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { DefinitionFile } from '../../domain/definition/read.ts'

/** Every `*.yaml` of a workspace's folder as text, sorted by name; hidden folders (our own state among them) never. */
export async function readDefinitionFiles(folder: string): Promise<readonly DefinitionFile[]> {
  const names: string[] = []
  const hidden = (name: string) => name.startsWith('.') || name === 'node_modules'
  for await (const name of glob('**/*.{yaml,yml}', { cwd: folder, exclude: (path) => path.split(sep).some(hidden) }))
    if (!name.split(sep).some(hidden)) names.push(name)
  names.sort()
  const files: DefinitionFile[] = []
  for (const name of names) {
    // A file that was removed meanwhile is not part of the workspace any more.
    const text = await readFile(join(folder, name), 'utf8').catch(ifGone)
    if (text !== null) files.push({ file: name.split(sep).join('/'), text })
  }
  return files
}

function ifGone(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
  throw error
}
