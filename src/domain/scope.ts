import type { Catalog, Scope } from './catalog.ts'

export const everything: Scope = { unit: null, where: {} }

/** A scope as people write it: `unit:acme/region=north|south`; empty text is everything. Members are sorted and percent-encoded where needed. */
export function scopeText(scope: Scope): string {
  const parts = scope.unit === null ? [] : [`unit:${scope.unit}`]
  for (const dimension of Object.keys(scope.where).sort()) {
    const members = [...(scope.where[dimension] ?? [])].sort()
    parts.push(`${dimension}=${members.map(encode).join('|')}`)
  }
  return parts.join('/')
}

/** The scope that a text says, or null where it is not one. Names are checked by whoever asks. */
export function parseScope(text: string): Scope | null {
  let unit: string | null = null
  const where: Record<string, readonly string[]> = Object.create(null)
  for (const part of text === '' ? [] : text.split('/')) {
    const equals = part.indexOf('=')
    if (part.startsWith('unit:') && unit === null) unit = part.slice(5)
    else if (equals > 0)
      where[part.slice(0, equals)] = part
        .slice(equals + 1)
        .split('|')
        .map(decode)
    else return null
  }
  return { unit, where: { ...where } }
}

const encode = (member: string): string => member.replace(/[%/|=]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
const decode = (member: string): string =>
  member.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

/** The same scope in one spelling: a root unit that owns every row is everything. Targets are matched by it. */
export function scopeKey(catalog: Catalog, scope: Scope): string {
  const unit = scope.unit === null ? undefined : catalog.units.get(scope.unit)
  const ownsAll = unit !== undefined && unit.parent === null && unit.where === null
  return scopeText(ownsAll ? { unit: null, where: scope.where } : scope)
}

/** The scope narrowed to one member of a dimension; the empty member stands for rows without one. */
export const withMember = (scope: Scope, dimension: string, member: string): Scope => ({
  unit: scope.unit,
  where: { ...scope.where, [dimension]: [member] },
})

/** How people read a scope: `All`, `North region`, `North region · channel web`. */
export function scopeLabel(catalog: Catalog, scope: Scope): string {
  const parts: string[] = []
  if (scope.unit !== null) parts.push(catalog.units.get(scope.unit)?.name ?? scope.unit)
  for (const [dimension, members] of Object.entries(scope.where)) {
    parts.push(`${dimension.replaceAll('_', ' ')} ${members.map((member) => member || '(none)').join(' or ')}`)
  }
  return parts.length === 0 ? 'All' : parts.join(' · ')
}
