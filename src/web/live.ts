import type { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'

/** A connection that is only changing hands is not worth a word. */
const PATIENCE_MS = 4000
const AGAIN_MS = 2000

const listeners = new Set<() => void>()
let lost = false

/** Listens to the server's events; anything new makes the shown numbers be asked for again. */
export function followEvents(client: QueryClient): void {
  let waiting: ReturnType<typeof setTimeout> | undefined
  let doubt: ReturnType<typeof setTimeout> | undefined
  let opened = false
  const refresh = () => {
    // A load announces itself per dataset; one look for all of them.
    clearTimeout(waiting)
    waiting = setTimeout(() => void client.invalidateQueries(), 60)
  }
  const connect = () => {
    const source = new EventSource('/events')
    source.onopen = () => {
      clearTimeout(doubt)
      doubt = undefined
      setLost(false)
      // After a lost connection events may have been missed.
      if (opened) refresh()
      opened = true
    }
    source.onerror = () => {
      doubt ??= setTimeout(() => setLost(true), PATIENCE_MS)
      // A refusal ends the browser's own attempts, as a proxy gives it while the server starts.
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, AGAIN_MS)
    }
    source.onmessage = refresh
    for (const name of ['facts', 'catalog', 'issues', 'load', 'signals', 'change'])
      source.addEventListener(name, refresh)
  }
  connect()
}

/** Whether the server has not been heard of for a while, so that the numbers on the page may be old. */
export function useLost(): boolean {
  return useSyncExternalStore(follow, isLost, neverLost)
}

const isLost = (): boolean => lost
const neverLost = (): boolean => false

function follow(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function setLost(next: boolean): void {
  if (lost === next) return
  lost = next
  for (const listener of listeners) listener()
}
