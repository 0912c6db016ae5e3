/** What a dataset's `from` asks of a database: a table or view, or a query of its own. */
export type Wanted =
  | { readonly kind: 'table'; readonly schema: string | null; readonly name: string }
  | { readonly kind: 'query'; readonly text: string }

/** Reads `orders`, `sales.orders`, or text that begins with SELECT or WITH. */
export function wantedOf(from: string): Wanted {
  if (/^\s*(select|with)\s/i.test(from)) return { kind: 'query', text: from.trim().replace(/;$/, '') }
  const at = from.indexOf('.')
  if (at <= 0) return { kind: 'table', schema: null, name: from }
  return { kind: 'table', schema: from.slice(0, at), name: from.slice(at + 1) }
}

/** A name inside SQL, whatever signs it has; SQLite and PostgreSQL agree on this form. */
export const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`
