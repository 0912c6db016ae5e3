import { mkdir } from 'node:fs/promises'
import { argv, env } from 'node:process'
import type { Page } from 'playwright-core'
import { ensureBuilt } from '../test/browser/built.ts'
import { findChromium, launch } from '../test/browser/chromium.ts'
import { type FixtureState, startFixture } from '../test/browser/fixture-server.ts'

/**
 * Pictures of the pages in both themes and three widths, to be looked at: test/pictures/out.
 * `node scripts/pictures.ts [address] [name part]`: without an address the fixture is drawn, which has every state.
 */
interface Sheet {
  readonly name: string
  readonly path: string
  /** The whole page instead of what a window shows. */
  readonly full?: boolean
  readonly widths?: readonly number[]
  readonly themes?: readonly ('light' | 'dark')[]
  /** What the fixture is set to while it is taken; such a sheet needs the fixture. */
  readonly state?: Partial<FixtureState>
  readonly act?: (page: Page) => Promise<unknown>
}

const scorecardPath = '/scorecards/company?period=2026-03'
const kpiPath = '/kpis/delivered-on-time?period=2026-03'
const broken = {
  code: 'unknown-field',
  severity: 'error',
  file: 'kpis/finance.yaml',
  line: 12,
  column: 3,
  message: 'A kpi has no field “formla”.',
  hint: 'Did you mean “formula”?',
}

const sheets: readonly Sheet[] = [
  { name: 'scorecard', path: scorecardPath, full: true },
  { name: 'scorecard-so-far', path: '/scorecards/company?period=2026-04' },
  {
    name: 'panel',
    path: `${scorecardPath}&kpi=revenue`,
    widths: [360, 768, 1440],
    act: (page) => page.waitForSelector('.panel svg'),
  },
  {
    name: 'panel-late',
    path: `${scorecardPath}&kpi=complaints`,
    widths: [1440],
    act: (page) => page.waitForSelector('.panel svg'),
  },
  { name: 'kpi', path: kpiPath, full: true },
  { name: 'kpi-table', path: '/kpis/revenue?period=2026-03', act: (page) => page.click('.trend-caption button') },
  { name: 'kpi-data', path: '/kpis/revenue?period=2026-03&tab=data' },
  { name: 'kpi-enter', path: '/kpis/net-promoter-score?period=2026-03&tab=data', full: true, themes: ['light'] },
  { name: 'kpi-definition', path: `${kpiPath}&tab=definition`, full: true },
  { name: 'kpi-editor', path: `${kpiPath}&tab=definition`, full: true, themes: ['light'], act: editWrongly },
  {
    name: 'kpi-drivers',
    path: `${kpiPath}&tab=drivers`,
    full: true,
    act: (page) => page.waitForSelector('.drivers-figure svg'),
  },
  {
    name: 'kpi-signals',
    path: `${kpiPath}&tab=signals`,
    full: true,
    act: (page) => page.waitForSelector('.drivers-figure svg'),
  },
  { name: 'kpi-explain', path: `${kpiPath}&tab=explain`, full: true },
  { name: 'kpi-versions', path: `${kpiPath}&tab=versions`, full: true },
  { name: 'kpi-late', path: '/kpis/complaints?period=2026-03' },
  { name: 'kpi-zero', path: '/kpis/write-offs?period=2026-03', themes: ['light'] },
  { name: 'kpis', path: '/kpis' },
  { name: 'scorecards', path: '/scorecards' },
  { name: 'data', path: '/data', full: true },
  { name: 'many', path: '/scorecards/many?period=2026-03', act: (page) => page.mouse.wheel(0, 9000) },
  { name: 'one', path: '/scorecards/one', themes: ['light'] },
  { name: 'empty', path: '/scorecards/empty', themes: ['light'] },
  { name: 'bare', path: '/', state: { bare: true }, themes: ['light'] },
  { name: 'issues', path: scorecardPath, state: { issues: [broken] }, act: (page) => page.click('.banner summary') },
  {
    name: 'failed',
    path: '/scorecards/company?client',
    state: { broken: true },
    themes: ['light'],
    act: (page) => page.waitForSelector('.notice h1'),
  },
  { name: 'waiting', path: '/scorecards/company?client', state: { silent: true } },
  { name: 'lost', path: '/nowhere' },
  { name: 'picker', path: scorecardPath, act: (page) => page.click('.picker-button:visible >> nth=1') },
  { name: 'palette', path: scorecardPath, act: searchFor },
  { name: 'german', path: scorecardPath, state: { locale: 'de' }, full: true, themes: ['light'] },
  { name: 'german-kpi', path: '/kpis/revenue?period=2026-03', state: { locale: 'de' }, themes: ['light'] },
  { name: 'grey', path: scorecardPath, act: (page) => page.addStyleTag({ content: 'html { filter: grayscale(1) }' }) },
  { name: 'forced', path: scorecardPath, act: (page) => page.emulateMedia({ forcedColors: 'active' }) },
  { name: 'forced-kpi', path: kpiPath, themes: ['dark'], act: (page) => page.emulateMedia({ forcedColors: 'active' }) },
  {
    name: 'print',
    path: scorecardPath,
    full: true,
    widths: [768],
    act: (page) => page.emulateMedia({ media: 'print' }),
  },
  { name: 'print-kpi', path: kpiPath, full: true, widths: [768], act: (page) => page.emulateMedia({ media: 'print' }) },
]

async function editWrongly(page: Page): Promise<void> {
  await page.click('text=Change the definition')
  await page.fill('textarea', (await page.inputValue('textarea')).replace('delivered_on <', 'delivered_onn <'))
  await page.click('text=Check and save')
  await page.waitForSelector('.editor-issues')
}

async function searchFor(page: Page): Promise<void> {
  await page.click('.search-button')
  await page.waitForSelector('.palette[open]')
  await page.keyboard.type('or')
}

const [, , first, second] = argv
const address = first?.startsWith('http') ? first : null
const part = (address === null ? first : second) ?? ''
const out = new URL('../test/pictures/out/', import.meta.url)
await mkdir(out, { recursive: true })
const place = findChromium(env.CHROMIUM)
if (place === null) throw new Error('No Chromium found: set CHROMIUM to its path')
await ensureBuilt()
const fixture = address === null ? await startFixture() : null
const browser = await launch(place)
for (const sheet of sheets)
  for (const theme of sheet.themes ?? (['light', 'dark'] as const))
    for (const width of sheet.widths ?? [360, 768, 1440]) await take(sheet, theme, width)
await browser.close()
await fixture?.close()

async function take(sheet: Sheet, theme: 'light' | 'dark', width: number): Promise<void> {
  const name = `${sheet.name}-${width}-${theme}`
  if (!name.includes(part) || (sheet.state && fixture === null)) return
  const usual = fixture && { ...fixture.state }
  if (fixture) Object.assign(fixture.state, sheet.state)
  const height = width === 360 ? 780 : 1000
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme })
  const page = await context.newPage()
  page.on('console', (message) => {
    const expected = sheet.state?.broken || message.text().includes('404') || sheet.name === 'kpi-editor'
    if (message.type() === 'error' && !expected) console.error(`${name}: ${message.text()}`)
  })
  page.on('pageerror', (error) => console.error(`${name}: ${error.message}`))
  await page.goto((address ?? fixture?.url ?? '') + sheet.path)
  await page.waitForSelector('main :is(h1, .waiting)')
  await page.evaluate('document.fonts.ready')
  await page.waitForTimeout(400)
  await sheet.act?.(page)
  await page.waitForTimeout(400)
  const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  if (Number(overflow) > 0) console.error(`${name}: ${overflow} px too wide`)
  // What sticks to the window's edges must stand at the page's.
  const whole = Number(await page.evaluate('document.documentElement.scrollHeight'))
  if (sheet.full) await page.setViewportSize({ width, height: Math.max(height, whole) })
  await page.screenshot({ path: new URL(`${name}.png`, out).pathname })
  await context.close()
  if (fixture) Object.assign(fixture.state, usual)
}
