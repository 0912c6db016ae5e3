import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Browsing, inBrowser, until } from './browse.ts'
import { type PublishedShop, startPublishedShop } from './published-shop.ts'

type Work = Browsing<PublishedShop>

inBrowser('history that can be trusted', startPublishedShop, (work) => {
  testAsOf(work)
  testReadTo(work)
  testHistory(work)
  testClosing(work)
})

/** A row shows three significant digits. */
const value = (page: Page) => page.locator('.row .cell-value .digits').first()
const march = '/scorecards/shop-card?period=2026-03'

function testAsOf({ server, open }: Work): void {
  test('as published: chosen by keys, kept in the address, every number obeys, and one step back to now', async () => {
    const { page, said, close } = await open(march)
    expect(await value(page).textContent()).toBe('360')
    const button = page.locator('.pickers').getByRole('button', { name: /As of/ })
    await button.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'As of' })
    await dialog.waitFor()
    await until(page, "document.activeElement.name === 'day'")
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await until(page, "document.activeElement.classList.contains('picker-button')")
    await page.keyboard.press('Enter')
    const published = dialog.getByRole('button', { name: /2026-03 as published/ })
    await published.focus()
    await page.keyboard.press('Enter')
    await until(page, "document.querySelector('.row .cell-value .digits').textContent === '350'")
    expect(new URL(page.url()).searchParams.get('asOf')).toBe('published')
    expect(await page.locator('.known-then').textContent()).toContain('as they were published')
    await page.locator('.row-link').first().click()
    await page.locator('.panel .headline-value').waitFor()
    expect(await page.locator('.panel .headline-value').textContent()).toContain('350')
    await page.getByRole('link', { name: 'Back to now' }).click()
    await until(page, "document.querySelector('.row .cell-value .digits').textContent === '360'")
    expect(await page.locator('.known-then').count()).toBe(0)
    expect(said).toEqual([])
    await close()
  })

  test('an instant: the page is drawn as it was known then, without its script too', async () => {
    const at = server().closing.at
    for (const javaScriptEnabled of [true, false]) {
      const { page, close } = await open(`/kpis/revenue?period=2026-03&asOf=${at}`, { javaScriptEnabled })
      expect(await page.locator('.known-then').textContent()).toContain('You see what was known on')
      expect(await page.locator('.headline-value').textContent()).toContain('350')
      await close()
    }
  })

  test('what was not tracked then says so; what is worked out from the rows of now is not shown for then', async () => {
    const { page, said, close } = await open('/kpis/revenue?period=2026-03&asOf=2026-04-10T10:30')
    expect(await page.locator('.known-then').textContent()).toContain('10 Apr 2026, 10:30')
    expect(await page.locator('h1').textContent()).toContain('Nothing was recorded of March 2026 then')
    await page.getByRole('link', { name: 'What moved it' }).click()
    expect(await page.locator('.tab-panel').textContent()).toContain('not kept as it was then')
    expect(said).toEqual([])
    await close()
  })

  test('an instant that has not come is refused in words, with the way back', async () => {
    const { page, close } = await open(`${march}&asOf=2036-03-05`)
    expect(await page.locator('.notice').textContent()).toContain('Nobody knows yet')
    await page.getByRole('link', { name: 'Back to now' }).click()
    await page.locator('.row').first().waitFor()
    await close()
  })
}

function testReadTo({ open }: Work): void {
  test('a KPI opened from a page that reads to a day reads to it too, and says so, until one wants the newest', async () => {
    const { page, said, close } = await open(`${march}&through=2026-03-20`)
    const then = (await value(page).textContent()) ?? ''
    expect(then).not.toBe('360')
    await page.locator('.row-link').first().click()
    await page.locator('.panel .headline-value').waitFor()
    expect(await page.locator('.panel .headline-value').textContent()).toContain(then)
    await page.locator('.panel').getByRole('link', { name: 'Open' }).click()
    await page.locator('.known-then').waitFor()
    expect(await page.locator('.known-then').textContent()).toContain('Every number reads to 20 Mar 2026')
    expect(await page.locator('.headline-value').textContent()).toContain(then)
    await page.getByRole('link', { name: 'Explain' }).click()
    await page.locator('.tab-panel').getByText('Computed twice, the same both times').waitFor()
    expect(new URL(page.url()).searchParams.get('through')).toBe('2026-03-20')
    await page.getByRole('link', { name: 'Read to the newest data' }).click()
    await until(page, "document.querySelector('.headline-value').textContent.includes('360')")
    expect(said).toEqual([])
    await close()
  })
}

function testClosing({ server, open }: Work): void {
  test('a period is closed and reopened with a reason, a restatement accepted; each act is kept with who and why', async () => {
    const { page, said, close } = await open('/closing')
    const line = (label: string) => page.locator('.closing tbody tr', { hasText: label })
    expect(await line('May 2026').textContent()).toContain('Goes on')
    expect(await line('April 2026').textContent()).toContain('Ready')
    expect(await line('March 2026').textContent()).toContain('Closed by local')
    expect(await page.locator('h1').textContent()).toContain(
      'April 2026 can be closed. 2 restatements wait for a word.',
    )

    await line('April 2026').getByRole('button', { name: 'Close' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(/Why/).fill('the board met')
    await dialog.getByRole('button', { name: 'Close April 2026' }).click()
    await dialog.waitFor({ state: 'detached' })
    await until(page, "document.querySelector('.closing').textContent.includes('the board met')")

    await line('April 2026').getByRole('button', { name: 'Reopen' }).click()
    await dialog.getByRole('button', { name: 'Reopen' }).click()
    // Without a reason nothing is sent.
    expect(
      await dialog.getByLabel('Why').evaluate((input: { validity: { valid: boolean } }) => input.validity.valid),
    ).toBe(false)
    await dialog.getByLabel('Why').fill('a credit note is missing')
    await dialog.getByRole('button', { name: 'Reopen' }).click()
    await dialog.waitFor({ state: 'detached' })
    await until(page, "document.querySelector('.closing').textContent.includes('a credit note is missing')")

    const revenue = page.getByRole('table', { name: 'Restatements' }).locator('tbody tr', { hasText: 'Revenue' })
    expect(await revenue.textContent()).toMatch(/350\.05.*360\.04.*\+.*9\.99/)
    await revenue.getByRole('button', { name: 'Accept' }).click()
    await dialog.getByLabel('Why').fill('keyed in late')
    await dialog.getByRole('button', { name: 'Accept' }).click()
    await dialog.waitFor({ state: 'detached' })
    await until(page, "document.querySelector('h1').textContent.includes('1 restatement waits')")
    expect(await revenue.textContent()).toContain('keyed in late')
    expect(said).toEqual([])
    await close()
    const closings = (await (await fetch(`${server().url}/api/v1/closings`)).json()) as readonly { reason: string }[]
    expect(closings.map(({ reason }) => reason)).toEqual(['the board met', null])
  })

  test('a refusal of the server is shown in the form, and nothing is lost', async () => {
    const { page, close } = await open('/closing')
    await page.getByRole('table', { name: 'Restatements' }).getByRole('button', { name: 'Accept' }).first().click()
    await server().post('/api/v1/restatements', {
      kpi: 'order-value',
      period: '2026-03',
      scope: 'all',
      reason: 'elsewhere',
    })
    await server().post('/api/v1/closings/reopen', { period: '2026-03', reason: 'all of it' })
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Why').fill('mine')
    await dialog.getByRole('button', { name: 'Accept' }).click()
    await dialog.getByRole('alert').waitFor()
    expect(await dialog.getByRole('alert').textContent()).toContain('is what was published, or was never published')
    expect(await dialog.getByLabel('Why').inputValue()).toBe('mine')
    await close()
  })
}

function testHistory({ server, open }: Work): void {
  test('a change is told with what it was, what it became, why and by whose delivery; the document has its versions', async () => {
    const { page, said, close } = await open('/kpis/revenue?period=2026-03&tab=history')
    const table = page.getByRole('table', { name: 'Recorded changes of Revenue' })
    await table.waitFor()
    const line = table.locator('tbody tr')
    expect(await line.count()).toBe(1)
    expect(await line.textContent()).toMatch(
      /March 2026.*350\.05.*360\.04.*New data after it was final.*with orders-2 by local/,
    )
    const published = page.getByRole('table', { name: 'Restatements' }).locator('tbody tr')
    expect(await published.textContent()).toContain('9.99')
    await page.getByRole('link', { name: 'Versions' }).click()
    expect(await page.locator('.versions').textContent()).toContain('Version 1')
    expect(said).toEqual([])
    await close()
  })

  test('before the late order nothing had changed', async () => {
    const { page, close } = await open(`/kpis/revenue?period=2026-03&tab=history&asOf=${server().closing.at}`)
    await page.getByText('Nothing has changed since it was first recorded').waitFor()
    await close()
  })
}
