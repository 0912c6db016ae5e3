import type { Pen } from './context.ts'

const redrawMs = 100

/** One line that says how far long work is; on a terminal only, redrawn at most ten times a second. */
export function progressLine(pen: Pen) {
  let shown = 0
  const write = (text: string) => {
    if (pen.isTTY === true) pen.write(`\r\u001b[K${text}`)
  }
  return {
    show: (text: string) => {
      const now = performance.now()
      if (now - shown < redrawMs) return
      shown = now
      write(text.slice(0, (pen.columns || 80) - 1))
    },
    clear: () => write(''),
  }
}
