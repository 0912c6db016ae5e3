import { readdir, realpath } from 'node:fs/promises'
import { isAbsolute, join, matchesGlob, relative, sep } from 'node:path'
import type { Issue } from '../domain/issue.ts'
import { loadIssue } from '../domain/load-issues.ts'
import { nearest } from '../domain/nearest.ts'

/** A file that a pattern found: its path from the workspace's folder with slashes, and where it really lies. */
export interface FoundFile {
  readonly origin: string
  readonly path: string
}

type Found = { readonly files: readonly FoundFile[] } | { readonly issues: readonly Issue[] }

/**
 * The files that match `pattern` in `path`, a folder below the workspace's, sorted by name. Neither dots nor links lead
 * out of the workspace. No match at all is an issue: an unmounted folder must not look like deleted data.
 */
export async function findFiles(folder: string, path: string, pattern: string): Promise<Found> {
  if (leaves(path)) return { issues: [loadIssue('load/outside', { path }, {})] }
  if (leaves(pattern)) return { issues: [loadIssue('load/outside', { path: pattern }, {})] }
  const root = await realpath(folder)
  const base = await realpath(join(root, path)).catch(() => null)
  if (base === null) return { issues: [loadIssue('load/no-file', { pattern, folder: path, near: [] }, {})] }
  if (!inside(root, base)) return { issues: [loadIssue('load/outside', { path }, {})] }
  const wanted = pattern.replace(/^(\.\/)+/, '')
  const names = await walk(base, '', wanted.includes('/') || wanted.includes('**'))
  const matching = names.filter((name) => name === wanted || matchesGlob(name, wanted)).sort()
  if (matching.length === 0) {
    const near = nearest(wanted, names)
    return { issues: [loadIssue('load/no-file', { pattern, folder: path, near }, {})] }
  }
  return resolveAll(root, path, matching)
}

async function resolveAll(root: string, path: string, names: readonly string[]): Promise<Found> {
  const files: FoundFile[] = []
  const issues: Issue[] = []
  for (const name of names) {
    const origin = join(path, name).split(sep).join('/')
    const real = await realpath(join(root, path, name)).catch(() => null)
    if (real === null) issues.push(loadIssue('load/unreadable', { reason: 'the link leads nowhere' }, { file: origin }))
    else if (!inside(root, real)) issues.push(loadIssue('load/outside', { path: origin }, { file: origin }))
    else files.push({ origin, path: real })
  }
  return issues.length > 0 ? { issues } : { files }
}

/** Names below a folder, folders' own content only when asked; hidden ones (our state among them) never. */
async function walk(base: string, below: string, deep: boolean): Promise<readonly string[]> {
  const names: string[] = []
  for (const entry of await readdir(join(base, below), { withFileTypes: true })) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue
    const name = below === '' ? entry.name : `${below}/${entry.name}`
    if (!entry.isDirectory()) names.push(name)
    else if (deep) names.push(...(await walk(base, name, deep)))
  }
  return names
}

const leaves = (path: string): boolean => isAbsolute(path) || path.split(/[\\/]/).includes('..')

function inside(root: string, path: string): boolean {
  const way = relative(root, path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
}
