/** Who took a delivery back, when and why; `revision` is the facts revision that this made. */
export interface Undone {
  readonly at: string
  readonly actor: string
  readonly reason: string | null
  readonly revision: number
}
