import { type Rule, someOf } from './rule.ts'

export const threeOfFour: Rule = {
  id: 'three-of-four',
  title: 'Three of four nearer a limit',
  help: 'At least three of four successive values nearer the same limit than the centre (Wheeler).',
  ...someOf(3, 4, 1.5),
}
