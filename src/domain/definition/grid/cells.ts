/** One cell of a pasted text, and where its first character stands in it. */
export interface Cell {
  readonly text: string
  readonly offset: number
}

export interface Line {
  /** Counted from 1, empty lines too: as a spreadsheet counts what was copied. */
  readonly row: number
  readonly cells: readonly Cell[]
}

/**
 * The lines of a text that was copied from a spreadsheet or saved as CSV: cells are parted by tabs where the first line has
 * one, else by semicolons, else by commas. A cell in double quotes may hold the sign that parts them. Empty lines are left out.
 */
export function linesOf(text: string): readonly Line[] {
  const lines: Line[] = []
  let separator: string | null = null
  let offset = 0
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() !== '') {
      separator ??= [...'\t;'].find((sign) => line.includes(sign)) ?? ','
      lines.push({ row: index + 1, cells: cellsOf(line, separator, offset) })
    }
    offset += line.length + 1
  }
  return lines
}

function cellsOf(line: string, separator: string, from: number): readonly Cell[] {
  const cells: Cell[] = []
  let [start, quoted] = [0, false]
  for (let at = 0; at <= line.length; at++) {
    if (line[at] === '"') quoted = !quoted
    if (at < line.length && (quoted || line[at] !== separator)) continue
    cells.push(cellOf(line.slice(start, at), from + start))
    start = at + 1
  }
  return cells
}

function cellOf(raw: string, from: number): Cell {
  const text = raw.trim()
  const offset = from + (text === '' ? 0 : raw.indexOf(text))
  const quoted = /^"(.*)"$/s.exec(text)
  return { text: quoted === null ? text : (quoted[1] ?? '').replaceAll('""', '"').trim(), offset }
}
