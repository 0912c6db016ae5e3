import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { connectors } from '../src/connectors/index.ts'
import type { AlertSpan, RecordedAlert } from '../src/domain/alert.ts'
import { headOf, joinIncidents, relatedAlerts } from '../src/domain/alert-groups.ts'
import { falseAlarmsOf } from '../src/domain/alert-policy.ts'
import { checkWorkspace } from '../src/domain/definition/build.ts'

const unit = (id: string, level: string, rest: string) => `kind: unit\nid: ${id}\nname: ${id}\nlevel: ${level}\n${rest}`
const kpi = (id: string, calculation: string, rest = '') =>
  `kind: kpi\nid: ${id}\nname: ${id}\npurpose: Why?\ncategory: financial\ncalculation: ${calculation}\nmeasured-in: "1"\ngood: up\ncadence: month\n${rest}`
const formula = (text: string) => `{ type: formula, formula: "${text}" }`
const manual = '{ type: manual }'
const documents = [
  'kind: workspace\nid: w\nname: W\nzone: UTC\nfalse-alarms: 0.05\n',
  unit('acme', 'organisation', ''),
  unit('north', 'division', 'parent: acme\n'),
  unit('south', 'division', 'parent: acme\n'),
  unit('oslo', 'department', 'parent: north\n'),
  kpi('visits', manual),
  kpi('orders', manual, 'false-alarms: 0.2\n'),
  kpi('conversion', formula('[orders] / [visits]')),
  kpi('index', formula('[conversion] * 100')),
  kpi('absence', manual),
  'kind: objective\nid: grow\nname: Grow\nperspective: financial\n',
  'kind: scorecard\nid: card\nname: Card\nfalse-alarms: 0\ngroups: [{ objective: grow, kpis: [visits, orders] }]\n',
].join('---\n')
const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const { catalog: made, issues } = checkWorkspace([{ file: 'a.yaml', text: documents }], { connectors, hash })
if (made === null) throw new Error(JSON.stringify(issues))
const catalog = made

const alert = (kpiId: string, scope: string, month = 3): AlertSpan => ({
  kpi: kpiId,
  scope,
  sinceStart: `2026-0${month}-01`,
  start: `2026-0${month}-01`,
  end: `2026-0${month + 1}-01`,
})
const incidents = (alerts: readonly AlertSpan[], known: readonly RecordedAlert[] = []) =>
  joinIncidents(alerts, known, relatedAlerts(catalog)).map(({ joins }) => joins)

test('one cause gives one incident: parts and what is made of them, units and what stands above them', () => {
  const one = [
    alert('orders', 'unit:oslo'),
    alert('orders', 'unit:north'),
    alert('index', 'unit:north'),
    alert('orders', ''),
  ]
  expect(incidents(one)).toEqual([{ first: 0 }, { first: 0 }, { first: 0 }, { first: 0 }])
  // Units beside each other belong together only through what stands above them both.
  const beside = [alert('orders', 'unit:north'), alert('orders', 'unit:south')]
  expect(incidents(beside)).toEqual([{ first: 0 }, { first: 1 }])
  expect(incidents([...beside, alert('orders', 'unit:acme')])).toEqual([{ first: 0 }, { first: 0 }, { first: 0 }])
})

test('what has nothing to do with it, or lies elsewhere in time, is an incident of its own', () => {
  const apart = [alert('orders', ''), alert('absence', ''), alert('visits', ''), alert('orders', '', 5)]
  expect(incidents(apart)).toEqual([{ first: 0 }, { first: 1 }, { first: 2 }, { first: 3 }])
})

test('later alerts join the incident that is on record', () => {
  const recorded = { ...alert('orders', 'unit:north'), id: 7, incident: 4 } as RecordedAlert
  expect(incidents([alert('index', ''), alert('absence', '')], [recorded])).toEqual([{ incident: 4 }, { first: 1 }])
})

test('the alert that speaks is the one that no other explains, or what several parts make', () => {
  const head = (first: AlertSpan, ...more: AlertSpan[]) => {
    const { kpi: id, scope } = headOf(catalog, [first, ...more])
    return `${id} ${scope}`
  }
  expect(head(alert('orders', ''), alert('orders', 'unit:north'), alert('index', ''))).toBe('orders unit:north')
  expect(head(alert('orders', 'unit:north'), alert('orders', 'unit:south'), alert('orders', ''))).toBe('orders ')
  expect(head(alert('conversion', ''), alert('visits', ''), alert('orders', ''))).toBe('conversion ')
})

test('how many false alarms a KPI may give: its own word, its scorecard’s, the workspace’s', () => {
  const rate = (id: string) => {
    const found = catalog.kpis.get(id)
    return found && falseAlarmsOf(catalog, found)
  }
  expect(['orders', 'visits', 'absence'].map(rate)).toEqual([0.2, 0, 0.05])
})
