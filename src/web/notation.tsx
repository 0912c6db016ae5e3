import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { fullNumber } from '../domain/number-format.ts'
import { dayLabel, instantLabel } from '../time/instant-label.ts'
import { workspaceQuery } from './api.ts'

/** How numbers and dates are written here. The words are English; figures follow the workspace's locale and zone. */
export interface Notation {
  readonly locale: string
  /** A day: `2 Apr 2026`, without its year where that is the year of `near`. */
  readonly day: (iso: string | null, near?: string) => string
  /** A whole number, its digits grouped. */
  readonly count: (value: number) => string
  /** A moment on the workspace's clocks: `3 Apr 2026, 09:40`. */
  readonly moment: (iso: string) => string
}

const Context = createContext<Notation>(notationOf('en', 'UTC'))

/** Gives every page below it the workspace's notation. */
export function NotationProvider({ children }: { children: ReactNode }): ReactNode {
  const workspace = useQuery(workspaceQuery).data
  const locale = workspace?.locale ?? 'en'
  const zone = workspace?.zone ?? 'UTC'
  const notation = useMemo(() => notationOf(locale, zone), [locale, zone])
  return <Context value={notation}>{children}</Context>
}

export const useNotation = (): Notation => useContext(Context)

function notationOf(locale: string, zone: string): Notation {
  return {
    locale,
    day: (iso, near) => dayLabel(iso, locale, near),
    count: (value) => fullNumber({ kind: 'count', symbol: '1' }, locale, value),
    moment: (iso) => instantLabel(iso, locale, zone),
  }
}
