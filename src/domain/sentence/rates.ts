import type { RateRule, RateTable } from '../rates/rule.ts'

/** At which rates money counts, as the end of a sentence: `EUR at the rate of the row’s day in fx, good for 7 days`. */
export function ratesWords(currency: string, { table, at, yearsBack }: RateRule, declared: RateTable): string {
  const when =
    at.kind === 'day' ? 'the rate of the row’s day' : at.kind === 'average' ? averageOf(at.grain) : closingOf(at.grain)
  const before = yearsBack === 0 ? '' : ' a year before'
  const days = declared.goodForDays
  const good = `a rate counts for ${days} ${days === 1 ? 'day' : 'days'}`
  const through = declared.through === null ? '' : `; other pairs through ${declared.through}`
  return `${currency} at ${when}${before}, by ${table}; ${good}${through}`
}

const averageOf = (grain: string): string => `the average rate of the row’s ${grain}`
const closingOf = (grain: string): string => `the closing rate of the row’s ${grain}`
