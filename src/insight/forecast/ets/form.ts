/** Form of the error (additive, multiplicative), the trend (none, additive, damped) and the season (none, additive, multiplicative). */
export interface EtsForm {
  readonly error: 'A' | 'M'
  readonly trend: 'N' | 'A' | 'Ad'
  readonly season: 'N' | 'A' | 'M'
}

/** `ETS(M,Ad,M)`, as Hyndman et al. (2008) write it. */
export const nameOf = (form: EtsForm): string => `ETS(${form.error},${form.trend},${form.season})`

/** How many parameters a form estimates: smoothing parameters, initial states and the variance of the error. */
export function parameterCount(form: EtsForm, period: number): number {
  const trend = form.trend === 'N' ? 0 : form.trend === 'A' ? 2 : 3
  return 3 + trend + (form.season === 'N' ? 0 : period)
}

/**
 * The forms that automatic selection compares: additive and damped trends; multiplicative errors and seasons only for
 * positive series, and a multiplicative season only with a multiplicative error, as its variance is infinite otherwise
 * (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 8.6).
 */
export function candidateForms(positive: boolean, seasonal: boolean): EtsForm[] {
  const forms: EtsForm[] = []
  for (const error of positive ? (['A', 'M'] as const) : (['A'] as const)) {
    for (const season of seasonal ? (['N', 'A', 'M'] as const) : (['N'] as const)) {
      if (season === 'M' && error === 'A') continue
      for (const trend of ['N', 'A', 'Ad'] as const) forms.push({ error, trend, season })
    }
  }
  return forms
}
