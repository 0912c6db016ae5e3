import { mkdir } from 'node:fs/promises'
import { argv, env } from 'node:process'
import { findChromium, launch } from '../test/browser/chromium.ts'
import { startFixture } from '../test/browser/fixture-server.ts'

/**
 * Pictures of the pages in both themes and three widths, to be looked at: test/pictures/out.
 * `node scripts/pictures.ts [address] [name part]`: without an address the fixture is drawn, which has every state.
 */
const sheets: readonly { name: string; path: string; full?: boolean; act?: string }[] = [
  { name: 'scorecard', path: '/scorecards/company?period=2026-03', full: true },
  { name: 'kpi', path: '/kpis/delivered-on-time?period=2026-03', full: true },
  { name: 'kpi-data', path: '/kpis/revenue?period=2026-03&tab=data' },
  { name: 'kpi-definition', path: '/kpis/delivered-on-time?period=2026-03&tab=definition', full: true },
  { name: 'kpi-explain', path: '/kpis/delivered-on-time?period=2026-03&tab=explain', full: true },
  { name: 'kpi-history', path: '/kpis/delivered-on-time?period=2026-03&tab=history', full: true },
  { name: 'kpi-late', path: '/kpis/complaints?period=2026-03' },
  { name: 'kpis', path: '/kpis' },
  { name: 'data', path: '/data' },
  { name: 'many', path: '/scorecards/many?period=2026-03' },
  { name: 'lost', path: '/nowhere' },
]
const widths = [360, 768, 1440]
const themes = ['light', 'dark'] as const

const [, , first, second] = argv
const address = first?.startsWith('http') ? first : null
const part = (address === null ? first : second) ?? ''
const out = new URL('../test/pictures/out/', import.meta.url)
await mkdir(out, { recursive: true })
const place = findChromium(env.CHROMIUM)
if (place === null) throw new Error('No Chromium found: set CHROMIUM to its path')
const fixture = address === null ? await startFixture() : null
const browser = await launch(place)
for (const theme of themes)
  for (const width of widths) {
    const context = await browser.newContext({
      viewport: { width, height: width === 360 ? 780 : 1000 },
      colorScheme: theme,
    })
    const page = await context.newPage()
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        console.error(`${width} ${theme}: ${message.text()}`)
    })
    page.on('pageerror', (error) => console.error(`${width} ${theme}: ${error.message}`))
    for (const sheet of sheets.filter((one) => `${one.name}-${width}-${theme}`.includes(part))) {
      await page.goto((address ?? fixture?.url ?? '') + sheet.path)
      await page.waitForSelector('main h1')
      await page.evaluate('document.fonts.ready')
      await page.waitForTimeout(250)
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      if (Number(overflow) > 0) console.error(`${sheet.name} ${width} ${theme}: ${overflow} px too wide`)
      await page.screenshot({
        path: new URL(`${sheet.name}-${width}-${theme}.png`, out).pathname,
        fullPage: sheet.full ?? false,
      })
    }
    await context.close()
  }
await browser.close()
await fixture?.close()
