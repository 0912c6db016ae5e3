import { counted, listed } from './words.ts'

/** Which typed values of a scope do not count, and why; null where all do. `excluded` gives the periods by the unit's name. */
export function typedSentence(
  rule: 'own-first' | 'sum' | 'mean' | 'none',
  excluded: readonly { readonly name: string; readonly periods: number }[],
): string | null {
  const total = excluded.reduce((sum, { periods }) => sum + periods, 0)
  if (total === 0) return null
  const names = excluded.map(({ name }) => name)
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names
  const reason = rule === 'sum' ? 'units below have values of their own' : 'a value for what stands above counts'
  return `${counted(total, 'value')} typed for ${listed(shown)} ${total === 1 ? 'does' : 'do'} not count: ${reason}.`
}
