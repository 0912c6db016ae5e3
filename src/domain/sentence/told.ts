import type { Claim, ToldSentence } from '../summary-view.ts'

/** A part of a sentence: plain words without a digit, a claim, or several of both; null says nothing. */
export type Part = string | Claim | readonly Part[] | null

/** A sentence whose figures are claims and nothing else: `said('means', 'status')\`It is ${distance} below ${target}.\`` */
export const said =
  (about: ToldSentence['about'], from: ToldSentence['from']) =>
  (words: TemplateStringsArray, ...parts: readonly Part[]): ToldSentence => {
    const pieces = words.flatMap((word, index) => [word, ...flat(parts[index] ?? null)])
    return {
      about,
      from,
      text: pieces.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join(''),
      claims: pieces.filter((piece) => typeof piece !== 'string'),
    }
  }

/** A part of a sentence that may have claims of its own. */
export const part = (words: TemplateStringsArray, ...parts: readonly Part[]): Part =>
  words.flatMap((word, index) => [word, parts[index] ?? null])

function flat(one: Part): readonly (string | Claim)[] {
  if (one === null) return []
  return isList(one) ? one.flatMap(flat) : [one]
}

const isList = (one: Part): one is readonly Part[] => Array.isArray(one)

/** `A`, `A and B`, `A, B and C`, of parts. */
export function listedParts(parts: readonly Part[]): Part {
  return parts.flatMap((one, index) => [index === 0 ? '' : index === parts.length - 1 ? ' and ' : ', ', one])
}

/** A claim without a unit: a name, a period, a count. */
export const plainClaim = (name: string, text: string, value: string | number, source: string): Claim => ({
  name,
  text,
  value,
  unit: '',
  period: null,
  source,
})
