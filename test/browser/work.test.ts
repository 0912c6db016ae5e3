import { expect, test } from 'vitest'
import { type Browsing, inBrowser, until } from './browse.ts'
import { type FixtureServer, startFixture } from './fixture-server.ts'

type Work = Browsing<FixtureServer>

// What needs a server that can be made to change, to fail or to fall silent.
inBrowser('pages while things happen', startFixture, (work) => {
  testChanges(work)
  testTrouble(work)
  testForms(work)
  testExtremes(work)
})

function testChanges({ server, open }: Work): void {
  test('a number follows its facts without a new page, and flashes once', async () => {
    const { page, said, close } = await open('/scorecards/company?period=2026-03')
    const value = page.locator('.row .cell-value .digits').first()
    expect(await value.textContent()).toBe('12.9')
    await page.evaluate('window.same = true')
    server().state.shift = 1_000_000
    server().announce()
    await until(page, "document.querySelector('.row .cell-value .digits').textContent === '13.9'")
    expect(await page.locator('.figure.flash').count()).toBeGreaterThan(0)
    await page.locator('.figure.flash').first().waitFor({ state: 'detached' })
    expect(await page.evaluate('window.same')).toBe(true)
    expect(said).toEqual([])
    server().state.shift = 0
    await close()
  })

  test('nothing moves for readers who want no motion', async () => {
    const { page, close } = await open('/scorecards/company?period=2026-03', { reducedMotion: 'reduce' })
    server().state.shift = 1_000_000
    server().announce()
    await page.locator('.figure.flash').first().waitFor()
    expect(await page.evaluate("getComputedStyle(document.querySelector('.flash')).animationName")).toBe('none')
    server().state.shift = 0
    await close()
  })
}

function testTrouble({ server, open }: Work): void {
  test('a broken definition is told with its place, and the numbers stay', async () => {
    const { page, close } = await open('/scorecards/company?period=2026-03')
    const issue = { code: 'unknown-field', severity: 'error', file: 'kpis/finance.yaml', line: 12, column: 3 }
    server().state.issues = [{ ...issue, message: 'A kpi has no field “formla”.', hint: 'Did you mean “formula”?' }]
    server().announce()
    const banner = page.getByRole('complementary', { name: 'Definitions that need mending' })
    await banner.getByText('One definition cannot be used').click()
    expect(await banner.textContent()).toContain('kpis/finance.yaml:12')
    expect(await banner.textContent()).toContain('Did you mean “formula”?')
    expect(await page.locator('.row').count()).toBe(28)
    server().state.issues = []
    server().announce()
    await banner.waitFor({ state: 'detached' })
    await close()
  })

  test('a lost server is told, and everything comes back by itself', { timeout: 60_000 }, async () => {
    const { page, close } = await open('/scorecards/company?period=2026-03')
    server().state.deaf = true
    server().hangUp()
    await page.getByText('The server does not answer').waitFor()
    server().state.shift = 1_000_000
    server().state.deaf = false
    await until(page, "document.querySelector('.row .cell-value .digits').textContent === '13.9'")
    await page.getByText('The server does not answer').waitFor({ state: 'detached' })
    server().state.shift = 0
    await close()
  })

  test('a page whose question fails says so, and tries again when asked', async () => {
    server().state.broken = true
    const { page, close } = await open('/scorecards/company?client')
    await page.getByRole('heading', { name: 'The server does not answer' }).waitFor()
    server().state.broken = false
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.locator('.row').first().waitFor()
    await close()
  })
}

function testForms({ server, open }: Work): void {
  test('a definition is checked before it is saved; its mistakes are shown at their lines', async () => {
    const { page, close } = await open('/kpis/delivered-on-time?period=2026-03&tab=definition')
    await page.getByRole('button', { name: 'Change the definition' }).click()
    const text = page.getByRole('textbox', { name: 'Definition of delivered-on-time' })
    const opened = await text.inputValue()
    await text.fill(opened.replace('delivered_on <', 'delivered_onn <'))
    await page.getByRole('textbox', { name: 'Why' }).fill('A test')
    await page.getByRole('button', { name: 'Check and save' }).click()
    await page.getByRole('button', { name: 'Line 8' }).click()
    const marked =
      'document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)'
    expect(await page.evaluate(marked)).toContain('delivered_onn <= promised_on')
    await text.fill(opened.replace('Delivered on time', 'On time'))
    await page.getByRole('button', { name: 'Check and save' }).click()
    await page.getByRole('button', { name: 'Change the definition' }).waitFor()
    expect(server().state.sent.at(-1)).toEqual({
      method: 'PUT',
      path: '/api/v1/documents/kpi/delivered-on-time',
      body: { text: opened.replace('Delivered on time', 'On time'), baseHash: 'aa11', reason: 'A test' },
    })
    await close()
  })

  test('a value is typed in where values are typed in', async () => {
    const { page, close } = await open('/kpis/net-promoter-score?period=2026-03&tab=data')
    await page.getByRole('textbox', { name: 'Value in points' }).fill('45.5')
    await page.getByRole('textbox', { name: 'Note' }).fill('From the survey')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved for March 2026.').waitFor()
    const { method, path, body } = server().state.sent.at(-1) ?? {}
    expect([method, path]).toEqual(['POST', '/api/v1/values'])
    expect(body).toMatchObject({ kpi: 'net-promoter-score', period: '2026-03', value: '45.5', note: 'From the survey' })
    const other = await open('/kpis/revenue?period=2026-03&tab=data')
    expect(await other.page.getByRole('button', { name: 'Save' }).count()).toBe(0)
    await other.close()
    await close()
  })
}

function testExtremes({ server, open }: Work): void {
  test('a thousand rows: a few are mounted, keys reach the others, paper shows all', { timeout: 60_000 }, async () => {
    const { page, said, close } = await open('/scorecards/many?period=2026-03')
    const mounted = () => page.locator('.row').count()
    expect(await mounted()).toBeLessThan(120)
    expect(await page.getByRole('table').getAttribute('aria-rowcount')).toBe(String(36 * 33 + 1))
    await page.locator('.row-link').first().focus()
    for (let press = 0; press < 60; press++) await page.keyboard.press('ArrowDown')
    const index = "Number(document.activeElement.closest('.row').getAttribute('aria-rowindex'))"
    expect(await page.evaluate(index)).toBeGreaterThan(60)
    await until(page, "document.activeElement.closest('.row').querySelectorAll('.cell-line path').length > 1")
    await page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(await mounted()).toBe(1008)
    await page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    await until(page, "document.querySelectorAll('.row').length < 200")
    expect(said).toEqual([])
    await close()
  })

  test('text of twice the size breaks nothing', async () => {
    for (const path of ['/scorecards/company?period=2026-03', '/kpis/revenue?period=2026-03&tab=data', '/data']) {
      const { page, close } = await open('/nowhere', { width: 1440 })
      const session = await page.context().newCDPSession(page)
      await session.send('Page.setFontSizes', { fontSizes: { standard: 32 } })
      await page.goto(server().url + path)
      await page.locator('html[data-live]').waitFor({ state: 'attached' })
      expect(await page.evaluate('parseFloat(getComputedStyle(document.querySelector("main")).fontSize)')).toBe(28)
      const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
      expect(await page.evaluate(beyond), path).toBeLessThanOrEqual(0)
      const cut = `[...document.querySelectorAll('.row .digits, .row .status')].filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0).length`
      expect(await page.evaluate(cut), path).toBe(0)
      await close()
    }
  })

  test('figures are written as the workspace writes them, the same by server and script', async () => {
    server().state.locale = 'de'
    for (const path of ['/scorecards/company?period=2026-03', '/kpis/revenue?period=2026-03&tab=data']) {
      const { page, said, close } = await open(path)
      expect(await page.locator('main').textContent()).toContain('12,9 Mio. €'.slice(0, 4))
      expect(
        await page
          .getByRole('button', { name: /^Period / })
          .filter({ visible: true })
          .textContent(),
      ).toContain('März')
      expect(said).toEqual([])
      await close()
    }
    server().state.locale = 'en'
  })
}
