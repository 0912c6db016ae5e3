import type { Person } from './view.ts'

/** The person whom a document names: an address gives the name that it is made of (`maria.lopez@acme.example` is Maria Lopez). */
export function personOf(text: string | null): Person | null {
  if (text === null) return null
  const at = text.indexOf('@')
  if (at <= 0) return { id: text, name: text }
  const words = text
    .slice(0, at)
    .split(/[._+-]+/)
    .filter((word) => word !== '')
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ')
  return { id: text, name: name || text }
}
