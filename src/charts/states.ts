import type { Absence, Answer, Status } from '../domain/answer.ts'
import { el, root, type Svg } from './svg.ts'
import type { Token } from './theme.ts'
import { words } from './words.ts'

/** What a reader sees of an assessment: the closed table of states, `ahead` being on track with a flag. */
export type Shown = Status | Absence | 'ahead'

export interface StateLook {
  /** The shape's colour, and the word's. On track is quiet: a coloured shape beside grey text. */
  readonly shape: Token
  readonly text: Token
  /** Off track and at risk: only these colour the gap, the bar and the last point. */
  readonly exception: boolean
  readonly parts: readonly Svg[]
}

const hollow = el('circle', { cx: 7, cy: 7, r: 4.75, fill: 'none', stroke: 'other', strokeWidth: 1.5 })
const stroke = { fill: 'none', stroke: 'other', strokeWidth: 1.5, strokeLinecap: 'round' } as const

/** Shape, word and colour of every state, in a box of 14 × 14: nobody needs the colour to read it. */
export const states: Readonly<Record<Shown, StateLook>> = {
  'on-track': look('on', 'ink-2', el('circle', { cx: 7, cy: 7, r: 4.5, fill: 'on' })),
  'at-risk': look('risk', 'risk-text', el('path', { d: 'M7 1.7L12.7 11.9H1.3Z', fill: 'risk' })),
  'off-track': look('off', 'off-text', el('path', { d: 'M7 0.9L13.1 7L7 13.1L0.9 7Z', fill: 'off' })),
  ahead: look(
    'on',
    'ink-2',
    el('circle', { cx: 7, cy: 7, r: 5.5, fill: 'none', stroke: 'on', strokeWidth: 1.5 }),
    el('path', {
      d: 'M7 9.8V4.6M4.7 6.7L7 4.4L9.3 6.7',
      fill: 'none',
      stroke: 'on',
      strokeWidth: 1.5,
      strokeLinecap: 'round',
      strokeLinejoin: 'round',
    }),
  ),
  'no-target': look(
    'other',
    'ink-3',
    el('rect', { x: 2.75, y: 2.75, width: 8.5, height: 8.5, rx: 1, fill: 'none', stroke: 'other', strokeWidth: 1.5 }),
  ),
  'no-data': look('other', 'ink-3', hollow),
  late: look(
    'other',
    'ink-3',
    el('circle', { cx: 7, cy: 7, r: 5.25, fill: 'none', stroke: 'other', strokeWidth: 1.5 }),
    el('path', { d: 'M7 4.2V7.2L9 8.4', ...stroke }),
  ),
  failed: look(
    'other',
    'ink-3',
    el('path', { d: 'M8.9 2.65A4.75 4.75 0 0 1 8.9 11.35M5.1 11.35A4.75 4.75 0 0 1 5.1 2.65', ...stroke }),
  ),
  'not-due': look('other', 'ink-3', el('circle', { cx: 7, cy: 7, r: 4.75, ...stroke, strokeDasharray: '0.1 2.89' })),
  'not-applicable': look('other', 'ink-3', el('path', { d: 'M3 7H11', ...stroke })),
  undefined: look(
    'other',
    'ink-3',
    el('path', { d: 'M3 7H11', ...stroke }),
    el('circle', { cx: 7, cy: 3.4, r: 1.2, fill: 'other' }),
    el('circle', { cx: 7, cy: 10.6, r: 1.2, fill: 'other' }),
  ),
  hidden: look(
    'other',
    'ink-3',
    el('rect', { x: 2.75, y: 6.25, width: 8.5, height: 6, rx: 1, fill: 'none', stroke: 'other', strokeWidth: 1.5 }),
    el('path', { d: 'M4.75 6V4.2A2.25 2.25 0 0 1 9.25 4.2V6', ...stroke }),
  ),
}

/** The state a reader sees for an answer. */
export function shownState(answer: Pick<Answer, 'status' | 'flags'>): Shown {
  return answer.status === 'on-track' && answer.flags.includes('ahead') ? 'ahead' : answer.status
}

/** The 14 × 14 picture of a state. */
export function statusShape(state: Shown): Svg {
  return root(14, 14, ...states[state].parts)
}

/** The word of a state. */
export function stateWord(state: Shown): string {
  return words.states[state]
}

function look(shape: Token, text: Token, ...parts: readonly Svg[]): StateLook {
  return { shape, text, exception: shape === 'risk' || shape === 'off', parts }
}
