import { type Rule, runOf } from './rule.ts'

export const runOf8: Rule = {
  id: 'run-of-8',
  title: 'Run of 8',
  help: 'Eight successive values on one side of the centre (Wheeler); a value on the centre breaks the run.',
  ...runOf(8),
}

export const runOf7: Rule = {
  id: 'run-of-7',
  title: 'Run of 7',
  help: 'Seven successive values on one side of the centre (NHS England, Making Data Count).',
  ...runOf(7),
}

export const runOf9: Rule = {
  id: 'run-of-9',
  title: 'Run of 9',
  help: 'Nine successive values on one side of the centre (Nelson 1984, test 2).',
  ...runOf(9),
}
