/** Databases bound the number of values in one statement; 500 rows of our widest table stay below every bound. */
const rowsPerStatement = 500

/** The rows in groups that fit one INSERT each. */
export function inGroups<T>(rows: readonly T[]): readonly (readonly T[])[] {
  const groups: (readonly T[])[] = []
  for (let at = 0; at < rows.length; at += rowsPerStatement) groups.push(rows.slice(at, at + rowsPerStatement))
  return groups
}
