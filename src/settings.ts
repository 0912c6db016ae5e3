import { z } from 'zod'

const port = z.coerce.number().int().min(0).max(65_535)
const size = z.coerce.number().int().min(64)

/** Every setting of the program: its environment name, what it takes, and what it is for. */
export const settings = {
  host: { name: 'BELLWETHER_HOST', takes: z.string().default('127.0.0.1'), help: 'Address that `serve` listens on.' },
  port: {
    name: 'BELLWETHER_PORT',
    takes: port.default(4400),
    help: 'Port that `serve` listens on; 0 takes a free one.',
  },
  engineMemoryMb: {
    name: 'BELLWETHER_ENGINE_MEMORY_MB',
    takes: size.optional(),
    help: 'MiB that the facts engine may use; a quarter of the machine, between 512 and 8192, unless stated.',
  },
  engineThreads: {
    name: 'BELLWETHER_ENGINE_THREADS',
    takes: z.coerce.number().int().min(1).max(256).optional(),
    help: 'Threads of the facts engine; one per processor unless stated.',
  },
  failpoint: {
    name: 'BELLWETHER_FAILPOINT',
    takes: z.string().optional(),
    help: 'Rehearses a crash: the process dies right after the durable step of this name.',
  },
} as const

export type Settings = { readonly [S in keyof typeof settings]: z.output<(typeof settings)[S]['takes']> }

/** Reads the settings; throws a RangeError that names every variable with a wrong value. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const wrong: string[] = []
  const found: Record<string, unknown> = {}
  for (const [key, { name, takes }] of Object.entries(settings)) {
    const text = environment[name]
    const read = takes.safeParse(text === '' ? undefined : text)
    if (read.success) found[key] = read.data
    else wrong.push(`${name}=${text}: ${read.error.issues[0]?.message ?? 'not allowed'}`)
  }
  if (wrong.length > 0) throw new RangeError(wrong.join('\n'))
  return found as Settings
}
