const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${Object.entries(options).join()}`
  let made = formatters.get(key)
  if (made === undefined) {
    made = new Intl.DateTimeFormat(locale, options)
    formatters.set(key, made)
  }
  return made
}

/**
 * A day as people write it in a locale: `2 Apr 2026`, `2. Apr. 2026`; without its year where that is the year of `near`.
 * The empty text for null. Takes ISO days and instants, of which the written day counts.
 */
export function dayLabel(iso: string | null, locale: string, near?: string | null): string {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(iso ?? '')?.[0]
  if (day === undefined) return ''
  return write(Date.parse(`${day}T00:00:00Z`), locale, 'UTC', near?.slice(0, 4) !== day.slice(0, 4))
}

/** An ISO instant as day and minute on the clocks of a zone: `3 Apr 2026, 09:40`. */
export function instantLabel(iso: string, locale: string, zone: string): string {
  const ms = Date.parse(iso)
  if (Number.isNaN(ms)) return iso
  const time = formatter(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }).format(ms)
  return `${write(ms, locale, zone, true)}, ${time}`
}

function write(ms: number, locale: string, zone: string, withYear: boolean): string {
  const dayAndMonth: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', timeZone: zone }
  const options = withYear ? { ...dayAndMonth, year: 'numeric' as const } : dayAndMonth
  // Plain "en" would put American order beside the day-first dates of the rest of the page.
  if (locale !== 'en') return formatter(locale, options).format(ms)
  const parts = formatter(locale, options).formatToParts(ms)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return [part('day'), part('month'), part('year')].join(' ').trim()
}

/** An ISO day of the week (1 is Monday) in a locale, short: `Mon`, `Mo`. */
export function weekdayLabel(weekday: number, locale: string): string {
  const monday = 4 * 86_400_000
  return formatter(locale, { weekday: 'short', timeZone: 'UTC' }).format(monday + (weekday - 1) * 86_400_000)
}
