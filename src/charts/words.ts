import type { Absence, Status } from '../domain/answer.ts'

/** What the charts say: the words of the states and the sentences of the pictures. */
export const words = {
  /** The words of the states: one table for page, print and speech. */
  states: {
    'on-track': 'On track',
    'at-risk': 'At risk',
    'off-track': 'Off track',
    ahead: 'Ahead',
    'no-target': 'No target',
    'no-data': 'No data',
    late: 'Late',
    failed: 'Failed',
    'not-due': 'Not due',
    'not-applicable': 'N/A',
    undefined: 'No base',
    hidden: 'Hidden',
  } satisfies Record<Status | Absence | 'ahead', string>,
  columns: {
    period: 'Period',
    value: 'Value',
    target: 'Target',
    gap: 'Gap',
    against: 'Against target',
    status: 'Status',
  },
  nothingToCompare: (state: string) => `${state}, nothing to compare`,
  noTarget: 'No target to compare with',
  insideBand: 'Inside the target band',
  outsideBand: (share: string) => `${share} outside the target band`,
  atZero: 'At its target of zero',
  awayFromZero: 'Away from its target of zero',
  atTarget: 'At target',
  behind: (share: string) => `${share} behind target`,
  ahead: (share: string) => `${share} ahead of target`,
  noValues: 'No values in these periods',
  onlyValue: (value: string, period: string) => `${value} in ${period}, the only value`,
  moved: (way: 'up' | 'down' | 'same', to: string, at: string, from: string, since: string) =>
    `${{ up: 'up to', down: 'down to', same: 'unchanged at' }[way]} ${to} in ${at} from ${from} in ${since}`,
  withoutValue: (missing: number, all: number) => `${missing} of ${all} without a value`,
  /** Without a number where it changes from period to period. */
  target: (text: string) => `Target ${text}`.trim(),
  targetMoved: (raised: boolean, text: string) => `Target ${raised ? 'raised' : 'lowered'} to ${text}`,
  soFar: (name: string) => `${name} so far`,
  withTarget: (text: string) => `target ${text}`,
  between: (low: string, high: string, from: string, to: string) => `Between ${low} and ${high} from ${from} to ${to}`,
  met: (met: number, judged: number) => `${met} of ${judged} finished periods met their target`,
}
