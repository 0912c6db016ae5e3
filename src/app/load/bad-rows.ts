import type { BadCell } from '../../domain/bad-cell.ts'
import type { Issue } from '../../domain/issue.ts'
import { loadIssue } from '../../domain/load-issues.ts'
import type { SetAsideRow } from '../../ports.ts'

/** Issues shown of a refused delivery; a wrong declaration makes every row bad. */
const shownMax = 50
/** Rows set aside that are kept listed; all are counted. */
const listedMax = 10_000

/** Collects what is wrong with the rows of a delivery, without growing with it. */
export class BadRows {
  readonly #listed: SetAsideRow[] = []
  #cells = 0
  #rows = 0

  add(file: string, sheet: string | null, bad: readonly BadCell[]): void {
    this.#rows++
    for (const cell of bad) {
      this.#cells++
      if (this.#listed.length < listedMax) this.#listed.push({ file, sheet, ...cell })
    }
  }

  /** Rows that had something wrong. */
  get rows(): number {
    return this.#rows
  }

  /** The bad cells that are kept; `hidden` is how many more there were. */
  get listed(): readonly SetAsideRow[] {
    return this.#listed
  }

  get hidden(): number {
    return this.#cells - this.#listed.length
  }

  /** The first of them for a report. */
  shown(): readonly SetAsideRow[] {
    return this.#listed.slice(0, shownMax)
  }

  /** One issue per bad cell, capped, and one more that says how many there are. */
  issues(): readonly Issue[] {
    const issues = this.shown().map(({ file, sheet, row, column, value, rule }) =>
      loadIssue('load/bad-row', { sheet, row, column, value, rule }, { file, line: row }),
    )
    if (this.#cells <= issues.length) return issues
    return [...issues, loadIssue('load/more-bad-rows', { total: this.#cells, shown: issues.length }, {})]
  }
}
