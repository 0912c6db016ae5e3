import { expect, test } from 'vitest'
import { reckon } from '../src/app/insight/statistics-thread.ts'
import { progressLine } from '../src/cli/progress.ts'

const series = Array.from(
  { length: 120 },
  (_, t) => 1000 + 5 * t + 100 * Math.sin((2 * Math.PI * t) / 12) + ((t * 7919) % 97),
)

test('while a forecast is reckoned, the thread that answers questions goes on', async () => {
  let going = true
  let turns = 0
  const turn = () => {
    turns++
    if (going) setImmediate(turn)
  }
  setImmediate(turn)
  const found = await reckon('forecast', {
    series,
    options: { horizon: 12, seasons: [12], seed: 1 },
    targets: [],
    landing: null,
  })
  going = false
  expect(found.points).toHaveLength(12)
  // On this thread not one turn could be taken between the question and its answer.
  expect(turns).toBeGreaterThan(2)
})

test('progress is a line that is drawn over itself on a terminal, and nothing elsewhere', () => {
  const [person, file]: string[][] = [[], []]
  const onTerminal = progressLine({ isTTY: true, columns: 12, write: (text) => person?.push(text) })
  onTerminal.show('1 of 20 KPIs foretold')
  onTerminal.clear()
  expect(person).toEqual(['\r\u001b[K1 of 20 KPI', '\r\u001b[K'])
  const quiet = progressLine({ write: (text) => file?.push(text) })
  quiet.show('1 of 20 KPIs foretold')
  quiet.clear()
  expect(file).toEqual([])
})
