import { floatAt } from '../../statistics/at.ts'
import type { Random } from '../../statistics/random.ts'
import type { Fitted, Method } from '../fitted.ts'
import { residualDraw } from '../residuals.ts'
import { type EtsFit, firstGuess, fitEts } from './fit.ts'
import { candidateForms, nameOf, parameterCount } from './form.ts'
import { projectEts } from './run.ts'

/** Forms that get less than this share are left out. */
const smallestShare = 0.001
/** Forms whose AICc is worse than the best by this are tried no further: their odds are e^-15. */
const hopeless = 30

interface Share {
  readonly fit: EtsFit
  readonly weight: number
}

/**
 * Exponential smoothing averaged over its forms by Akaike weights exp(-ΔAICc / 2) (Burnham and Anderson 2002; Kolassa
 * 2011 shows it to forecast better than the single best form). Named after the form of most weight.
 */
export const averagedEts =
  (period: number): Method =>
  ({ values, positive }) => {
    const forms = candidateForms(positive, period > 1 && values.length >= 2 * period)
    const quick = forms.flatMap((form) => fitEts(form, period, values, firstGuess(form, period, values)) ?? [])
    return average(
      hopeful(quick).flatMap(({ form }) => fitEts(form, period, values) ?? []),
      period,
    )
  }

/** Refits the forms that had a chance, each from its own parameters. */
const refit =
  (near: readonly EtsFit[], period: number): Method =>
  ({ values }) =>
    average(
      hopeful(near).flatMap((fit) => fitEts(fit.form, period, values, fit) ?? []),
      period,
    )

function hopeful(fits: readonly EtsFit[]): EtsFit[] {
  const least = Math.min(...fits.map((fit) => fit.aicc))
  return fits.filter((fit) => fit.aicc <= least + hopeless)
}

/** The forms fitted, averaged by their Akaike weights; null without any. */
export function average(fits: readonly EtsFit[], period: number): Fitted | null {
  const shares = akaikeShares(fits)
  const [leader] = shares
  if (leader === undefined) return null
  const draws = shares.map(({ fit }) => drawOf(fit, period))
  return {
    name: nameOf(leader.fit.form),
    points: (horizon) => averagePoints(shares, horizon),
    draw: (random, path) => pick(shares, draws, random)(random, path),
    refit: refit(fits, period),
  }
}

/** Most weight first. */
function akaikeShares(fits: readonly EtsFit[]): Share[] {
  const least = Math.min(...fits.map((fit) => fit.aicc))
  const raw = fits.map((fit) => ({ fit, weight: Math.exp((least - fit.aicc) / 2) }))
  const kept = raw.filter(({ weight }) => weight >= smallestShare).sort((a, b) => b.weight - a.weight)
  const total = kept.reduce((sum, { weight }) => sum + weight, 0)
  return kept.map(({ fit, weight }) => ({ fit, weight: weight / total }))
}

function averagePoints(shares: readonly Share[], horizon: number): Float64Array {
  const mean = new Float64Array(horizon)
  for (const { fit, weight } of shares) {
    const points = projectEts(fit.form, fit.weights.phi, fit.run.end, horizon)
    for (let h = 0; h < horizon; h++) mean[h] = floatAt(mean, h) + weight * floatAt(points, h)
  }
  return mean
}

function pick<T>(shares: readonly Share[], choices: readonly T[], random: Random): T {
  let rest = random.uniform()
  let index = 0
  while (index + 1 < shares.length && (rest -= shares[index]?.weight ?? 0) > 0) index++
  return choices[index] as T
}

/** One possible future of a form: the recursion fed with errors as they were. */
function drawOf(fit: EtsFit, period: number): Fitted['draw'] {
  const { form, weights, run } = fit
  const { alpha, beta, gamma, phi } = weights
  const error = residualDraw(run.errors, parameterCount(form, period) - 1)
  const season = new Float64Array(run.end.season.length)
  const times = form.season === 'M'
  return (random, path) => {
    let { level, slope } = run.end
    season.set(run.end.season)
    for (let h = 0, k = 0; h < path.length; h++, k = k + 1 === season.length ? 0 : k + 1) {
      const trend = level + phi * slope
      const seasonal = season.length === 0 ? 0 : floatAt(season, k)
      const forecast = times ? trend * seasonal : trend + seasonal
      const drawn = error(random)
      const size = form.error === 'M' ? drawn * forecast : drawn
      const pull = times ? size / seasonal : size
      level = trend + alpha * pull
      slope = phi * slope + beta * pull
      if (season.length > 0) season[k] = seasonal + (times ? (gamma * size) / trend : gamma * size)
      path[h] = forecast + size
    }
  }
}
