import type { FastifyInstance } from 'fastify'

/** Nobody asked for so long: then a pause of a tenth of a second delays nobody. */
const quietMs = 10_000

/**
 * Gives back the memory that starting, loads and large questions took, once nobody has asked for a while, and not again before
 * somebody asks. Gives what ends it.
 */
export function restWhenQuiet(app: FastifyInstance, giveBack: () => void, after = quietMs): () => void {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const wait = async () => {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(giveBack, after).unref()
  }
  app.addHook('onRequest', wait)
  app.addHook('onResponse', wait)
  void wait()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}
