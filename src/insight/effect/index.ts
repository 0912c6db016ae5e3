/** Effects: what a KPI did after an action, against a forecast of what it would have done without. */
export { type Effect, type EffectOptions, type Estimate, effectOf, type Verdict } from './effect.ts'
