import { issueEntry, issueMaker } from './issue.ts'
import { didYouMean } from './nearest.ts'

const unknown = (kind: string, title: string, example: { id: string; near: readonly string[] }) =>
  issueEntry<{ id: string; near: readonly string[] }>({
    title,
    says: (p) => `There is no ${kind} called "${p.id}".`,
    hint: (p) => didYouMean(p.near, `The documents of kind ${kind.toLowerCase()} name them.`),
    example,
  })

/** Every mistake that a question can have: the source of the reference page of question issues. */
export const askIssues = {
  'ask/unknown-kpi': unknown('KPI', 'No such KPI', { id: 'revenu', near: ['revenue'] }),
  'ask/unknown-scorecard': unknown('scorecard', 'No such scorecard', { id: 'compny', near: ['company'] }),
  'ask/unknown-unit': unknown('unit', 'No such unit', { id: 'nort', near: ['north'] }),
  'ask/unknown-calendar': unknown('calendar', 'No such calendar', { id: 'fiskal', near: ['fiscal'] }),
  'ask/unknown-version': issueEntry<{ version: string; near: readonly string[]; known: readonly string[] }>({
    title: 'No such version of targets',
    says: (p) => `No target is of the version "${p.version}".`,
    hint: (p) =>
      didYouMean(p.near, p.known.length === 0 ? 'There are no targets yet.' : `There are: ${p.known.join(', ')}.`),
    example: { version: 'forcast', near: ['forecast'], known: ['budget', 'forecast'] },
  }),
  'ask/unknown-baseline': issueEntry<{ name: string; near: readonly string[]; names: readonly string[] }>({
    title: 'Nothing to compare with',
    says: (p) => `"${p.name}" is nothing that values can be compared with.`,
    hint: (p) => didYouMean(p.near, `There are: ${p.names.join(', ')}.`),
    example: {
      name: 'pior',
      near: ['prior'],
      names: ['prior', 'year', 'year-date', 'year-weekday', 'restated', 'average:3', 'budget'],
    },
  }),
  'ask/currency': issueEntry<{ found: string }>({
    title: 'No such currency',
    says: (p) => `"${p.found}" is not a currency.`,
    hint: () => 'Write a code such as CHF, or own for the currency of the unit that is asked about.',
    example: { found: 'francs' },
  }),
  'ask/no-own-currency': issueEntry<{ unit: string }>({
    title: 'A unit without a currency of its own',
    says: (p) => `Neither "${p.unit}" nor a unit above it says which currency it reports in.`,
    hint: () => 'Give the unit currency: CHF, or ask in that currency by its code.',
    example: { unit: 'north' },
  }),
  'ask/unknown-rates': issueEntry<{ name: string; near: readonly string[]; tables: readonly string[] }>({
    title: 'No such rates',
    says: (p) => `"${p.name}" is no table of rates.`,
    hint: (p) =>
      didYouMean(
        p.near,
        p.tables.length === 0 ? 'No dataset has rates.' : `There are: constant, ${p.tables.join(', ')}.`,
      ),
    example: { name: 'budgt', near: ['budget'], tables: ['fx', 'budget'] },
  }),
  'ask/cannot-convert': issueEntry<{ kpi: string }>({
    title: 'A KPI that cannot be had in another currency or at other rates',
    says: (p) => `"${p.kpi}" cannot be had in another currency or at other rates than its own.`,
    hint: () => 'Its values may be typed in, or no table of rates may be named for it.',
    example: { kpi: 'backlog' },
  }),
  'ask/money-as-of': issueEntry<object>({
    title: 'No other currency as of an instant',
    says: () => 'What was known at an instant is only what was recorded then, and that is in the currency of each KPI.',
    hint: () => 'Ask for it as it is known now, or in the KPI’s own currency and at its own rates.',
    example: {},
  }),
  'ask/compare-as-of': issueEntry<Record<string, never>>({
    title: 'No comparison as of an instant',
    says: () => 'What was known at an instant is only what was recorded then, and comparisons are not recorded.',
    hint: () => 'Ask for the earlier periods themselves as of that instant.',
    example: {},
  }),
  'ask/unknown-dimension': issueEntry<{ name: string; near: readonly string[] }>({
    title: 'No such dimension',
    says: (p) => `No dataset has a dimension called "${p.name}".`,
    hint: (p) => didYouMean(p.near, 'The dimensions: of the dataset documents name them.'),
    example: { name: 'regoin', near: ['region'] },
  }),
  'ask/unknown-member': issueEntry<{ dimension: string; member: string; near: readonly string[] }>({
    title: 'No such member',
    says: (p) => `No row has the ${p.dimension} "${p.member}".`,
    hint: (p) => didYouMean(p.near, 'Members are written as the data writes them, capitals included.'),
    example: { dimension: 'region', member: 'nort', near: ['north'] },
  }),
  'ask/unknown-grain': issueEntry<{ name: string; near: readonly string[]; grains: readonly string[] }>({
    title: 'No such grain',
    says: (p) => `"${p.name}" is no grain.`,
    hint: (p) => didYouMean(p.near, `Grains are ${p.grains.join(', ')}.`),
    example: {
      name: 'months',
      near: ['month'],
      grains: ['minute', 'hour', 'day', 'week', 'month', 'quarter', 'year', 'total'],
    },
  }),
  'ask/no-kpi': issueEntry<object>({
    title: 'A question about nothing',
    says: () => 'No KPI was named.',
    hint: () => 'Name KPIs by their ids, or say all.',
    example: {},
  }),
  'ask/period': issueEntry<{ text: string; calendar: string; examples: readonly string[] }>({
    title: 'Not a period',
    says: (p) => `"${p.text}" is no period of the calendar ${p.calendar}.`,
    hint: (p) => `Write it like ${p.examples.join(', ')}.`,
    example: { text: '2026-13', calendar: 'gregorian', examples: ['2026-03-09', '2026-W11', '2026-03', '2026'] },
  }),
  'ask/period-grain': issueEntry<{ text: string; is: string; grain: string; example: string }>({
    title: 'A period of another grain',
    says: (p) => `"${p.text}" is a ${p.is}, and the question is about ${p.grain}s.`,
    hint: (p) => `Name a ${p.grain}, such as ${p.example}, or ask by ${p.is}.`,
    example: { text: '2026-03-09', is: 'day', grain: 'month', example: '2026-03' },
  }),
  'ask/period-calendars': issueEntry<{ from: string; to: string }>({
    title: 'Periods of two calendars',
    says: (p) => `The question begins in the calendar ${p.from} and ends in the calendar ${p.to}.`,
    hint: () => 'Name both periods in one calendar.',
    example: { from: 'gregorian', to: 'fiscal' },
  }),
  'ask/period-order': issueEntry<{ from: string; to: string }>({
    title: 'A question that ends before it begins',
    says: (p) => `${p.from} comes after ${p.to}.`,
    hint: () => 'The first period goes into from, the last one into to; both are included.',
    example: { from: '2026-05', to: '2026-03' },
  }),
  'ask/too-many-periods': issueEntry<{ periods: number; most: number; grain: string }>({
    title: 'Too many periods',
    says: (p) => `The question asks for ${p.periods} ${p.grain}s of each KPI; at most ${p.most} are answered at once.`,
    hint: () => 'Ask for a shorter time or a coarser grain.',
    example: { periods: 40_000, most: 5000, grain: 'day' },
  }),
  'ask/as-of': issueEntry<{ text: string }>({
    title: 'Not an instant',
    says: (p) => `"${p.text}" is neither a day nor an instant.`,
    hint: () =>
      'Write a day such as 2026-03-05 (its end is meant), an instant such as 2026-03-05T09:30 (on the workspace’s clocks) or 2026-03-05T09:30Z, or published for closed periods as they were published.',
    example: { text: '5 March' },
  }),
  'ask/as-of-future': issueEntry<{ text: string; now: string }>({
    title: 'An instant that has not come',
    says: (p) => `Nobody knows yet what will be known on ${p.text}.`,
    hint: (p) => `Name an instant until now (${p.now}).`,
    example: { text: '2036-03-05', now: '2026-03-05T09:30:00.000Z' },
  }),
  'ask/through': issueEntry<{ text: string }>({
    title: 'Not a day to read to',
    says: (p) => `"${p.text}" says no day that values read to.`,
    hint: () => 'Write a day such as 2026-03-31, common for the earliest day that every KPI has, or latest.',
    example: { text: 'end of March' },
  }),
  'ask/through-beyond': issueEntry<{ day: string; common: string; kpis: readonly string[]; source: string }>({
    title: 'A day that not every KPI has',
    says: (p) =>
      `Not every KPI has data to ${p.day}: ${p.kpis.join(', ')} ${p.kpis.length === 1 ? 'ends' : 'end'} on ${p.common}, where ${p.source} does.`,
    hint: (p) => `Choose ${p.common} or earlier, or load ${p.source} first.`,
    example: { day: '2026-03-31', common: '2026-02-27', kpis: ['Satisfaction'], source: 'surveys' },
  }),
  'ask/through-as-of': issueEntry<{ through: string; asOf: string }>({
    title: 'Two times at once',
    says: (p) =>
      `What was known on ${p.asOf} was recorded as it was then; it cannot be read again to ${p.through === 'common' ? 'a common day' : p.through}.`,
    hint: () => 'Ask for one of the two.',
    example: { through: 'common', asOf: '2026-03-05' },
  }),
  'ask/through-total': issueEntry<{ through: string }>({
    title: 'All time has no last day',
    says: (p) => `All time is not read to ${p.through === 'common' ? 'a common day' : p.through}.`,
    hint: () => 'Ask by day, week, month, quarter or year.',
    example: { through: 'common' },
  }),
  'ask/scope': issueEntry<{ text: string }>({
    title: 'Not a scope',
    says: (p) => `"${p.text}" is no scope.`,
    hint: () => 'Write it like unit:north/region=east|west; all is everything.',
    example: { text: 'north' },
  }),
  'ask/where': issueEntry<{ text: string }>({
    title: 'Not a condition',
    says: (p) => `"${p.text}" is no condition on a dimension.`,
    hint: () => 'Write it like region=north, or region=north|south for several.',
    example: { text: 'north' },
  }),
  'ask/no-course': issueEntry<{ grain: string }>({
    title: 'No course over time',
    says: (p) => `At the grain ${p.grain} there is no course over time to judge.`,
    hint: () => 'Ask by day, week, month, quarter or year.',
    example: { grain: 'total' },
  }),
  'ask/no-earlier-period': issueEntry<{ period: string; compare: string }>({
    title: 'No earlier period to compare with',
    says: (p) => `There is no ${p.compare === 'year' ? 'such period a year before' : 'period before'} ${p.period}.`,
    hint: () => 'Name another period, or compare with prior, year or budget.',
    example: { period: '2024-02-29', compare: 'year' },
  }),
  'ask/volume-by': issueEntry<{ kpi: string; can: readonly string[] }>({
    title: 'Quantities of no items',
    says: (p) => `Prices and volumes are told item by item, but no dimension says what an item of "${p.kpi}" is.`,
    hint: (p) => (p.can.length === 0 ? 'Its datasets share no dimension.' : `Name one with by: ${p.can.join(', ')}.`),
    example: { kpi: 'items-sold', can: ['product_category', 'region'] },
  }),
  'ask/cannot-split': issueEntry<{ kpi: string; name: string; can: readonly string[] }>({
    title: 'A KPI that cannot be split so',
    says: (p) => `"${p.kpi}" cannot be split by ${p.name}: not every dataset it reads has that dimension.`,
    hint: (p) => (p.can.length === 0 ? 'Its datasets share no dimension.' : `It can be split by ${p.can.join(', ')}.`),
    example: { kpi: 'revenue-per-head', name: 'channel', can: ['region'] },
  }),
  'ask/crossing': issueEntry<{ text: string; can: readonly string[] }>({
    title: 'No crossing of two dimensions',
    says: (p) => `"${p.text}" is no crossing of two different dimensions of rows.`,
    hint: (p) =>
      p.can.length < 2 ? 'Fewer than two dimensions can be crossed.' : `Write it like ${p.can.slice(0, 2).join('/')}.`,
    example: { text: 'region/product/shop', can: ['region', 'product'] },
  }),
  'ask/wide-crossing': issueEntry<{ text: string; most: number }>({
    title: 'A crossing of too many cells',
    says: (p) => `"${p.text}" has more than ${p.most} cells.`,
    hint: () => 'Cross dimensions of fewer members, or split by one of them inside a member of the other (--scope).',
    example: { text: 'customer/product', most: 2000 },
  }),
}

/** Makes one issue of a question: its code and the parameters of its words. */
export const askIssue = issueMaker(askIssues)
