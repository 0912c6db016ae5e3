import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'

/** A body ready to be sent. */
export interface Body {
  readonly status: number
  readonly type: string
  readonly etag: string
  readonly plain: Buffer
  /** Compressed; null where it is too small to gain. */
  readonly brotli: Buffer | null
}

export interface Made {
  readonly status: number
  readonly type: string
  readonly text: string
}

const compress = promisify(brotliCompress)
const smallestCompressed = 1_000
const bytesKept = 64 * 1024 * 1024

/**
 * Bodies that are the same for everybody until something happens: made and serialised once per stamp, then served as
 * buffers. What was made for an older stamp is forgotten.
 */
export class HotBodies {
  #stamp = ''
  #bodies = new Map<string, Promise<Body>>()
  #bytes = 0
  readonly #run: string

  /** `run` tells this run of the program from earlier ones, whose tags are never right by accident. */
  constructor(run: string) {
    this.#run = run
  }

  /** The tag of a body before it is made, so that a reader who has it costs nothing. */
  etag(key: string, stamp: string): string {
    return `"${createHash('sha256').update(`${this.#run} ${stamp} ${key}`).digest('base64url').slice(0, 22)}"`
  }

  get(key: string, stamp: string, make: () => Promise<Made>): Promise<Body> {
    if (stamp !== this.#stamp || this.#bytes > bytesKept) {
      this.#stamp = stamp
      this.#bodies = new Map()
      this.#bytes = 0
    }
    const known = this.#bodies.get(key)
    if (known !== undefined) return known
    const bodies = this.#bodies
    const body = this.#body(key, stamp, make)
    bodies.set(key, body)
    body.then(
      (made) => {
        if (made.status !== 200) bodies.delete(key)
        else if (bodies === this.#bodies) this.#bytes += made.plain.length + (made.brotli?.length ?? 0)
      },
      () => bodies.delete(key),
    )
    return body
  }

  async #body(key: string, stamp: string, make: () => Promise<Made>): Promise<Body> {
    const { status, type, text } = await make()
    const plain = Buffer.from(text)
    const brotli =
      plain.length < smallestCompressed
        ? null
        : await compress(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
    return { status, type, plain, brotli, etag: this.etag(key, stamp) }
  }
}
