import type { QueryClient } from '@tanstack/react-query'

/** Listens to the server's events; anything new makes the shown numbers be asked for again. */
export function followEvents(client: QueryClient): void {
  let waiting: ReturnType<typeof setTimeout> | undefined
  const refresh = () => {
    // A load announces itself per dataset; one look for all of them.
    clearTimeout(waiting)
    waiting = setTimeout(() => void client.invalidateQueries(), 60)
  }
  const source = new EventSource('/events')
  let opened = false
  source.onopen = () => {
    // After a lost connection events may have been missed.
    if (opened) refresh()
    opened = true
  }
  source.onmessage = refresh
  for (const name of ['facts', 'catalog', 'issues', 'load', 'change']) source.addEventListener(name, refresh)
}
