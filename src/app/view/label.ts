import type { Catalog } from '../../domain/catalog.ts'
import { scopeLabel } from '../../domain/scope.ts'
import { sentenceLocale } from '../../domain/sentence/words.ts'
import type { PeriodLabel, ScopeLabel } from '../../domain/view.ts'
import type { Calendar, GrainName } from '../../time/calendar.ts'
import { instantsOf } from '../../time/clock-calendar.ts'
import { type Day, printDay } from '../../time/day.ts'
import { type PeriodName, periodEnd, periodLabel, periodStart, periodText, splitPeriod } from '../../time/period.ts'
import { scopeChoice } from './find.ts'
import type { Place } from './place.ts'

/** The names of periods on one page, each made once. */
export class Labels {
  readonly #catalog: Catalog
  readonly #calendar: Calendar
  readonly #grain: GrainName
  readonly #today: Day
  readonly #now: number
  readonly #named = new Map<string, PeriodName>()

  constructor(catalog: Catalog, { calendar, grain, now }: Pick<Place, 'calendar' | 'grain' | 'now'>, today: Day) {
    this.#catalog = catalog
    this.#calendar = calendar
    this.#grain = grain
    this.#today = today
    this.#now = now
  }

  /** A period as the reader's locale names it. */
  of(ordinal: number): PeriodLabel {
    const [calendar, grain] = [this.#calendar, this.#grain]
    const [start, end] = [periodStart(calendar, grain, ordinal), periodEnd(calendar, grain, ordinal)]
    const instants = instantsOf(calendar, grain, ordinal)
    return {
      text: periodText(calendar, grain, ordinal),
      ...periodLabel(calendar, grain, ordinal, this.#catalog.workspace.locale),
      start: start === null ? null : printDay(start),
      end: end === null ? null : printDay(end),
      complete: instants === null ? end === null || end <= this.#today : instants.end <= this.#now,
    }
  }

  /** A period's names inside an English sentence, by its text. */
  named(text: string): PeriodName {
    let known = this.#named.get(text)
    if (known === undefined) {
      const parsed = this.#calendar.parse(splitPeriod(text).rest)
      const locale = sentenceLocale(this.#catalog.workspace.locale)
      known =
        parsed === null
          ? { label: text, short: text }
          : periodLabel(this.#calendar, parsed.grain, parsed.ordinal, locale)
      this.#named.set(text, known)
    }
    return known
  }

  spoken(text: string): string {
    return this.named(text).label
  }
}

/** A scope to choose and to read. */
export const labelScope = (catalog: Catalog, scope: Place['scope']): ScopeLabel => ({
  text: scopeChoice(scope),
  label: scopeLabel(catalog, scope),
})
