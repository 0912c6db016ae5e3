import { QueryClient } from '@tanstack/react-query'
import { createRoot, hydrateRoot } from 'react-dom/client'
import { ApiFailure } from './api.ts'
import { App } from './app.tsx'
import { followEvents } from './live.ts'
import { type PageData, seed } from './page-data.ts'
import { makeRouter } from './router.tsx'
import './styles/index.css'

const client = new QueryClient({
  defaultOptions: { queries: { staleTime: 30_000, retry: onceUnlessRefused, refetchOnWindowFocus: 'always' } },
})
const router = makeRouter({ client, drawing: false })
const carried = document.getElementById('bellwether-data')?.textContent
const drawn = document.getElementById('root')

if (carried) {
  // Written by our own server from the same type.
  const data = JSON.parse(carried) as PageData
  seed(client, location.pathname + location.search, data)
}
// The router must know its page before the first render, else the drawn page blinks empty.
await router.load()
if (drawn && carried) hydrateRoot(drawn, <App client={client} router={router} />)
else createRoot(drawn ?? rootElement()).render(<App client={client} router={router} />)
followEvents(client)

function rootElement(): HTMLElement {
  const element = document.createElement('div')
  element.id = 'root'
  document.body.prepend(element)
  return element
}

/** What the server refuses it refuses again: a reader should see why at once. */
function onceUnlessRefused(failures: number, error: unknown): boolean {
  const refused = error instanceof ApiFailure && error.status >= 400 && error.status < 500
  return failures < 1 && !refused
}
