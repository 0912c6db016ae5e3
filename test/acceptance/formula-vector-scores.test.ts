import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scorecardView } from '../../src/app/view/scorecard.ts'
import { localOwner } from '../../src/domain/access.ts'
import { bellwether } from '../support/program.ts'
import { askAll, closeAll, opened, oracleFile } from './ask-all.ts'

// Published scores and roll-ups, through documents alone: each leaf is a KPI over a value of a file, each tree a scorecard.

const file = oracleFile('formula_vectors')
const present = existsSync(file)

type Leaf = { readonly weight: number; readonly score: number | null }
type Branch = { readonly weight: number; readonly children: readonly Leaf[] }
type Policy = 'renormalise' | 'zero' | 'strict'
interface Vectors {
  readonly trees: readonly {
    readonly tree: { readonly children: readonly Branch[] }
    readonly expected: Readonly<Record<Policy, number | null>>
  }[]
  readonly linear_scores: readonly Readonly<Record<'value' | 'worst' | 'target' | 'expected', number>>[]
  readonly band_scores: readonly Readonly<Record<'value' | 'low' | 'high' | 'tolerance' | 'expected', number>>[]
}
const policies: readonly Policy[] = ['renormalise', 'zero', 'strict']
const month = '2026-01'

/** Documents with the values that their KPIs read. */
class Written {
  readonly documents: string[] = [
    `kind: workspace
id: scores
name: Scores
zone: UTC
today: 2026-02-10
---
{ kind: source, id: files, connector: csv, path: data }
---
kind: dataset
id: inputs
source: files
from: inputs.csv
key: [kpi]
time: { column: day }
columns: { kpi: text, day: date, value: decimal(6) }
`,
  ]
  readonly rows: string[] = []

  kpi(id: string, value: number | null, good: string, score: string, target: string): void {
    if (value !== null) this.rows.push(`${id},${month}-31,${value}`)
    this.documents.push(
      `kind: kpi
id: ${id}
name: ${id}
purpose: Which score?
category: operational
calculation: { type: measure, dataset: inputs, formula: "max(value) where kpi = '${id}'" }
measured-in: "1"
good: ${good}
cadence: month
score: ${score}
`,
      `{ kind: target, id: ${id}, kpi: ${id}, ${target} }\n`,
    )
  }

  tree(id: string, children: readonly Branch[]): void {
    const groups = children.map(({ weight, children: leaves }, at) => {
      const objective = `${id}-${at}`
      this.documents.push(`{ kind: objective, id: ${objective}, name: ${objective}, perspective: internal }\n`)
      const kpis = leaves.map((leaf, index) => {
        const kpi = `${objective}-${index}`
        this.kpi(kpi, leaf.score, 'up', '{ worst: 0, target: 100 }', 'value: 100')
        return `{ kpi: ${kpi}, weight: ${leaf.weight} }`
      })
      return `  - { objective: ${objective}, weight: ${weight}, kpis: [${kpis.join(', ')}] }\n`
    })
    for (const policy of policies) {
      const fields = `kind: scorecard\nid: ${id}-${policy}\nname: ${id}\nmissing: ${policy}\ngroups:\n`
      this.documents.push(fields + groups.join(''))
    }
  }
}

describe.skipIf(!present)('scores of the formula vectors (skipped where ../shared/data is absent)', () => {
  let vectors: Vectors
  let folder: string
  beforeAll(() => {
    vectors = JSON.parse(readFileSync(file, 'utf8')).roll_up
    folder = mkdtempSync(join(tmpdir(), 'bellwether-scores-'))
    const written = new Written()
    for (const [index, { value, worst, target }] of vectors.linear_scores.entries())
      written.kpi(`linear-${index}`, value, worst < target ? 'up' : 'down', `{ worst: ${worst} }`, `value: ${target}`)
    for (const [index, { value, low, high, tolerance }] of vectors.band_scores.entries())
      written.kpi(`band-${index}`, value, 'between', `{ tolerance: ${tolerance} }`, `low: ${low}, high: ${high}`)
    for (const [index, { tree }] of vectors.trees.entries()) written.tree(`tree-${index}`, tree.children)
    mkdirSync(join(folder, 'data'))
    writeFileSync(join(folder, 'all.yaml'), written.documents.join('---\n'))
    writeFileSync(join(folder, 'data/inputs.csv'), `kpi,day,value\n${written.rows.join('\n')}\n`)
  })
  afterAll(async () => {
    await closeAll()
    rmSync(folder, { recursive: true, force: true })
  })

  test.each(['linear', 'band'] as const)('%s scores', async (kind) => {
    const expected = vectors[`${kind}_scores`].map((one) => one.expected)
    const kpis = expected.map((_, index) => `${kind}-${index}`)
    const answers = await askAll(folder, { kpis, from: month, to: month })
    expect(answers.map(({ score }) => score)).toEqual(expected.map((score) => expect.closeTo(score, 9)))
  })

  test('roll-ups by the three rules for what is missing, by view and by the command line', async () => {
    const { deps } = await opened(folder)
    expect(await bellwether(['load', folder])).toMatchObject({ code: 0 })
    for (const [index, { expected }] of vectors.trees.entries()) {
      for (const policy of policies) {
        const id = `tree-${index}-${policy}`
        const view = await scorecardView(deps, { id, period: month }, localOwner)
        if (!view.ok) throw new Error(JSON.stringify(view.issues))
        const wanted = expected[policy]
        expect(view.value.score, id).toEqual(wanted === null ? null : expect.closeTo(wanted, 9))
        if (index > 1) continue
        const printed = await bellwether(['scorecard', id, folder, '--period', month, '--json'])
        expect(printed).toMatchObject({ code: 0 })
        expect(JSON.parse(printed.out).score, id).toEqual(view.value.score)
      }
    }
  }, 120_000)
})
