import { dayOf } from './day.ts'
import { months } from './names.ts'

const known = new Map<string, ReadonlyMap<string, number>>()

/** The month (1 to 12) that a word names, whole or shortened, in English or in a locale; null where it names none. */
export function monthNumber(word: string, locale: string): number | null {
  let names = known.get(locale)
  if (names === undefined) known.set(locale, (names = new Map(namesIn(locale))))
  return names.get(word.toLowerCase()) ?? null
}

function* namesIn(locale: string): Iterable<readonly [string, number]> {
  for (const [index, name] of months.entries()) {
    yield [name, index + 1]
    yield [name.slice(0, 3), index + 1]
    for (const width of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(locale, { month: width, timeZone: 'UTC' })
      const text = format.format(dayOf(2026, index + 1, 15) * 86_400_000)
      yield [text.toLowerCase().replace('.', ''), index + 1]
    }
  }
}
