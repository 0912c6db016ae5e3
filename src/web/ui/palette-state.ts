type Listener = () => void

const listeners = new Set<Listener>()

/** Asks the search palette to open, from wherever its button or key is. */
export function openPalette(): void {
  for (const listener of listeners) listener()
}

/** Calls back whenever the palette is asked for; gives the way to stop. */
export function onPalette(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
