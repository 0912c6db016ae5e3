import type { DriversView, EffectFigure } from '../domain/drivers-view.ts'
import { type NumberStyle, numberStyle, signedDigits, toNumber } from '../domain/number-format.ts'

/** How a bridge and a tree write: values and effects with the digits that shown effects have. */
export function effectStyle(view: Pick<DriversView, 'unit' | 'from' | 'to' | 'decimals'>, locale: string): NumberStyle {
  const style = numberStyle(view.unit, locale, toNumber(view.to), toNumber(view.from))
  return { ...style, decimals: Math.max(0, view.decimals + Math.round(Math.log10(style.divisor))) }
}

/** An effect as it is shown: rounded with all the others, so that what a reader adds up is right. */
export const effectText = (style: NumberStyle, { shown }: Pick<EffectFigure, 'shown'>): string =>
  signedDigits(style, Number(shown))

/** Whether an effect is unwelcome; where neither way is better none is. */
export const isBad = (effect: number, good: DriversView['good']): boolean =>
  good === 'between' ? false : good === 'up' ? effect < 0 : effect > 0
