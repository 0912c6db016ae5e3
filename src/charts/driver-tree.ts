import type { DriverNode, DriversView } from '../domain/drivers-view.ts'
import { numberStyle, toNumber, withUnit } from '../domain/number-format.ts'
import { nameOfBase } from './bridge.ts'
import { effectStyle, effectText, isBad } from './effect-style.ts'
import { type Chart, el, root, type Svg } from './svg.ts'
import { words } from './words.ts'

export interface DriverTreeInput {
  readonly view: DriversView
  readonly tree: DriverNode
  readonly locale: string
  readonly width: number
}

/** A node where it stands: its left upper corner, and how much room it has. */
interface Placed {
  readonly node: DriverNode
  readonly x: number
  readonly y: number
  readonly parent: Placed | null
}

const nodeHeight = 62
const gap = 40
const font = 12.5

/**
 * What a formula's value is made of, and how much each part moved it: the KPI at the left, its drivers to the right; on a narrow
 * screen one below the other, indented. Effects of the drivers of one KPI add up to its own.
 */
export function driverTree({ view, tree, locale, width }: DriverTreeInput): Chart {
  const depth = depthOf(tree)
  const aside = width >= 220 * depth
  const column = aside ? (width - gap * (depth - 1)) / depth : width
  const placed = aside ? besides(tree, 0, 0, column + gap, null).placed : indented(tree)
  const style = effectStyle(view, locale)
  const largest = Math.max(...placed.map(({ node }) => Math.abs(Number(node.effect))), Number.MIN_VALUE)
  const parts = placed.flatMap((place) => {
    const room = aside ? column : width - place.x
    return [...linkParts(place, aside, column), ...nodeParts(place, { view, locale, style, room, largest })]
  })
  const height = Math.max(...placed.map(({ y }) => y)) + nodeHeight
  return {
    svg: root(width, height, el('g', { fontSize: font }, ...parts)),
    sentence: `${view.sentence.lead} ${sentenceOf(tree, style)}`,
    table: tableOf(view, tree, style, locale),
  }
}

const depthOf = ({ below }: DriverNode): number => 1 + Math.max(0, ...below.map(depthOf))

/** Leaves one below the other, each KPI in the middle of its drivers. */
function besides(
  node: DriverNode,
  level: number,
  top: number,
  step: number,
  parent: Placed | null,
): { readonly placed: readonly Placed[]; readonly height: number } {
  const height = Math.max(1, leavesOf(node)) * nodeHeight
  const own: Placed = { node, x: level * step, y: top + (height - nodeHeight) / 2, parent }
  const placed: Placed[] = [own]
  let y = top
  for (const child of node.below) {
    const found = besides(child, level + 1, y, step, own)
    placed.push(...found.placed)
    y += found.height
  }
  return { placed, height }
}

const leavesOf = ({ below }: DriverNode): number =>
  below.length === 0 ? 1 : below.reduce((all, child) => all + leavesOf(child), 0)

function indented(tree: DriverNode): readonly Placed[] {
  const placed: Placed[] = []
  const place = (node: DriverNode, level: number, parent: Placed | null): void => {
    const own: Placed = { node, x: level * 18, y: placed.length * nodeHeight, parent }
    placed.push(own)
    for (const child of node.below) place(child, level + 1, own)
  }
  place(tree, 0, null)
  return placed
}

/** A thin line from a KPI to its driver: a curve to the side, an elbow downwards. */
function linkParts({ x, y, parent }: Placed, aside: boolean, column: number): readonly Svg[] {
  if (parent === null) return []
  const [startY, endY] = [parent.y + 24, y + 24]
  const middle = parent.x + column + gap / 2
  const d = aside
    ? `M${parent.x + column + 6} ${startY}C${middle} ${startY} ${middle} ${endY} ${x - 8} ${endY}`
    : `M${parent.x + 5} ${parent.y + 56}V${y + 13}H${x - 4}`
  return [el('path', { d, fill: 'none', stroke: 'line-2', strokeWidth: 1.25 })]
}

interface Look {
  readonly view: DriversView
  readonly locale: string
  readonly style: ReturnType<typeof effectStyle>
  readonly room: number
  /** The largest effect of any node: bars are as long as they are large beside it. */
  readonly largest: number
}

function nodeParts({ node, x, y, parent }: Placed, { view, locale, style, room, largest }: Look): readonly Svg[] {
  const effect = Number(node.effect)
  const bad = isBad(effect, view.good)
  const text = effectText(style, node) + (parent === null && style.gapUnit !== '' ? ` ${style.gapUnit}` : '')
  const most = Math.floor((room - text.length * 7.6 - 16) / 7.4)
  const name = node.name.length > most ? `${node.name.slice(0, Math.max(4, most - 1))}…` : node.name
  const length = (Math.abs(effect) / largest) * room
  return [
    el('text', { x, y: y + 17, fill: 'ink', fontWeight: parent === null ? 600 : 500, fontSize: 13 }, name),
    el('text', { x: x + room, y: y + 17, textAnchor: 'end', fill: bad ? 'off-text' : 'ink', fontWeight: 500 }, text),
    el('text', { x, y: y + 34, fill: 'ink-3' }, movedText(node, locale)),
    el('rect', { x, y: y + 42, width: room, height: 1, fill: 'line' }),
    el('rect', { x, y: y + 41, width: Math.max(length, 1), height: 3, fill: bad ? 'off' : 'bar' }),
  ]
}

/** `78.7 k € → 72.6 k €`, each KPI in its own unit. */
function movedText(node: DriverNode, locale: string): string {
  const [from, to] = [toNumber(node.from), toNumber(node.to)]
  const own = numberStyle(node.unit, locale, to, from)
  const write = (value: number | null) => (value === null ? '–' : withUnit(own, value))
  return `${write(from)} → ${write(to)}`
}

function sentenceOf(tree: DriverNode, style: ReturnType<typeof effectStyle>): string {
  const unit = style.gapUnit === '' ? '' : ` ${style.gapUnit}`
  const texts = [...tree.below]
    .sort((a, b) => Math.abs(Number(b.effect)) - Math.abs(Number(a.effect)))
    .map((node) => `${node.name} ${effectText(style, node)}${unit}`)
  return `${words.drivers.formula}: ${texts.join(', ')}.`
}

function tableOf(
  view: DriversView,
  tree: DriverNode,
  style: ReturnType<typeof effectStyle>,
  locale: string,
): Chart['table'] {
  const { drivers } = words
  const write = (node: DriverNode, amount: string | number | null) => {
    const number = toNumber(amount)
    return number === null
      ? ''
      : withUnit(numberStyle(node.unit, locale, toNumber(node.to), toNumber(node.from)), number)
  }
  const rows = (node: DriverNode, depth: number): string[][] => [
    [`${'\u2003'.repeat(depth)}${node.name}`, write(node, node.from), write(node, node.to), effectText(style, node)],
    ...node.below.flatMap((child) => rows(child, depth + 1)),
  ]
  return {
    columns: [
      drivers.driver,
      nameOfBase(view),
      view.period.label,
      style.gapUnit === '' ? drivers.effect : `${drivers.effect}, ${style.gapUnit}`,
    ],
    rows: rows(tree, 0),
  }
}
