import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DefinitionFile } from '../../domain/definition/read.ts'
import { removeDurably, writeDurably } from './durable.ts'

/** Our own file, written whole or not at all. */
interface Journal {
  readonly write: readonly DefinitionFile[]
  readonly remove: readonly string[]
}

const journalPath = (folder: string): string => join(folder, '.bellwether', 'apply.json')

/**
 * Makes a folder's definition files exactly these, all or none: what shall be written is kept first, and whoever opens the
 * folder after a crash finishes it.
 */
export async function replaceFiles(
  folder: string,
  before: readonly DefinitionFile[],
  after: readonly DefinitionFile[],
  fail: (name: string) => void,
): Promise<void> {
  const old = new Map(before.map(({ file, text }) => [file, text]))
  const stay = new Set(after.map(({ file }) => file))
  const write = after.filter(({ file, text }) => old.get(file) !== text)
  const remove = before.map(({ file }) => file).filter((file) => !stay.has(file))
  const journal: Journal = { write, remove }
  await writeDurably(journalPath(folder), JSON.stringify(journal))
  fail('apply:kept')
  await finishReplacing(folder, fail)
}

/** Finishes a replacement that a crash cut short; gives whether there was one. Only for whoever owns the folder. */
export async function finishReplacing(folder: string, fail: (name: string) => void): Promise<boolean> {
  const text = await readFile(journalPath(folder), 'utf8').catch(() => null)
  if (text === null) return false
  const { write, remove }: Journal = JSON.parse(text)
  for (const one of write) {
    await writeDurably(join(folder, one.file), one.text)
    fail('apply:written')
  }
  for (const file of remove) await removeDurably(join(folder, file))
  await removeDurably(journalPath(folder))
  return true
}
