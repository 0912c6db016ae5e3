const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `2026-04-02` as people write it: `2 Apr`, with its year when that is not `near`'s. */
export function dayText(iso: string | null, near?: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso ?? '')
  if (!match) return ''
  const [, year = '', month = '', day = ''] = match
  const text = `${Number(day)} ${months[Number(month) - 1] ?? ''}`
  return near !== undefined && near.slice(0, 4) === year ? text : `${text} ${year}`
}

/** An instant as day and minute, in the zone it was written in: `3 Apr 2026, 07:40 UTC`. */
export function instantText(iso: string): string {
  const time = /T(\d{2}:\d{2})/.exec(iso)?.[1]
  const zone = iso.endsWith('Z') ? ' UTC' : ''
  return time === undefined ? dayText(iso) : `${dayText(iso)}, ${time}${zone}`
}
