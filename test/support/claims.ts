import { expect } from 'vitest'
import type { SummaryView } from '../../src/domain/summary-view.ts'

/** The answers of the API by the names that sources call them. */
export type Sources = Readonly<Record<string, unknown>>

/** Every number of every sentence is a claim's, and every claim's value stands where it says. */
export function expectTraceable(summary: Pick<SummaryView, 'sentences'>, sources: Sources): void {
  for (const { text, claims } of summary.sentences) {
    let rest = text
    for (const claim of claims) {
      const at = rest.indexOf(claim.text)
      expect(at, `${claim.name} (${claim.text}) in: ${text}`).toBeGreaterThanOrEqual(0)
      expect(rest.slice(0, at), `a number without a claim in: ${text}`).not.toMatch(/\d/)
      rest = rest.slice(at + claim.text.length)
      const found = figureAt(claim.source, sources)
      const words = `${claim.source} of: ${text}`
      if (typeof claim.value === 'number' && typeof found === 'number') expect(found, words).toBeCloseTo(claim.value, 9)
      else expect(String(found), words).toBe(String(claim.value))
    }
    expect(rest, `a number without a claim in: ${text}`).not.toMatch(/\d/)
  }
}

/** What a source says: a path, a count of paths, or paths added, taken away, multiplied and divided. */
function figureAt(source: string, sources: Sources): unknown {
  const listed = /^count\((.*)\)$/.exec(source)?.[1]
  if (listed !== undefined) {
    const paths = listed === '' ? [] : listed.split(', ')
    for (const path of paths) at(path, sources)
    return paths.length
  }
  if (!/ [+−×÷] /.test(source)) return at(source, sources)
  const terms = source.split(/ (?=[+−] )/)
  return terms.reduce((sum, term) => {
    const sign = term.startsWith('− ') ? -1 : 1
    const factors = term.replace(/^[+−] /, '').split(/ (?=[×÷] )/)
    const product = factors.reduce((made, factor) => {
      const value = Number(at(factor.replace(/^[×÷] /, ''), sources))
      return factor.startsWith('÷') ? made / value : made * value
    }, 1)
    return sum + sign * product
  }, 0)
}

function at(path: string, sources: Sources): unknown {
  let found: unknown = sources
  for (const step of path.split('.')) {
    if (typeof found !== 'object' || found === null || !(step in found)) throw new Error(`nothing stands at ${path}`)
    found = Reflect.get(found, step)
  }
  return found
}
