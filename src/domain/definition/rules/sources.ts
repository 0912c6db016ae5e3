import { nearest } from '../../nearest.ts'
import { isMap, type PlainMap } from '../document.ts'
import { type Finding, found, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import { sourceFields } from '../source.ts'
import { validate } from '../validate.ts'

/** A source names a connector that exists and gives it the options it takes; typed values are no source of datasets. */
export const sources: Rule = (draft) => {
  const findings: Finding[] = []
  const connectors = [...draft.plugs.connectors.keys()]
  for (const entry of draft.sources.values()) {
    const { connector } = entry.spec
    const plug = draft.plugs.connectors.get(connector)
    if (plug === undefined) {
      const params = { connector, near: nearest(connector, connectors), connectors }
      findings.push(found(entry, ['connector'], (place) => definitionIssue('source/connector', params, place)))
      continue
    }
    const checked = validate(entry.document, plug.options, optionsOf(entry.document.data))
    if (!checked.ok) findings.push(...checked.issues.map((issue) => ({ document: entry.document, issue })))
  }
  for (const entry of draft.datasets.values()) {
    const source = entry.spec.source
    if (draft.sources.get(source)?.spec.connector !== 'manual') continue
    findings.push(found(entry, ['source'], (place) => definitionIssue('dataset/manual-source', { source }, place)))
  }
  return findings
}

/** The connector's own fields of a source document. */
export function optionsOf(data: PlainMap): PlainMap {
  const options = Object.entries(data).filter(([name]) => !Object.hasOwn(sourceFields, name))
  const made = Object.fromEntries(options)
  return isMap(made) ? made : {}
}
