import { env } from 'node:process'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { ensureBuilt } from './built.ts'
import { findChromium, launch } from './chromium.ts'

const place = findChromium(env.CHROMIUM)

/** What a group of browser tests works with. */
export interface Browsing<Server> {
  readonly server: () => Server
  /** A page of its own, in a window of the width asked for; everything that its console says goes into `said`. */
  readonly open: (path: string, options?: BrowserContextOptions & { width?: number }) => Promise<Watched>
}

export interface Watched {
  readonly page: Page
  /** Errors and warnings of the page's console, exceptions, refused requests of its own. */
  readonly said: string[]
  readonly close: () => Promise<void>
}

/** Tests in a real browser over a server of their own; skipped, with a word that says so, where there is no Chromium. */
export function inBrowser<Server extends { readonly url: string; readonly close: () => Promise<unknown> }>(
  name: string,
  start: () => Promise<Server>,
  tests: (browsing: Browsing<Server>) => void,
): void {
  const title = place === null ? `${name} (skipped: no Chromium was found; set CHROMIUM to its path)` : name
  describe.skipIf(place === null)(title, () => {
    let browser: Browser
    let server: Server
    beforeAll(async () => {
      await ensureBuilt()
      server = await start()
      browser = await launch(place ?? '')
    }, 240_000)
    afterAll(async () => {
      await browser?.close()
      await server?.close()
    })
    tests({ server: () => server, open: (path, options = {}) => openPage(browser, server.url + path, options) })
  })
}

async function openPage(
  browser: Browser,
  address: string,
  { width = 1440, ...options }: BrowserContextOptions & { width?: number },
): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width, height: width < 600 ? 780 : 1000 }, ...options })
  const page = await context.newPage()
  const said: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') said.push(message.text())
  })
  page.on('pageerror', (error) => said.push(error.message))
  await page.goto(address)
  if (options.javaScriptEnabled !== false) await settle(page)
  return { page, said, close: () => context.close() }
}

/** Waits until the script has taken a page over. */
export const live = (page: Page): Promise<void> => page.locator('html[data-live]').waitFor({ state: 'attached' })

/** Waits until an expression holds in a page. Playwright's own way would need a policy that lets text become code. */
export async function until(page: Page, expression: string): Promise<void> {
  await expect.poll(() => page.evaluate(expression), { timeout: 10_000 }).toBe(true)
}

/** Waits until a page stands: drawn, taken over by the script, its fonts there. */
export async function settle(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor()
  await live(page)
  await page.evaluate('document.fonts.ready.then(() => undefined)')
}
