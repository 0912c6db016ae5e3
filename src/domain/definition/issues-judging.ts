import { issueEntry } from '../issue.ts'

/** What can be wrong with how a KPI is judged: its status rules and its score. */
export const judgingIssues = {
  'chart/no-ratio': issueEntry<{ chart: string }>({
    title: 'A chart of counts for what is no ratio',
    says: (p) =>
      `A ${p.chart} chart needs a numerator and a denominator, and this KPI is not calculated as one over the other.`,
    hint: () => 'Leave chart out, write chart: xmr, or calculate the KPI as a ratio.',
    example: { chart: 'p' },
  }),
  'status/direction': issueEntry<{ rule: string; good: string; status: string }>({
    title: 'A status rule against the direction',
    says: (p) => `"${p.rule}" for ${p.status} does not fit a KPI with good: ${p.good}.`,
    hint: (p) => {
      if (p.good === 'between')
        return 'Use "inside" (the band comes from the target), "inside 20 .. 30", "inside 95% .. 105% of target", or a value such as "< 10".'
      const [better, worse] = p.good === 'up' ? ['>=', '<'] : ['<=', '>']
      return p.status === 'off-track'
        ? `Write what is bad: a low attainment ("< 80%") or a value ("${worse} 4").`
        : `Attainment is better when higher (">= 95%"); values compare with ${better}; "inside" is for good: between.`
    },
    example: { rule: '<= 4', good: 'up', status: 'on-track' },
  }),
  'status/range': issueEntry<{ rule: string }>({
    title: 'A range upside down',
    says: (p) => `In "${p.rule}" the first number is greater than the second.`,
    hint: () => 'Exchange them.',
    example: { rule: 'inside 30 .. 20' },
  }),
  'status/order': issueEntry<{ earlier: string; later: string; status: string }>({
    title: 'A status rule that an earlier one covers',
    says: (p) =>
      `Whatever fulfils "${p.later}" fulfils "${p.earlier}" before it, so nothing is ever ${p.status} by it.`,
    hint: () => 'Make the later rule the easier one, or exchange them: the first that holds decides.',
    example: { earlier: '>= 95%', later: '>= 100%', status: 'at-risk' },
  }),
  'status/two-targets': issueEntry<{ rule: string }>({
    title: 'Rules for two kinds of target',
    says: (p) => `"${p.rule}" needs a target that is one amount, another rule here one that is a band.`,
    hint: () => 'Use either "inside" with widths, or ranges "of target".',
    example: { rule: 'inside 95% .. 105% of target' },
  }),
  'status/margin': issueEntry<{ margin: string; wants: string }>({
    title: 'A margin that does not suit the rules',
    says: (p) => `A margin of ${p.margin} does not suit the status rules here.`,
    hint: (p) => `Write ${p.wants}, more than 0.`,
    example: { margin: '2', wants: 'points of attainment, such as 2%' },
  }),
  'score/fit': issueEntry<{ good: string }>({
    title: 'A score that does not suit the direction',
    says: (p) =>
      p.good === 'between'
        ? 'With good: between a score has a tolerance and no points.'
        : `With good: ${p.good} a score has points and no tolerance.`,
    hint: (p) =>
      p.good === 'between'
        ? 'Write "tolerance:" and how far outside the band the score has fallen to 0.'
        : 'Write "worst:" and, where wanted, threshold, target and stretch.',
    example: { good: 'between' },
  }),
  'score/tolerance': issueEntry<{ tolerance: string }>({
    title: 'A tolerance of nothing',
    says: (p) => `A tolerance must be more than 0, not ${p.tolerance}.`,
    hint: () => 'Write how far outside the band the score has fallen to 0.',
    example: { tolerance: '0' },
  }),
  'score/no-band': issueEntry<object>({
    title: 'A tolerance without a band',
    says: () => 'The status rules here are ranges of attainment, so there is no band to fall from.',
    hint: () => 'Use "inside" with a target of low and high, or "inside 20 .. 30"; or remove the score.',
    example: {},
  }),
  'score/mixed': issueEntry<{ text: string }>({
    title: 'Points of attainment and of the value together',
    says: (p) => `"${p.text}" stands among points of the other kind: some are percentages, some are values.`,
    hint: () => 'Write all of them as attainment ("90%") or all as values.',
    example: { text: '100' },
  }),
  'score/order': issueEntry<{ name: string; before: string; up: boolean }>({
    title: 'Points of a score out of order',
    says: (p) => `${p.name} must be ${p.up ? 'more' : 'less'} than ${p.before}.`,
    hint: () => 'From worst to best: worst, threshold, target, stretch.',
    example: { name: 'target', before: 'worst', up: true },
  }),
}
