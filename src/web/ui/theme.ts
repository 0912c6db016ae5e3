/** Switches the theme and remembers it on this device. */
export function toggleTheme(): void {
  const root = document.documentElement
  const theme = root.dataset.theme === 'dark' ? 'light' : 'dark'
  root.dataset.theme = theme
  remember('bellwether-theme', theme)
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
