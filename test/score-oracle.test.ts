import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseDecimal } from '../src/domain/decimal.ts'
import { weightedScore } from '../src/domain/score.ts'
import { oracleFile } from './acceptance/ask-all.ts'

interface Tree {
  readonly weight?: number
  readonly score?: number | null
  readonly children?: readonly Tree[]
}
type Policy = 'renormalise' | 'zero' | 'strict'

const file = oracleFile('formula_vectors')
const present = existsSync(file)

function rolledUp({ score, children }: Tree, missing: Policy): number | null {
  if (children === undefined) return score ?? null
  const scored = children.map((child) => {
    const weight = parseDecimal(String(child.weight ?? 1))
    if (weight === null) throw new Error(`not a weight: ${child.weight}`)
    return { weight, score: rolledUp(child, missing) }
  })
  return weightedScore(scored, missing)
}

test.skipIf(!present)('roll-ups equal the published vectors (skipped where ../shared/data is absent)', () => {
  const vectors: {
    readonly roll_up: {
      readonly trees: readonly { readonly tree: Tree; readonly expected: Readonly<Record<Policy, number | null>> }[]
    }
  } = JSON.parse(readFileSync(file, 'utf8'))
  expect(vectors.roll_up.trees.length).toBeGreaterThan(3)
  for (const { tree, expected } of vectors.roll_up.trees) {
    for (const policy of ['renormalise', 'zero', 'strict'] as const) {
      const score = rolledUp(tree, policy)
      const wanted = expected[policy]
      if (wanted === null || score === null) expect(score).toBe(wanted)
      else expect(score).toBeCloseTo(wanted, 8)
    }
  }
})
