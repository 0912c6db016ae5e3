/** Small words that sentences are made of, in English. */

/** `1 month`, `3 months`. */
export const counted = (count: number, noun: string): string => `${count} ${count === 1 ? noun : `${noun}s`}`

/** `A`, `A and B`, `A, B and C`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}

/** The first letter made a capital. */
export const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const few = ['zeroth', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth']

/** `first` to `tenth`, then `11th`, `22nd`. */
export function nth(position: number): string {
  const word = few[position]
  if (word !== undefined) return word
  const [ones, tens] = [position % 10, position % 100]
  const teen = tens > 10 && tens < 14
  return `${position}${teen ? 'th' : ones === 1 ? 'st' : ones === 2 ? 'nd' : ones === 3 ? 'rd' : 'th'}`
}

/** The locale in which an English sentence writes dates and months: the reader's where that is an English one. */
export const sentenceLocale = (locale: string): string => (/^en\b/.test(locale) ? locale : 'en')

/** `in March 2026`, `on 9 March 2026`, `in week 5, 2026`, `over all time`. */
export function within(grain: string, label: string): string {
  if (grain === 'total') return 'over all time'
  if (grain === 'day') return `on ${label}`
  return `in ${grain === 'week' ? label.replace(/^W/, 'w') : label}`
}
