import { issueEntry, issueMaker } from '../../domain/issue.ts'

const warning = 'warning' as const

/** Why a series is forecast by a simple model only, or with a reservation. A refusal is no mistake: it is a warning. */
export const forecastIssues = {
  'forecast/no-values': issueEntry<object>({
    severity: warning,
    title: 'Nothing to forecast from',
    says: () => 'There is no value yet, so there is no forecast.',
    hint: () => 'A forecast needs at least 8 periods with values.',
    example: {},
  }),
  'forecast/too-short': issueEntry<{ values: number; needed: number }>({
    severity: warning,
    title: 'Too few values for a forecast',
    says: (p) =>
      `There ${p.values === 1 ? 'is 1 value' : `are ${p.values} values`}; a forecast needs ${p.needed}. The last value is carried on.`,
    hint: (p) => `After ${p.needed - p.values} more ${p.needed - p.values === 1 ? 'period' : 'periods'} there is one.`,
    example: { values: 5, needed: 8 },
  }),
  'forecast/constant': issueEntry<{ values: number }>({
    severity: warning,
    title: 'A series that never changes',
    says: (p) =>
      `All ${p.values} values are the same, so nothing is known of how this KPI varies. The value is carried on.`,
    hint: () => 'Check that the data are loaded afresh, and that the calculation is the right one.',
    example: { values: 24 },
  }),
  'forecast/intermittent': issueEntry<{ zeros: number; values: number }>({
    severity: warning,
    title: 'A series that is mostly zero',
    says: (p) =>
      `${p.zeros} of ${p.values} values are zero: when the next one comes cannot be foreseen. The forecast is the mean of the past.`,
    hint: () => 'Use a longer period, such as month for week, so that most periods have a value.',
    example: { zeros: 14, values: 30 },
  }),
  'forecast/gaps': issueEntry<{ missing: number; periods: number; longest: number }>({
    severity: warning,
    title: 'Too many periods without a value',
    says: (p) =>
      `${p.missing} of ${p.periods} periods have no value (up to ${p.longest} in a row). The last values are carried on.`,
    hint: () => 'Load the missing periods. If the business is closed then, say so in its calendar of working days.',
    example: { missing: 9, periods: 36, longest: 6 },
  }),
  'forecast/gaps-filled': issueEntry<{ missing: number; periods: number }>({
    severity: warning,
    title: 'Periods without a value were bridged',
    says: (p) =>
      `${p.missing} of ${p.periods} periods have no value; for the forecast they were bridged from their neighbours.`,
    hint: () => 'Load the missing periods to make the forecast surer.',
    example: { missing: 2, periods: 36 },
  }),
  'forecast/season-unseen': issueEntry<{ season: number; values: number }>({
    severity: warning,
    title: 'Too little history to see a season',
    says: (p) =>
      `A season of ${p.season} periods shows after ${2 * p.season + 1}; there are ${p.values}. None is assumed.`,
    hint: () => 'Load earlier periods if there are any.',
    example: { season: 12, values: 18 },
  }),
  'forecast/barely-tested': issueEntry<{ tested: number; horizon: number }>({
    severity: warning,
    title: 'A forecast further ahead than could be tested',
    says: (p) =>
      `It looks ${p.horizon} periods ahead, but only the last ${p.tested} could be used to test it. Its ranges are wider for that.`,
    hint: () => 'Trust the first periods more than the last.',
    example: { tested: 7, horizon: 12 },
  }),
}

export const forecastIssue = issueMaker(forecastIssues)
