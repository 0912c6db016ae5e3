import { type Rule, someOf } from './rule.ts'

export const twoOfThree: Rule = {
  id: 'two-of-three',
  title: 'Two of three beyond two sigma',
  help: 'At least two of three successive values beyond two sigma on the same side (Western Electric).',
  ...someOf(2, 3, 2),
}
