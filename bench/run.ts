import { parseArgs } from 'node:util'
import type { Figure } from './figure.ts'
import { benches } from './index.ts'
import { openWorld } from './world.ts'

/**
 * The budgets of DESIGN section 6, measured: `npm run bench -- [--rows 1e7] [--rounds 7] [--only NAME,…] [--json] [--smoke]`.
 * With `--json` standard output is one array of figures and nothing else; progress goes to standard error. `--smoke` only
 * proves that everything runs and every result equals its rival's: few rows, one round.
 */
async function main(): Promise<number> {
  const options = readOptions()
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n`)
    return 2
  }
  const log = (line: string) => process.stderr.write(`  ${line}\n`)
  const world = await openWorld(options.rows, log)
  const figures: Figure[] = []
  try {
    for (const name of options.names) {
      const bench = benches[name]
      if (bench === undefined) continue
      process.stderr.write(`${bench.title}, ${options.rows.toLocaleString('en')} rows\n`)
      figures.push(...(await bench.run({ world, rounds: options.rounds, log })))
    }
  } finally {
    await world.close()
  }
  process.stdout.write(options.json ? `${JSON.stringify(figures, null, 2)}\n` : table(figures))
  return 0
}

interface Options {
  readonly rows: number
  readonly rounds: number
  readonly names: readonly string[]
  readonly json: boolean
}

/** The options, or what is wrong with them. */
function readOptions(): Options | string {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '1e7' },
      rounds: { type: 'string', default: '7' },
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
      smoke: { type: 'boolean', default: false },
    },
  })
  const [rows, rounds] = [Number(values.rows), Number(values.rounds)]
  if (!Number.isSafeInteger(rows) || rows < 1000) return `--rows ${values.rows}: a whole number of at least 1000`
  if (!Number.isSafeInteger(rounds) || rounds < 1) return `--rounds ${values.rounds}: a whole number of at least 1`
  const names = values.only?.split(',') ?? namesOf(values.smoke)
  const unknown = names.find((name) => benches[name] === undefined)
  if (unknown !== undefined) return `--only ${unknown}: one of ${Object.keys(benches).join(', ')}`
  return values.smoke
    ? { rows: 200_000, rounds: 1, names, json: values.json }
    : { rows, rounds, names, json: values.json }
}

const namesOf = (smoke: boolean): readonly string[] =>
  Object.keys(benches).filter((name) => !smoke || benches[name]?.long !== true)

function table(figures: readonly Figure[]): string {
  const lines = figures.map(({ name, measured, budget, unit, holds }) => {
    const judged = holds === null ? '' : holds ? 'holds' : 'MISSES'
    return `${name.padEnd(72)} ${measured.toFixed(2).padStart(9)} ${unit.padEnd(2)} ${String(budget ?? '').padStart(6)}  ${judged}`
  })
  return `${lines.join('\n')}\n`
}

process.exitCode = await main()
