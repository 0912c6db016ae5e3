import { type Rule, someOf } from './rule.ts'

export const fourOfFive: Rule = {
  id: 'four-of-five',
  title: 'Four of five beyond one sigma',
  help: 'At least four of five successive values beyond one sigma on the same side (Western Electric).',
  ...someOf(4, 5, 1),
}
