import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { fullNumber } from '../../src/domain/number-format.ts'
import type { ScorecardRow, ScorecardView, WorkspaceView } from '../../src/domain/view.ts'
import { type Browsing, inBrowser, live, until } from './browse.ts'

interface Server {
  readonly url: string
  readonly close: () => Promise<unknown>
}

/**
 * Walks through every page of a running server as readers do who see, who do not, and who have no pointer. Nothing is known
 * of the workspace beforehand: what there is comes from its API.
 */
export function walk(name: string, start: () => Promise<Server>): void {
  inBrowser(name, start, (browsing) => {
    testPages(browsing)
    testTakeOver(browsing)
    testKeys(browsing)
    testSpeech(browsing)
    testAddress(browsing)
  })
}

interface Places {
  readonly workspace: WorkspaceView
  readonly scorecard: ScorecardView
  /** A row of it that has a value. */
  readonly row: ScorecardRow
}

async function placesOf(url: string): Promise<Places> {
  const get = async <Body>(path: string): Promise<Body> => (await fetch(url + path)).json() as Promise<Body>
  const workspace = await get<WorkspaceView>('/api/v1/workspace')
  const id = workspace.scorecards[0]?.id ?? ''
  const scorecard = await get<ScorecardView>(`/api/v1/scorecards/${id}`)
  const row = rowsOf(scorecard).find(({ answer }) => answer.state === 'value')
  if (!row) throw new Error('The first scorecard has no value to look at')
  return { workspace, scorecard, row }
}

const rowsOf = (view: ScorecardView): readonly ScorecardRow[] => view.groups.flatMap((group) => group.rows)

const tabs = [
  '',
  '&tab=drivers',
  '&tab=forecast',
  '&tab=effect',
  '&tab=signals',
  '&tab=data',
  '&tab=definition',
  '&tab=explain',
  '&tab=history',
  '&tab=versions',
]

function pathsOf({ workspace, scorecard, row }: Places): readonly string[] {
  const here = `period=${scorecard.period.text}`
  return [
    ...workspace.scorecards.slice(0, 2).map(({ id }) => `/scorecards/${id}`),
    `/scorecards/${scorecard.id}?${here}&kpi=${row.kpi}`,
    '/scorecards',
    '/kpis',
    ...tabs.map((tab) => `/kpis/${row.kpi}?${here}${tab}`),
    '/data',
    '/closing',
    '/plan',
    '/nowhere',
  ]
}

function testPages({ server, open }: Browsing<Server>): void {
  test.each([360, 1440])('every page at %i px is sound in both themes', { timeout: 240_000 }, async (width) => {
    const found: string[] = []
    for (const path of pathsOf(await placesOf(server().url))) {
      const { page, said, close } = await open(path, { width })
      if (/tab=(drivers|forecast|signals)/.test(path)) await page.locator('.drivers .split-title').first().waitFor()
      if (path.includes('&kpi=')) await page.locator('.panel svg').first().waitFor()
      const flaws = [...(await flawsOf(page)), ...said.filter((text) => path !== '/nowhere' || !text.includes('404'))]
      found.push(...flaws.map((flaw) => `${path}: ${flaw}`))
      await close()
    }
    expect(found).toEqual([])
  })
}

/** What is wrong with a page as it stands: for assistive technology, in its width, in its heading. */
async function flawsOf(page: Page): Promise<readonly string[]> {
  const flaws: string[] = []
  const beyond = Number(
    await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
  )
  if (beyond > 0) flaws.push(`${beyond} px too wide`)
  const headings = await page.locator('main h1').count()
  if (headings !== 1) flaws.push(`${headings} main headings`)
  for (const theme of ['light', 'dark']) {
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
    // Without frames the legacy mode finds the same and needs no second page.
    const axe = new AxeBuilder({ page }).setLegacyMode()
    // A theme changes nothing but colours.
    const { violations } = await (theme === 'light' ? axe : axe.withRules('color-contrast')).analyze()
    for (const { id, impact, nodes } of violations)
      if (impact === 'serious' || impact === 'critical')
        flaws.push(
          `${theme}: ${id} at ${nodes
            .map(({ target }) => target.join(' '))
            .slice(0, 3)
            .join(', ')}`,
        )
  }
  return flaws
}

function testTakeOver({ server, open }: Browsing<Server>): void {
  test('a page is drawn by the server and taken over without a word, a redrawing or a shift', async () => {
    const { scorecard, row } = await placesOf(server().url)
    for (const path of [`/scorecards/${scorecard.id}`, `/kpis/${row.kpi}`]) {
      const html = await (await fetch(server().url + path)).text()
      expect(html).toContain('class="sentence')
      expect(html.indexOf('class="sentence')).toBeLessThan(html.indexOf('id="bellwether-data"'))
      const { page, said, close } = await open('/nowhere')
      said.length = 0
      await page.addInitScript(`
        addEventListener('DOMContentLoaded', () => { window.drawn = document.querySelector('main h1') })
        window.shift = 0
        new PerformanceObserver((list) => { for (const one of list.getEntries()) window.shift += one.value })
          .observe({ type: 'layout-shift', buffered: true })
      `)
      await page.goto(server().url + path)
      await live(page)
      await page.waitForTimeout(500)
      expect(await page.evaluate("window.drawn === document.querySelector('main h1')")).toBe(true)
      expect(Number(await page.evaluate('window.shift'))).toBeLessThanOrEqual(0.01)
      expect(said).toEqual([])
      await close()
    }
  })

  test('links lead on before the script has come', async () => {
    const { scorecard, row } = await placesOf(server().url)
    const { page, close } = await open(`/scorecards/${scorecard.id}`, { javaScriptEnabled: false })
    await page.locator(`.row-link[href^="/kpis/${row.kpi}?"]`).click()
    await page.locator('.sentence-kpi').waitFor()
    await close()
  })
}

function testKeys({ server, open }: Browsing<Server>): void {
  test('every value of the scorecard is reached without a pointer, and the focus is seen', {
    timeout: 120_000,
  }, async () => {
    const { workspace, scorecard } = await placesOf(server().url)
    const { page, close } = await open(`/scorecards/${scorecard.id}`)
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content')
    const reached = new Map<string, string>()
    for (let press = 0; press < 400; press++) {
      await page.keyboard.press('Tab')
      const focus = (await page.evaluate(focused)) as Focus
      if (focus.outside) break
      expect(focus.seen, `the focus on “${focus.name}” is seen`).toBe(true)
      if (focus.kpi !== null) reached.set(focus.kpi, focus.full)
    }
    const wanted = rowsOf(scorecard).map(({ kpi, unit, answer }): [string, string] => [
      kpi,
      answer.state === 'value' && answer.value !== null ? fullNumber(unit, workspace.locale, answer.value) : '',
    ])
    expect(Object.fromEntries(reached)).toEqual(Object.fromEntries(wanted))
    await close()
  })

  test('a row opens beside the table on Enter, steps with its buttons, and Escape leads back', async () => {
    const { scorecard, row } = await placesOf(server().url)
    const { page, close } = await open(`/scorecards/${scorecard.id}`)
    await page.locator(`.row-link[data-kpi="${row.kpi}"]`).focus()
    await page.keyboard.press('Enter')
    await page.locator('.panel').waitFor()
    expect(await page.locator('.panel h2').textContent()).toBe(row.name)
    expect(await page.evaluate('document.activeElement.className')).toBe('panel')
    await page.getByRole('button', { name: 'Next KPI' }).click()
    const names = rowsOf(scorecard).map(({ name }) => name)
    await until(page, `document.querySelector('.panel h2').textContent !== ${JSON.stringify(row.name)}`)
    expect(names).toContain(await page.locator('.panel h2').textContent())
    await page.keyboard.press('Escape')
    await page.locator('.panel').waitFor({ state: 'detached' })
    expect(await page.evaluate("document.activeElement.classList.contains('row-link')")).toBe(true)
    await close()
  })

  test('pickers and search answer to keys, and what opens is in view', async () => {
    const { workspace, scorecard, row } = await placesOf(server().url)
    for (const width of [360, 1440]) {
      const { page, close } = await open(`/scorecards/${scorecard.id}`, { width })
      const period = page.getByRole('button', { name: /^Period / }).filter({ visible: true })
      await period.focus()
      await page.keyboard.press('ArrowDown')
      await expectInView(page, '[role=listbox]')
      await page.keyboard.press('Escape')
      expect(await page.evaluate("document.activeElement.getAttribute('aria-haspopup')")).toBe('listbox')
      await page.keyboard.press('Control+k')
      await page.locator('.palette[open]').waitFor()
      await expectInView(page, '.palette')
      await page.keyboard.type(row.name.toLowerCase())
      await page.keyboard.press('Enter')
      await page.waitForURL(`**/kpis/${workspace.kpis.find(({ name }) => name === row.name)?.id}**`)
      await close()
    }
  })
}

interface Focus {
  readonly outside: boolean
  readonly name: string
  readonly kpi: string | null
  readonly full: string
  readonly seen: boolean
}

/** What has the focus: whether an outline shows it, and the whole number that its row then tells. */
const focused = `(() => {
  const element = document.activeElement
  const outlined = (style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
  const row = element.closest('.row')
  const figure = row?.querySelector('.cell-value [data-full]')
  const told = figure ? getComputedStyle(figure, '::after') : null
  return {
    outside: element === document.body || element === document.documentElement,
    name: element.textContent || element.getAttribute('aria-label'),
    kpi: element.dataset.kpi ?? null,
    full: told && told.visibility === 'visible' ? JSON.parse(told.content) : '',
    seen: outlined(getComputedStyle(element)) || outlined(getComputedStyle(element, '::after')) || element.id === 'main',
  }
})()`

async function expectInView(page: Page, selector: string): Promise<void> {
  const box = await page.locator(selector).boundingBox()
  const size = page.viewportSize()
  if (box === null || size === null) throw new Error(`${selector} is not drawn`)
  expect(box.x).toBeGreaterThanOrEqual(0)
  expect(box.y).toBeGreaterThanOrEqual(0)
  expect(box.x + box.width).toBeLessThanOrEqual(size.width)
  expect(box.y + box.height).toBeLessThanOrEqual(size.height)
}

function testSpeech({ server, open }: Browsing<Server>): void {
  test('a screen reader hears rows as rows, charts as one sentence, and their figures one key away', async () => {
    const { scorecard, row } = await placesOf(server().url)
    const { page, close } = await open(`/scorecards/${scorecard.id}`)
    const table = page.getByRole('table', { name: 'KPIs' })
    const lines = rowsOf(scorecard).length + scorecard.groups.length + 1
    expect(await table.getAttribute('aria-rowcount')).toBe(String(lines))
    const heard = table.getByRole('row').filter({ has: page.getByRole('rowheader', { name: row.name, exact: false }) })
    expect(await heard.first().getByRole('cell').count()).toBe(7)
    for (const picture of await heard.first().getByRole('img').all())
      expect((await picture.getAttribute('aria-label'))?.length).toBeGreaterThan(8)
    await close()
    const kpi = await open(`/kpis/${row.kpi}`)
    const trend = kpi.page.getByRole('group', { name: 'Trend' })
    const pictures = trend.getByRole('img')
    expect(await pictures.filter({ visible: true }).count()).toBe(1)
    expect(await pictures.filter({ visible: true }).getAttribute('aria-label')).toMatch(/ from .+ to .+\.$/)
    await trend.getByRole('button', { name: 'As a table' }).focus()
    await kpi.page.keyboard.press('t')
    expect(await trend.getByRole('row').count()).toBeGreaterThan(2)
    await kpi.page.keyboard.press('t')
    expect(await trend.getByRole('table').count()).toBe(0)
    await kpi.close()
  })
}

function testAddress({ server, open }: Browsing<Server>): void {
  test('the address holds what a reader chose, here and in another window', { timeout: 60_000 }, async () => {
    const { scorecard, row } = await placesOf(server().url)
    const { page, close } = await open(`/scorecards/${scorecard.id}`)
    const before = await page.locator('main h1').textContent()
    await page
      .getByRole('button', { name: /^Period / })
      .filter({ visible: true })
      .click()
    await page.getByRole('option').nth(3).click()
    await page.waitForURL('**period=**')
    await until(page, "document.querySelector('.page').getAttribute('aria-busy') === 'false'")
    await page.getByRole('button', { name: /^Sort / }).click()
    await page.getByRole('option', { name: 'Name' }).click()
    await page.waitForURL('**sort=name**')
    await page.locator(`.row-link[data-kpi="${row.kpi}"]`).click()
    await page.waitForURL(`**kpi=${row.kpi}**`)
    const chosen = await stateOf(page)
    expect(chosen.rows).toEqual([...chosen.rows].sort((a, b) => a.localeCompare(b)))
    const address = new URL(page.url())
    const other = await open(address.pathname + address.search)
    await other.page.locator('.panel').waitFor()
    expect(await stateOf(other.page)).toEqual(chosen)
    await other.close()
    await page.goBack()
    await until(page, `!location.search.includes('period=')`)
    await until(page, `document.querySelector('main h1').textContent === ${JSON.stringify(before)}`)
    await close()
  })
}

async function stateOf(page: Page) {
  return {
    sentence: await page.locator('main h1').textContent(),
    period: await page
      .getByRole('button', { name: /^Period / })
      .filter({ visible: true })
      .textContent(),
    rows: await page.locator('.row-link').allTextContents(),
    panel: await page.locator('.panel h2').textContent(),
  }
}
