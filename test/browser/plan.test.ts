import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Browsing, inBrowser, until } from './browse.ts'
import { type PublishedShop, startPublishedShop } from './published-shop.ts'

const revenueOf = 'id: revenue\nname: Revenue'

type Work = Browsing<PublishedShop>

inBrowser('changes of definitions', startPublishedShop, (work) => {
  testProposals(work)
  testRestating(work)
})

/** Proposes the workspace's document with a change in it. */
function proposeIn({ folder }: PublishedShop, change: (text: string) => string): void {
  mkdirSync(join(folder, '.proposed'), { recursive: true })
  const text = readFileSync(join(folder, 'workspace.yaml'), 'utf8')
  writeFileSync(join(folder, '.proposed/workspace.yaml'), change(text))
}

function testProposals({ server, open }: Work): void {
  test('without a proposal the page says how one is made', async () => {
    const { page, said, close } = await open('/plan')
    expect(await page.locator('h1').textContent()).toContain('No change is proposed.')
    expect(await page.locator('.page').textContent()).toContain('.proposed')
    expect(said).toEqual([])
    await close()
  })

  test('a proposal that cannot be used is shown with its place, and cannot be applied', async () => {
    proposeIn(server(), (text) => text.replace('formula: sum(amount) }', 'formula: sum(amont) }'))
    const { page, close } = await open('/plan')
    expect(await page.locator('h1').textContent()).toContain('cannot be used')
    expect(await page.locator('.plan-issues').textContent()).toMatch(/workspace\.yaml:\d+.*amont/)
    expect(await page.getByRole('button', { name: 'Apply' }).count()).toBe(0)
    await close()
  })

  test('a proposal is shown number by number, applied on the revision it was planned on, and cleared away', async () => {
    proposeIn(server(), (text) => {
      const [before = '', after = ''] = text.split(revenueOf)
      return `${before}${revenueOf}${after.replace('sum(amount)', "sum(amount) where region = 'north'")}`
    })
    const { page, said, close } = await open('/plan')
    expect(await page.locator('h1').textContent()).toContain('would change 3 numbers of 1 KPI')
    expect(await page.locator('.plan-documents').first().textContent()).toContain('changed kpi revenue')
    const march = page.getByRole('table', { name: 'What would change' }).locator('tbody tr', { hasText: 'March 2026' })
    expect(await march.textContent()).toMatch(/360\.04.*160\.04.*\u2212200/)
    expect(await page.locator('.page').textContent()).toContain('Seen on Shop')
    await page.getByRole('button', { name: 'Apply' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(/Why/).fill('north only')
    await dialog.getByRole('button', { name: 'Apply' }).click()
    await dialog.waitFor({ state: 'detached' })
    await until(page, "document.querySelector('h1').textContent.includes('No change is proposed')")
    expect(existsSync(join(server().folder, '.proposed'))).toBe(false)
    expect(readFileSync(join(server().folder, 'workspace.yaml'), 'utf8')).toContain("where region = 'north'")
    expect(said).toEqual([])
    await close()
  })

  test('a proposal that was planned on other definitions is not applied', async () => {
    proposeIn(server(), (text) => text.replace('name: Order value', 'name: Basket'))
    const { page, close } = await open('/plan')
    await page.getByRole('button', { name: 'Apply' }).click()
    await expect(server().post('/api/v1/proposal', { base: '0000000000000000' })).rejects.toThrow(
      'The proposal was made on the definitions',
    )
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Not yet' }).click()
    expect(existsSync(join(server().folder, '.proposed/workspace.yaml'))).toBe(true)
    await close()
  })
}

function testRestating({ server, open }: Work): void {
  test('restating a history is planned, approved with a reason, and taken back', async () => {
    const { page, said, close } = await open('/plan')
    await page.getByRole('link', { name: 'Restate Gross with its newest formula' }).click()
    await until(page, "document.querySelector('h1').textContent.includes('Restating Gross')")
    const march = page.getByRole('table', { name: 'What would change' }).locator('tbody tr', { hasText: 'March 2026' })
    expect(await march.textContent()).toMatch(/360\.04.*720\.08.*\+360\.04/)
    await page.getByRole('button', { name: 'Restate history' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Why').fill('the board of 4 May')
    await dialog.getByRole('button', { name: 'Restate history' }).click()
    await dialog.waitFor({ state: 'detached' })
    const back = page.getByRole('link', { name: 'Take the restatement of Gross back' })
    await back.click()
    await until(page, "document.querySelector('h1').textContent.includes('Taking the restatement of Gross back')")
    await page.getByRole('button', { name: 'Take back' }).click()
    await dialog.getByLabel('Why').fill('not yet')
    await dialog.getByRole('button', { name: 'Take back' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(readFileSync(join(server().folder, 'workspace.yaml'), 'utf8')).toContain('from: 2026-04-01')
    expect(said).toEqual([])
    await close()
  })
}
