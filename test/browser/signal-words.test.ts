import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writePlant } from '../support/plant.ts'
import { bellwether, serveFolder } from '../support/program.ts'
import { inBrowser } from './browse.ts'

async function startPlant() {
  const folder = mkdtempSync(join(tmpdir(), 'bellwether-plant-'))
  writePlant(folder)
  const loaded = await bellwether(['load', folder])
  if (loaded.code !== 0) throw new Error(loaded.err)
  const served = await serveFolder(folder)
  const close = async () => {
    await served.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { url: served.url, close }
}

const signals = '/kpis/output?period=2026-06&tab=signals'

inBrowser('words on signals', startPlant, ({ open }) => {
  test.each([1440, 360])(
    'a signal is dismissed, limits are set anew and taken back, by keys, at %i px',
    async (width) => {
      const { page, said, close } = await open(signals, { width })
      const list = page.locator('.told li')
      const outlier = list.filter({ hasText: 'May 2024' }).first()
      await outlier.getByRole('button', { name: /^Dismiss/ }).press('Enter')
      await outlier.getByLabel('Reason').fill(`a trial run at ${width}`)
      await page.keyboard.press('Enter')
      await page.getByText(`Dismissed by local: a trial run at ${width}`).first().waitFor()
      await page.getByRole('button', { name: 'Set new limits', exact: false }).first().press('Enter')
      const form = page.getByRole('form', { name: 'Set new limits' })
      await form.getByLabel('Reason').fill('a second line')
      await form.getByRole('button', { name: 'Set new limits' }).press('Enter')
      const word = list.filter({ hasText: 'New limits from', hasNotText: 'Taken back' }).first()
      await word.waitFor()
      expect(await page.locator('figure svg').last().textContent()).toContain('New limits')
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
      // Everything is taken back, so that the next reader finds what this one found.
      for (const text of ['New limits from', 'Dismissed, May 2024']) {
        const one = list.filter({ hasText: text }).first()
        await one.getByRole('button', { name: /^Take back/ }).press('Enter')
        await one.getByLabel('Reason').fill('it was a mistake')
        await page.keyboard.press('Enter')
        await one.getByText('Taken back by local: it was a mistake').waitFor()
      }
      expect(said).toEqual([])
      await close()
    },
  )

  test('what the data speak against is told where it is asked for', async () => {
    const { page, close } = await open(signals)
    await page.getByRole('button', { name: 'Set new limits' }).first().press('Enter')
    const form = page.getByRole('form', { name: 'Set new limits' })
    await form.getByLabel('From').selectOption('2023-03')
    await form.getByLabel('Reason').fill('a hunch')
    await form.getByRole('button', { name: 'Set new limits' }).press('Enter')
    await form.getByRole('alert').getByText('The data speak against new limits').waitFor()
    await close()
  })

  test('as of an instant they stand as they stood, and nothing can be said of them any more', async () => {
    const { page, said, close } = await open(`${signals}&asOf=2020-01-01`)
    await page.getByText('It cannot be told yet').waitFor()
    expect(await page.getByRole('button', { name: /^(Dismiss|Set new limits|Take back)/ }).count()).toBe(0)
    expect(said).toEqual([])
    await close()
  })
})
