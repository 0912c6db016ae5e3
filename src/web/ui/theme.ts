/** Switches the theme and remembers it on this device. */
export function toggleTheme(): void {
  const root = document.documentElement
  const theme = root.dataset.theme === 'dark' ? 'light' : 'dark'
  root.dataset.theme = theme
  remember('bellwether-theme', theme)
}

/** Whether the page is as narrow as a phone's: rows lead to pages then, there is no room beside them. */
export function isPhone(): boolean {
  return matchMedia('(max-width: 37.49em)').matches
}

/** Switches between comfortable and compact rows and remembers it on this device. */
export function toggleDensity(): void {
  const root = document.documentElement
  const compact = root.dataset.density !== 'compact'
  if (compact) root.dataset.density = 'compact'
  else delete root.dataset.density
  remember('bellwether-density', compact ? 'compact' : 'comfortable')
  window.dispatchEvent(new Event('resize'))
}

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Storage may be forbidden; the choice then holds for this visit.
  }
}
