import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'

/** A body ready to be sent. */
export interface Body {
  readonly status: number
  readonly type: string
  readonly etag: string
  readonly plain: Buffer
  /** Compressed once, when the first reader takes it so; null where it is too small to gain. */
  readonly brotli: (() => Promise<Buffer>) | null
}

export interface Made {
  readonly status: number
  readonly type: string
  readonly text: string
}

/** A body that is made or was, and how many readers still wait for it. */
interface Entry {
  readonly body: Promise<Body>
  readonly left: AbortController
  waiting: number
}

const compress = promisify(brotliCompress)
const smallestCompressed = 1_000
/** Of eleven: a page of a thousand KPIs is compressed in 15 ms, and no smaller by the next. */
const quality = 4
const bytesKept = 64 * 1024 * 1024

/**
 * Bodies that are the same for everybody until something happens: made and serialised once per stamp, then served as
 * buffers. What was made for an older stamp is forgotten.
 */
export class HotBodies {
  #stamp = ''
  #bodies = new Map<string, Entry>()
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

  /** `make` is told by its signal when the last reader has `gone` before the body was made. */
  get(
    key: string,
    stamp: string,
    make: (left: AbortSignal) => Promise<Made>,
    gone: AbortSignal | null = null,
  ): Promise<Body> {
    if (stamp !== this.#stamp || this.#bytes > bytesKept) {
      this.#stamp = stamp
      this.#bodies = new Map()
      this.#bytes = 0
    }
    const entry = this.#bodies.get(key) ?? this.#begin(key, stamp, make)
    const bodies = this.#bodies
    entry.waiting++
    const leave = () => {
      if (--entry.waiting > 0) return
      if (bodies.get(key) === entry) bodies.delete(key)
      entry.left.abort()
    }
    gone?.addEventListener('abort', leave, { once: true })
    const stay = () => gone?.removeEventListener('abort', leave)
    entry.body.then(stay, stay)
    return entry.body
  }

  #begin(key: string, stamp: string, make: (left: AbortSignal) => Promise<Made>): Entry {
    const bodies = this.#bodies
    const left = new AbortController()
    const entry = { body: this.#body(key, stamp, () => make(left.signal)), left, waiting: 0 }
    bodies.set(key, entry)
    const forget = () => {
      if (bodies.get(key) === entry) bodies.delete(key)
    }
    entry.body.then((made) => {
      if (made.status !== 200) forget()
      else if (bodies === this.#bodies) this.#bytes += made.plain.length
    }, forget)
    return entry
  }

  async #body(key: string, stamp: string, make: () => Promise<Made>): Promise<Body> {
    const { status, type, text } = await make()
    const plain = Buffer.from(text)
    const bodies = this.#bodies
    let compressed: Promise<Buffer> | undefined
    const brotli = () => {
      if (compressed !== undefined) return compressed
      const made = compress(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } })
      compressed = made
      made.then(
        ({ length }) => {
          if (bodies === this.#bodies) this.#bytes += length
        },
        () => {
          compressed = undefined
        },
      )
      return made
    }
    return {
      status,
      type,
      plain,
      brotli: plain.length < smallestCompressed ? null : brotli,
      etag: this.etag(key, stamp),
    }
  }
}
