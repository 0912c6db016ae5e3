import { type ReactNode, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Line } from './order.ts'

const BLOCK = 6
/** The server and the first render draw these blocks: enough for any first screen. */
const FIRST = 4
export const FIRST_LINES = FIRST * BLOCK
const OVERSCAN = 900

interface Block {
  readonly start: number
  readonly lines: readonly Line[]
  /** Rows and groups above it: heights are known, so its place is a sum. */
  readonly rowsAbove: number
  readonly groupsAbove: number
}

/** Many lines in blocks of six, absolutely placed; the state changes only when a block's edge is crossed. */
export function WindowedLines(props: {
  lines: readonly Line[]
  draw: (line: Line, index: number) => ReactNode
  /** Index of a line that stays mounted wherever one looks; -1 for none. */
  keep: number
}): ReactNode {
  const { lines, draw } = props
  const box = useRef<HTMLDivElement>(null)
  const blocks = blocksOf(lines)
  const [[from, until], setSpan] = useState<readonly [number, number]>([0, FIRST])
  const printing = usePrinting()
  const [focused, setFocused] = useState<number | null>(null)

  useEffect(() => {
    const measure = () => {
      if (!box.current) return
      const next = spanIn(box.current, blocks)
      setSpan((span) => (span[0] === next[0] && span[1] === next[1] ? span : next))
    }
    measure()
    window.addEventListener('scroll', measure, { passive: true })
    window.addEventListener('resize', measure)
    return () => {
      window.removeEventListener('scroll', measure)
      window.removeEventListener('resize', measure)
    }
  }, [blocks])

  const rows = lines.filter((line) => line.kind === 'row').length
  const height = `calc(${rows} * var(--row) * 1rem + ${lines.length - rows} * var(--group) * 1rem)`
  const kept = Math.floor(props.keep / BLOCK)
  const shown = blocks.filter(
    (_, index) => printing || (index >= from && index < until) || index === focused || index === kept,
  )
  return (
    <div
      role="presentation"
      className={printing ? 'windowed printing' : 'windowed'}
      ref={box}
      style={{ height }}
      onFocus={(event) => setFocused(blockAt(event.target))}
      onBlur={() => setFocused(null)}
    >
      {shown.map((block) => (
        <div
          role="presentation"
          className="block"
          key={block.start}
          data-block={block.start / BLOCK}
          style={{ top: `calc(${block.rowsAbove} * var(--row) * 1rem + ${block.groupsAbove} * var(--group) * 1rem)` }}
        >
          {block.lines.map((line, index) => draw(line, block.start + index))}
        </div>
      ))}
    </div>
  )
}

/** The blocks that a reader sees, and those near enough to be seen next: the first, and the one after the last. */
function spanIn(element: HTMLElement, blocks: readonly Block[]): readonly [number, number] {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16
  const style = getComputedStyle(element)
  const row = (Number.parseFloat(style.getPropertyValue('--row')) || 3.25) * rem
  const group = (Number.parseFloat(style.getPropertyValue('--group')) || 4.25) * rem
  const above = -element.getBoundingClientRect().top
  const tops = blocks.map((block) => block.rowsAbove * row + block.groupsAbove * group)
  const first = tops.findIndex((_, index) => (tops[index + 1] ?? Number.POSITIVE_INFINITY) > above - OVERSCAN)
  const past = tops.findIndex((top) => top > above + window.innerHeight + OVERSCAN)
  return [Math.max(0, first), past < 0 ? blocks.length : past]
}

/** True while the page is printed: paper shows every line. */
function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false)
  useEffect(() => {
    // The rows must stand before the browser takes the page.
    const print = () => flushSync(() => setPrinting(true))
    const printed = () => setPrinting(false)
    window.addEventListener('beforeprint', print)
    window.addEventListener('afterprint', printed)
    return () => {
      window.removeEventListener('beforeprint', print)
      window.removeEventListener('afterprint', printed)
    }
  }, [])
  return printing
}

const made = new WeakMap<readonly Line[], readonly Block[]>()

function blocksOf(lines: readonly Line[]): readonly Block[] {
  const known = made.get(lines)
  if (known) return known
  const blocks: Block[] = []
  let rowsAbove = 0
  let groupsAbove = 0
  for (let start = 0; start < lines.length; start += BLOCK) {
    const part = lines.slice(start, start + BLOCK)
    blocks.push({ start, lines: part, rowsAbove, groupsAbove })
    const rows = part.filter((line) => line.kind === 'row').length
    rowsAbove += rows
    groupsAbove += part.length - rows
  }
  made.set(lines, blocks)
  return blocks
}

/** The focused row stays mounted when it is scrolled away. */
function blockAt(target: EventTarget): number | null {
  const block = target instanceof Element ? target.closest('[data-block]')?.getAttribute('data-block') : null
  return block === null || block === undefined ? null : Number(block)
}
