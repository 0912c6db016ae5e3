import { type Day, dayOf, parseDay } from '../../time/day.ts'
import type { Benchmark, BenchmarkLevel } from '../target/benchmark.ts'
import type { BenchmarkSpec } from './benchmarks.ts'
import { type Document, placeOf } from './document.ts'
import { amountAt } from './make-target.ts'
import { whereAt } from './words.ts'

/** A KPI document's benchmarks as the catalog holds them. */
export function makeBenchmarks(document: Document, specs: readonly BenchmarkSpec[]): readonly Benchmark[] {
  return specs.flatMap((spec, index): Benchmark[] => {
    const path = ['benchmarks', index]
    const level = levelAt(document, index, spec)
    if (level === null) return []
    const from: Day | null = spec.year === undefined ? parsed(spec.from) : dayOf(spec.year, 1, 1)
    return [
      {
        name: spec.name,
        source: spec.source,
        population: spec.population ?? null,
        scope: { unit: spec.scope?.unit ?? null, where: whereAt(document, [...path, 'scope', 'where']) },
        from,
        until: parsed(spec.until),
        level,
        place: placeOf(document, path),
      },
    ]
  })
}

const parsed = (text: string | undefined): Day | null => (text === undefined ? null : parseDay(text))

function levelAt(document: Document, index: number, spec: BenchmarkSpec): BenchmarkLevel | null {
  if ('value' in spec) {
    const value = amountAt(document, ['benchmarks', index, 'value'])
    return value === null ? null : { kind: 'value', value }
  }
  const [lower, median, upper] = (['lower', 'median', 'upper'] as const).map((name) =>
    amountAt(document, ['benchmarks', index, 'quartiles', name]),
  )
  return lower && median && upper ? { kind: 'quartiles', lower, median, upper } : null
}
