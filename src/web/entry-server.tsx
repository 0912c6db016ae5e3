import { QueryClient } from '@tanstack/react-query'
import { createMemoryHistory } from '@tanstack/react-router'
import { renderToString } from 'react-dom/server'
import { App } from './app.tsx'
import { firstView, type PageData, seed, titleOf } from './page-data.ts'
import { makeRouter } from './router.tsx'

export { themeScript } from './theme-script.ts'
export type { PageData }

/**
 * Draws a page on the server. `path` is the address with its search part. `html` stands in the place of
 * `<!--bellwether:page-->` in dist/web/index.html and `head` of `<!--bellwether:head-->`; the client takes the page over.
 */
export async function renderPage(page: { path: string; data: PageData }): Promise<{ html: string; head: string }> {
  const client = new QueryClient({
    defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, gcTime: Number.POSITIVE_INFINITY } },
  })
  const data = firstView(page.path, page.data)
  seed(client, page.path, data)
  const router = makeRouter({ client, drawing: true }, createMemoryHistory({ initialEntries: [page.path] }))
  await router.load()
  const markup = renderToString(<App client={client} router={router} />)
  const carried = JSON.stringify(data).replace(/</g, '\\u003c')
  const title = titleOf(data).replace(/&/g, '&amp;').replace(/</g, '&lt;')
  return {
    html: `<div id="root">${markup}</div>\n<script type="application/json" id="bellwether-data">${carried}</script>`,
    head: `<title>${title}</title>`,
  }
}
