/** Counted nouns whose plural is no rule's: plural → singular. */
const irregular: ReadonlyMap<string, string> = new Map([
  ['people', 'person'],
  ['children', 'child'],
  ['men', 'man'],
  ['women', 'woman'],
  ['analyses', 'analysis'],
  ['crises', 'crisis'],
  ['statuses', 'status'],
  ['buses', 'bus'],
  ['bonuses', 'bonus'],
  ['campuses', 'campus'],
  ['viruses', 'virus'],
  ['lenses', 'lens'],
  ['quizzes', 'quiz'],
  ['matrices', 'matrix'],
  ['indices', 'index'],
  ['movies', 'movie'],
  ['cookies', 'cookie'],
  ['calories', 'calorie'],
  ['ties', 'tie'],
  ['pies', 'pie'],
  ['caches', 'cache'],
])
const irregularPlurals: ReadonlyMap<string, string> = new Map([...irregular].map(([many, one]) => [one, many]))

/** Words that are the same for one and for many. */
const invariable = new Set([
  'series',
  'species',
  'news',
  'staff',
  'data',
  'feedback',
  'equipment',
  'fte',
  'kg',
  'km',
  'kwh',
])

/** The noun for one, in lower case: `Order Lines` is `order line`. */
export const singular = (noun: string): string => lastWord(noun.toLowerCase().trim().replace(/\s+/g, ' '), one)

/** The noun for many: `order line` is `order lines`. A noun that its plural would not lead back to stays as it is. */
export function plural(noun: string): string {
  const several = lastWord(noun, many)
  return singular(several) === noun ? several : noun
}

function lastWord(noun: string, change: (word: string) => string): string {
  const at = noun.lastIndexOf(' ') + 1
  return noun.slice(0, at) + change(noun.slice(at))
}

function one(word: string): string {
  const known = irregular.get(word)
  if (known !== undefined) return known
  if (invariable.has(word) || irregularPlurals.has(word)) return word
  if (word.length < 3 || !word.endsWith('s') || /(ss|us|is)$/.test(word)) return word
  if (word.length > 3 && word.endsWith('ies')) return `${word.slice(0, -3)}y`
  return /(ss|x|ch|sh|zz)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1)
}

function many(word: string): string {
  const known = irregularPlurals.get(word)
  if (known !== undefined) return known
  if (invariable.has(word) || word === '') return word
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`
  return /(s|x|ch|sh|zz)$/.test(word) ? `${word}es` : `${word}s`
}
