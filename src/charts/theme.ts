export type Theme = 'light' | 'dark'

/** Every colour, designed twice: [light, dark]. The page's custom properties have the same names (a test compares them). */
export const tokens = {
  canvas: ['#ffffff', '#0f1217'],
  sunken: ['#f7f8fa', '#0b0d11'],
  raised: ['#ffffff', '#171b22'],
  hover: ['#f4f6f9', '#151920'],
  ink: ['#10182b', '#e9edf3'],
  'ink-2': ['#465166', '#adb6c4'],
  'ink-3': ['#616c80', '#8b95a6'],
  line: ['#e4e8ee', '#222833'],
  'line-2': ['#cdd4de', '#39424f'],
  control: ['#838ea0', '#707b8d'],
  accent: ['#4148c9', '#9da4ff'],
  'accent-soft': ['#eef0ff', '#1e2244'],
  on: ['#0a7f79', '#2fb3a6'],
  'on-text': ['#0b6f6a', '#46c2b5'],
  risk: ['#be7500', '#f0b541'],
  'risk-text': ['#8a5200', '#f0b541'],
  off: ['#a82306', '#ee5f38'],
  'off-text': ['#a82306', '#ff855f'],
  other: ['#6b7689', '#8b95a6'],
  'band-off': ['#e1e6ed', '#2c3440'],
  'band-risk': ['#ecf0f4', '#222933'],
  'band-on': ['#f5f7f9', '#191e26'],
  bar: ['#46516a', '#b3bdcc'],
  tick: ['#10182b', '#f4f6fa'],
  compare: ['#7b879b', '#7f8b9e'],
  target: ['#616c80', '#8b95a6'],
  'fan-50': ['#b9bdf3', '#40468f'],
  'fan-80': ['#d3d6f9', '#2e3367'],
  'fan-95': ['#e8eafd', '#212547'],
  'fan-edge': ['#6067d0', '#7f86da'],
} as const satisfies Readonly<Record<string, readonly [string, string]>>

export type Token = keyof typeof tokens
