import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { makeRouter } from './router.tsx'

/** The whole app: the same tree on the server and in the browser. */
export function App(props: { client: QueryClient; router: ReturnType<typeof makeRouter> }): ReactNode {
  return (
    <QueryClientProvider client={props.client}>
      <RouterProvider router={props.router} />
    </QueryClientProvider>
  )
}
