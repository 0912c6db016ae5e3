import { type Theme, type Token, tokens } from './theme.ts'

/** A picture as plain data. Colours are token names, so the same tree serves page, print, mail and both themes. */
export interface Svg {
  readonly tag: 'svg' | 'g' | 'path' | 'circle' | 'rect' | 'line' | 'text' | 'tspan'
  readonly attrs: Attrs
  readonly children: readonly (Svg | string)[]
}

export interface Attrs {
  readonly [name: string]: string | number | undefined
  readonly fill?: Paint
  readonly stroke?: Paint
}

export type Paint = Token | 'none'

/** A chart is a picture, one sentence that says what it shows, and the same figures as a table. */
export interface Chart {
  readonly svg: Svg
  readonly sentence: string
  readonly table: ChartTable
}

export interface ChartTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** One element; numbers are kept to a hundredth of a pixel. */
export function el(tag: Svg['tag'], attrs: Attrs, ...children: readonly (Svg | string)[]): Svg {
  return { tag, attrs, children }
}

/** The root element of a picture `width` × `height` CSS pixels in size. */
export function root(width: number, height: number, ...children: readonly Svg[]): Svg {
  return { tag: 'svg', attrs: { viewBox: `0 0 ${width} ${height}`, width, height }, children }
}

/** A path through points: `M x y L x y …`, two decimals. */
export function through(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('')
}

/** A hundredth of a pixel is the finest that is ever written. */
export function round(value: number): number {
  return Math.round(value * 100) / 100
}

/** SVG text for documents, mail and snapshots; `css` writes the tokens as custom properties of the page. */
export function toText(svg: Svg, theme: Theme | 'css', label?: string): string {
  return write(svg, theme, label, true)
}

/** How a token is written for a theme. */
export function paintText(paint: string, theme: Theme | 'css'): string {
  if (!isToken(paint)) return paint
  return theme === 'css' ? `var(--${paint})` : tokens[paint][theme === 'light' ? 0 : 1]
}

function isToken(paint: string): paint is Token {
  return paint in tokens
}

function write(node: Svg, theme: Theme | 'css', label: string | undefined, outermost: boolean): string {
  const attrs = Object.entries(node.attrs)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${kebab(name)}="${attributeText(name, value, theme)}"`)
  if (outermost) {
    attrs.unshift(' xmlns="http://www.w3.org/2000/svg"')
    attrs.push(' font-family="Inter, Arial, sans-serif"')
    if (label !== undefined) attrs.push(` role="img" aria-label="${escapeText(label)}"`)
  }
  const children = node.children.map((child) =>
    typeof child === 'string' ? escapeText(child) : write(child, theme, undefined, false),
  )
  const inner = children.join(outermost ? '\n' : '')
  const body = outermost && inner !== '' ? `\n${inner}\n` : inner
  return body === '' ? `<${node.tag}${attrs.join('')}/>` : `<${node.tag}${attrs.join('')}>${body}</${node.tag}>`
}

function attributeText(name: string, value: string | number | undefined, theme: Theme | 'css'): string {
  if (typeof value === 'number') return String(round(value))
  const text = value ?? ''
  return escapeText(name === 'fill' || name === 'stroke' ? paintText(text, theme) : text)
}

function kebab(name: string): string {
  return name === 'viewBox' ? name : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}
