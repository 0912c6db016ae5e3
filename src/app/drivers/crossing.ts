import type { Scope } from '../../domain/catalog.ts'
import { scopeText, withMember } from '../../domain/scope.ts'

/** A dimension's name, or those of two that are crossed: `region/product`. */
export const crossedOf = (dimension: string): readonly string[] => dimension.split('/')

export const isCrossing = (dimension: string): boolean => dimension.includes('/')

/** Which member of a dimension, or of a crossing, a scope inside another speaks for; null where it speaks for none or more. */
export function memberIn(dimension: string, within: Scope, scope: Scope): string | null {
  const names: string[] = []
  let own = within
  for (const part of crossedOf(dimension)) {
    const [member, ...more] = scope.where[part] ?? []
    if (member === undefined || more.length > 0) return null
    own = withMember(own, part, member)
    names.push(member || 'Not stated')
  }
  return scopeText(own) === scopeText(scope) ? names.join(' · ') : null
}
