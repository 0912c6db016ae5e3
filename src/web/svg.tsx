import { createElement, memo, type ReactNode } from 'react'
import { paintText, type Svg } from '../charts/svg.ts'

/** A chart's tree as elements. With a label it is one picture to a screen reader, without one it is decoration. */
export const Picture = memo(function Picture(props: { svg: Svg; label?: string; className?: string }): ReactNode {
  const { svg, label, className } = props
  const spoken: Record<string, string> = label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': 'true' }
  return createElement('svg', { ...attributes(svg), className, ...spoken }, ...svg.children.map(draw))
})

function draw(node: Svg | string, key: number): ReactNode {
  return typeof node === 'string'
    ? node
    : createElement(node.tag, { key, ...attributes(node) }, ...node.children.map(draw))
}

function attributes(node: Svg): Record<string, string | number | undefined> {
  const found: Record<string, string | number | undefined> = {}
  for (const [name, value] of Object.entries(node.attrs))
    found[name] = typeof value === 'string' && (name === 'fill' || name === 'stroke') ? paintText(value, 'css') : value
  return found
}
