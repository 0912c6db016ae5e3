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
    week: 'Week',
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
  newFormula: 'New formula',
  newFormulaFrom: (period: string) => `a new formula from ${period} on`,
  soFar: (name: string) => `${name} so far`,
  withTarget: (text: string) => `target ${text}`,
  between: (low: string, high: string, from: string, to: string) => `Between ${low} and ${high} from ${from} to ${to}`,
  met: (met: number, judged: number) => `${met} of ${judged} finished periods met their target`,
  /** Promises through the days of a period. */
  pace: {
    due: (text: string) => `${text} due`,
    came: (text: string) => `${text} came`,
    until: 'By',
    promised: 'Promised',
  },
  /** Control charts. */
  signals: {
    upper: 'Upper limit',
    centre: 'Centre',
    lower: 'Lower limit',
    signal: 'Signal',
    outOf: 'Out of',
    newLimits: 'New limits',
    dismissed: (title: string) => `${title} (dismissed)`,
    alert: 'Alert',
    rules: {
      'beyond-limits': 'Beyond limit',
      'run-of-8': '8 in a row',
      'three-of-four': '3 of 4',
    } as Readonly<Record<string, string>>,
  },
  /** Fan charts. */
  forecast: {
    expected: 'Expected',
    actual: 'Actual',
    odds: 'Odds',
    range: (percent: number) => `${percent} %`,
    upTo: (percent: number, value: string) => `${percent} % up to ${value}`,
    from: (percent: number, value: string) => `${percent} % from ${value}`,
    learntUntil: (period: string) => `Known until ${period}`,
    oddsOf: { below: 'below', about: 'about', above: 'above' } as const,
    bands: 'Bands: 50, 80 and 95 %',
    between: (lower: string, upper: string) => `${lower} to ${upper}`,
  },
  effect: {
    since: (day: string) => `Since ${day}`,
    addedUp: 'Added up',
    onAverage: 'On average',
  },
  /** Calendars of days or hours. */
  calendar: {
    median: 'Median',
    hour: 'Hour',
    shown: (by: 'week' | 'day', shown: number, all: number) => `The last ${shown} of ${all} ${by}s`,
    weekOf: (day: string) => `Week of ${day}`,
    upTo: (value: string) => `≤ ${value}`,
    from: (value: string) => `≥ ${value}`,
    on: (value: string, day: string) => `${value} on ${day}`,
    extremes: (highest: string, lowest: string) => `Highest: ${highest}; lowest: ${lowest}`,
    usual: (
      by: 'week' | 'day',
      high: readonly [name: string, value: string],
      low: readonly [name: string, value: string],
    ) => {
      const kind = by === 'week' ? 'Usually highest on' : 'Usually highest at'
      const other = by === 'week' ? 'lowest on' : 'lowest at'
      return `${kind} ${high[0]} (median ${high[1]}), ${other} ${low[0]} (${low[1]})`
    },
  },
  /** Bridges and driver trees. */
  drivers: {
    rate: 'Rate',
    mix: 'Mix',
    effect: 'Effect',
    driver: 'Driver',
    whole: 'All',
    expected: 'Expected',
    isNew: 'new',
    isGone: 'gone',
    rest: 'The rest',
    /** Forecasts of members do not add up to that of the whole, and small members have none. */
    notForetold: 'Not foretold apart',
    small: (count: number) => `${count} small ones`,
    others: (count: number) => `${count} others`,
    by: (dimension: string) => `By ${dimension.replaceAll('/', ' × ').replace(/[._-]/g, ' ')}`,
    formula: 'By its formula',
  },
}
