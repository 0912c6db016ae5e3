import { readFile } from 'node:fs/promises'
import { Failure } from '../domain/failure.ts'
import type { Issue } from '../domain/issue.ts'
import { ok, type Result } from '../domain/result.ts'
import { signalIssue } from '../domain/signal-issues.ts'

export interface WrittenIncident {
  readonly from: string
  readonly to?: string
  readonly name?: string
}

/** Incidents of a file: a line each, `from,to,name`; a heading, empty lines and those that begin with # are passed over. */
export async function readIncidents(file: string): Promise<Result<readonly WrittenIncident[]>> {
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) throw new Failure('incidents', `There is no file ${file}.`, 'Name a file of lines from,to,name.')
  const issues: Issue[] = []
  const found = text.split(/\r?\n/).flatMap((line, index): WrittenIncident[] => {
    const trimmed = line.trim()
    if (trimmed === '' || trimmed.startsWith('#') || /^from\s*,/i.test(trimmed)) return []
    const [from = '', to = '', ...name] = trimmed.split(',').map((part) => part.trim())
    if (!/^[\w:+-]*\d[\w:+-]*$/.test(from)) {
      issues.push(signalIssue('signals/incidents', { file, line: index + 1, text: trimmed }, { file, line: index + 1 }))
      return []
    }
    return [{ from, ...(to !== '' && { to }), ...(name.length > 0 && { name: name.join(', ') }) }]
  })
  return issues.length > 0 ? { ok: false, issues } : ok(found)
}
