import type { Answer } from '../../domain/answer.ts'
import type { Catalog, Kpi } from '../../domain/catalog.ts'
import { benchmarkSentence } from '../../domain/sentence/benchmark.ts'
import {
  documentsOf,
  noPromiseSentence,
  paceSentence,
  promiseSentence,
  provenanceSentence,
  recordedPromise,
} from '../../domain/sentence/promise.ts'
import { versionsOf } from '../../domain/target/plans.ts'
import { benchmarksFor } from '../../domain/target/position.ts'
import { judgedBy } from '../../domain/target/version.ts'
import { unitLabel } from '../../domain/unit-label.ts'
import type { TargetView } from '../../domain/view.ts'
import { type Day, day } from '../../time/day.ts'
import { periodEnd } from '../../time/period.ts'
import { toldOf } from '../ask/judge.ts'
import type { Page } from './row.ts'

/** The versions of targets that stand beside the one that judges. */
export function otherVersions(catalog: Catalog, kpi: Kpi, judging: string | null): readonly string[] {
  const own = judging ?? judgedBy(catalog, kpi)
  return versionsOf(catalog, kpi.id).filter((version) => version !== own)
}

/** What an answer was held against: which version, how it came about, who stands behind it, and what other versions say. */
export function targetView(page: Page, kpi: Kpi, answer: Answer, others: readonly Answer[]): TargetView {
  const { catalog, place, labels } = page
  const told = toldOf(answer)
  const version = told?.version ?? judgedBy(catalog, kpi)
  const { locale } = catalog.workspace
  const input = { catalog, kpi, unit: unitLabel(kpi), locale, period: labels.spoken(answer.period), version }
  const promised = told?.promised ?? null
  const without = told?.promises.without(place.grain, place.ordinal) ?? null
  // What a ledger or a seal holds says what was promised, not how that came about.
  const howOf = () => {
    if (promised !== null) return promiseSentence(input, promised)
    return told === null && answer.target !== null ? recordedPromise(input) : noPromiseSentence(input, without)
  }
  return {
    version,
    how: howOf(),
    toDate: told?.toDate == null ? null : paceSentence(input, told.toDate, answer),
    documents: (promised === null ? [] : documentsOf(promised)).map(({ id, file, line, provenance }) => ({
      id,
      file,
      line,
      provenance: provenanceSentence(provenance),
    })),
    benchmarks: benchmarksFor(catalog, kpi, place.scope, lastDayOf(place)).map((one) => ({
      name: one.name,
      source: one.source,
      position: benchmarkSentence(kpi, input.unit, locale, answer, one),
    })),
    others: others.flatMap((other) => {
      const of = toldOf(other)?.version
      return other.target === null || of === undefined ? [] : [{ version: of, target: other.target }]
    }),
  }
}

function lastDayOf({ calendar, grain, ordinal }: Page['place']): Day | null {
  const end = periodEnd(calendar, grain, ordinal)
  return end === null ? null : day(end - 1)
}
