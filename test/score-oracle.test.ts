import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { exact } from '../src/domain/amount.ts'
import { parseDecimal } from '../src/domain/decimal.ts'
import { rollUp } from '../src/domain/score.ts'
import { assess } from '../src/domain/status.ts'
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
    return { weight, score: rolledUp(child, missing), status: null }
  })
  return rollUp(scored, { method: 'weighted', missing, atLeast: 0 }).score
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

interface Linear {
  readonly value: number
  readonly worst: number
  readonly target: number
  readonly expected: number
}
interface Band {
  readonly value: number
  readonly low: number
  readonly high: number
  readonly tolerance: number
  readonly expected: number
}

const decimal = (value: number) => {
  const parsed = parseDecimal(String(value))
  if (parsed === null) throw new Error(`not a number: ${value}`)
  return parsed
}

test.skipIf(!present)('scores of values equal the published vectors (skipped where ../shared/data is absent)', () => {
  const { roll_up: vectors }: { roll_up: { linear_scores: readonly Linear[]; band_scores: readonly Band[] } } =
    JSON.parse(readFileSync(file, 'utf8'))
  expect(vectors.linear_scores.length + vectors.band_scores.length).toBeGreaterThan(10)
  for (const { value, worst, target, expected } of vectors.linear_scores) {
    const score = {
      kind: 'points',
      of: 'absolute',
      points: [
        { at: decimal(worst), score: 0 },
        { at: 'target', score: 100 },
      ],
    } as const
    const judging = { good: worst < target ? 'up' : 'down', status: [], score } as const
    const reading = { kind: 'value', amount: exact(decimal(value)) } as const
    expect(assess(judging, reading, { value: decimal(target) }).score).toBeCloseTo(expected, 9)
  }
  for (const { value, low, high, tolerance, expected } of vectors.band_scores) {
    const score = { kind: 'tolerance', below: decimal(tolerance), above: decimal(tolerance) } as const
    const reading = { kind: 'value', amount: exact(decimal(value)) } as const
    const band = { low: decimal(low), high: decimal(high) }
    expect(assess({ good: 'between', status: [], score }, reading, band).score).toBeCloseTo(expected, 9)
  }
})
