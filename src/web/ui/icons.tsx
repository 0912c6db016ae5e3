import type { ReactNode } from 'react'

const paths = {
  bell: 'M9 1.6c-2.9 0-4.8 2.1-4.8 5.1v3L2.8 12.3c-.3.6.1 1.2.7 1.2h11c.6 0 1-.6.7-1.2l-1.4-2.6v-3c0-3-1.9-5.1-4.8-5.1ZM7.3 14.9a1.8 1.8 0 0 0 3.4 0Z',
  scorecards: 'M2.5 4.5h13M2.5 9h13M2.5 13.5h8',
  kpis: 'M2 13l4.5-5 3 2.8L16 4.2M11.8 4H16v4.2',
  data: 'M3 4.5C3 3.4 5.7 2.5 9 2.5s6 .9 6 2-2.7 2-6 2-6-.9-6-2Zm0 0v9c0 1.1 2.7 2 6 2s6-.9 6-2v-9M3 9c0 1.1 2.7 2 6 2s6-.9 6-2',
  closing: 'M4.5 8h9v7h-9ZM6.2 8V5.6a2.8 2.8 0 0 1 5.6 0V8M9 10.7v1.6',
  plan: 'M3 5h5M3 9h5M3 13h5M11 6.5l2.5-2.5 2.5 2.5M13.5 4v10',
  search: 'M8 13.5A5.5 5.5 0 1 0 8 2.5a5.5 5.5 0 0 0 0 11ZM12 12l3.8 3.8',
  chevron: 'M5 7l4 4 4-4',
  up: 'M5 11l4-4 4 4',
  theme:
    'M9 12.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM9 1.8v1.4M9 14.8v1.4M1.8 9h1.4M14.8 9h1.4M3.9 3.9l1 1M13.1 13.1l1 1M3.9 14.1l1-1M13.1 4.9l1-1',
  density: 'M2.5 4h13M2.5 7.3h13M2.5 10.7h13M2.5 14h13',
  close: 'M4 4l10 10M14 4L4 14',
  copy: 'M6.5 6.5h8v8h-8zM3.5 11.5v-8h8',
  check: 'M3.5 9.5l3.5 3.5 7.5-8',
  arrow: 'M3 9h11M10 5l4 4-4 4',
} as const

export type IconName = keyof typeof paths

/** A line icon of 18 × 18; always beside a word or inside a named button. */
export function Icon(props: { name: IconName }): ReactNode {
  const solid = props.name === 'bell'
  return (
    <svg className="icon" viewBox="0 0 18 18" width="18" height="18" aria-hidden="true">
      <path
        d={paths[props.name]}
        fill={solid ? 'currentColor' : 'none'}
        stroke={solid ? 'none' : 'currentColor'}
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
