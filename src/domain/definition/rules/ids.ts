import type { Document } from '../document.ts'
import { type Finding, found, isKind, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'

/** Ids are unique per kind, built-in ids are taken, and a former id belongs to one KPI only. */
export const ids: Rule = (draft) => {
  const findings: Finding[] = []
  const first = new Map<string, Document>()
  for (const document of draft.documents) {
    const { kind, id } = document
    if (id === null || !isKind(kind) || kind === 'workspace') continue
    const before = first.get(`${kind} ${id}`)
    if (before === undefined) first.set(`${kind} ${id}`, document)
    else {
      const params = { kind, id, first: whereabouts(before) }
      findings.push(found({ document }, ['id'], (place) => definitionIssue('id/duplicate', params, place)))
    }
    if (isReserved(document))
      findings.push(found({ document }, ['id'], (place) => definitionIssue('id/reserved', { kind, id }, place)))
  }
  return [...findings, ...formerIds(draft)]
}

/** The source of typed values may be written out, but must be that. */
function isReserved({ kind, id, data }: Document): boolean {
  if (kind === 'source') return id === 'manual' && data.connector !== 'manual'
  return reserved.has(`${kind} ${id}`)
}

const reserved = new Set(['dataset manual-values', 'calendar gregorian'])

const formerIds: Rule = (draft) => {
  const findings: Finding[] = []
  const owners = new Map([...draft.kpis].map(([id, entry]) => [id, entry.document]))
  for (const kpi of draft.kpis.values()) {
    for (const [i, id] of (kpi.spec.formerly ?? []).entries()) {
      const owner = owners.get(id)
      if (owner === undefined) owners.set(id, kpi.document)
      else {
        const params = { id, other: whereabouts(owner) }
        findings.push(found(kpi, ['formerly', i], (place) => definitionIssue('id/still-used', params, place)))
      }
    }
  }
  return findings
}

/** A document's place as people click it: `kpis.yaml:12`. */
export const whereabouts = (document: Document): string => `${document.file}:${document.place.line ?? 1}`
