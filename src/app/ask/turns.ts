import { setImmediate } from 'node:timers/promises'
import { Failure } from '../../domain/failure.ts'

/** How long one question may work, in ms, without letting others have their turn. */
const turnMs = 2

/** Shares the event loop: a large question never holds up a small one. */
export class Turns {
  readonly #signal: AbortSignal | undefined
  #since = performance.now()

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal
  }

  /** Whether it is time to `pass`. */
  get due(): boolean {
    return performance.now() - this.#since >= turnMs
  }

  /** Others had their turn while something else was waited for; gives the time by `performance.now()`. */
  begin(): number {
    this.#since = performance.now()
    return this.#since
  }

  /** Waits until others had their turn. Throws a Failure when the question was withdrawn meanwhile. */
  async pass(): Promise<void> {
    await setImmediate()
    if (this.#signal?.aborted) throw new Failure('cancelled', 'The question was withdrawn.')
    this.begin()
  }
}
