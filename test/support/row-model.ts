/** Which rows stand, worked out by hand from all deliveries each time: slow, plain, and sharing nothing with the program. */

export const policies = ['append', 'upsert', 'window', 'full'] as const
export type Policy = (typeof policies)[number]

export interface Row {
  readonly id: string
  /** Months after December 2023; its day is the 15th. */
  readonly month: number
  readonly region: 'north' | 'south'
  readonly amount: number
  readonly gone: boolean
}

const firstMonth = 24_288 // January 2024, counted in months from the year 0
const monthText = (month: number): string => {
  const at = firstMonth + month
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`
}

export const dayOf = (month: number): string => `${monthText(month)}-15`

interface Part {
  readonly file: number
  /** Null: the file is gone. */
  readonly rows: readonly Row[] | null
}

interface Batch {
  readonly id: string
  readonly parts: readonly Part[]
  undone: boolean
}

export class RowModel {
  /** What lies in the folder. */
  readonly files = new Map<number, readonly Row[]>()
  readonly #policy: Policy
  readonly #batches: Batch[] = []

  constructor(policy: Policy) {
    this.#policy = policy
  }

  get ids(): readonly string[] {
    return this.#batches.map(({ id }) => id)
  }

  /** Delivers what is new in the folder; throws where the program saw it otherwise. */
  load(batch: string | null): void {
    const parts: Part[] = []
    if (this.files.size === 0 && batch === null) return
    for (const [file, rows] of [...this.files].sort(([a], [b]) => a - b)) {
      const last = this.#parts().findLast((part) => part.file === file)
      if (JSON.stringify(last?.rows) !== JSON.stringify(rows)) parts.push({ file, rows })
    }
    if (this.#policy === 'append') {
      for (const file of new Set(this.#parts().map((part) => part.file))) {
        const last = this.#parts().findLast((part) => part.file === file)
        if (last?.rows != null && !this.files.has(file)) parts.push({ file, rows: null })
      }
    }
    if (parts.length > 0 !== (batch !== null)) throw new Error(`${parts.length} parts, but batch ${batch}`)
    if (batch !== null) this.#batches.push({ id: batch, parts, undone: false })
  }

  /** False where it was undone before. */
  undo(id: string): boolean {
    const batch = this.#batches.find((one) => one.id === id)
    if (batch === undefined || batch.undone) return false
    batch.undone = true
    return true
  }

  /** The sum of the amounts (each with its half) of a month; null where no row stands there. */
  sum(month: string, region: string | null): number | null {
    const rows = this.#standing().filter(
      (row) => monthText(row.month) === month && (region === null || row.region === region),
    )
    return rows.length === 0 ? null : rows.reduce((sum, { amount }) => sum + amount + 0.5, 0)
  }

  #parts(): readonly Part[] {
    return this.#batches.filter(({ undone }) => !undone).flatMap(({ parts }) => parts)
  }

  #standing(): readonly Row[] {
    let rows: readonly (Row & { readonly file: number })[] = []
    for (const part of this.#parts()) {
      const own = (part.rows ?? []).map((row) => ({ ...row, file: part.file }))
      const months = own.map(({ month }) => month)
      const kept = rows.filter((row) => {
        switch (this.#policy) {
          case 'append':
            return row.file !== part.file
          case 'upsert':
            return !own.some(({ id }) => id === row.id)
          case 'window':
            return row.month < Math.min(...months) || row.month > Math.max(...months)
          case 'full':
            return false
        }
      })
      rows = [...kept, ...(this.#policy === 'upsert' ? own.filter(({ gone }) => !gone) : own)]
    }
    return rows
  }
}

interface HandSet {
  readonly scope: string
  readonly period: string
  readonly value: number
  /** Null: until it is lifted; ms since 1970, or the next delivery. */
  readonly until: number | 'next-delivery' | null
}

/** The values that people set by hand, as a plain list. */
export class SetByHand {
  #all: readonly HandSet[] = []

  set(one: HandSet): void {
    this.#all = [...this.#all.filter(({ scope, period }) => scope !== one.scope || period !== one.period), one]
  }

  lift(one: HandSet): void {
    this.#all = this.#all.filter((other) => other !== one)
  }

  delivered(): void {
    this.#all = this.#all.filter(({ until }) => until !== 'next-delivery')
  }

  standing(now: number): readonly HandSet[] {
    return this.#all.filter(({ until }) => typeof until !== 'number' || now < until)
  }

  value(scope: string, period: string, now: number): number | null {
    return this.standing(now).find((one) => one.scope === scope && one.period === period)?.value ?? null
  }
}
