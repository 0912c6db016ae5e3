import { type Bench, known } from '../figure.ts'
import { makeFolder, memoryLine, serveFolder, shareOf, timedGet } from '../served.ts'

const kpis = 100
const questions = 10_000
/** What a server takes to warm up is no growth. */
const warm = 1_000
const atOnce = 2

export const memory: Bench = {
  title: 'Memory of the server and its engine over 10,000 questions',
  long: true,
  run: async ({ log }) => {
    const { folder, ids, remove } = await makeFolder(kpis)
    try {
      const served = await serveFolder(folder)
      try {
        const askUntil = async (from: number, until: number) => {
          for (let at = from; at < until; at += atOnce)
            await Promise.all(
              Array.from({ length: atOnce }, (_, more) => timedGet(question(served.url, ids, at + more))),
            )
          return served.memory()
        }
        const before = await askUntil(0, warm)
        const after = await askUntil(warm, questions)
        if (before === null || after === null) return []
        log(`after ${warm} questions: ${memoryLine(before)}`)
        log(`after ${questions} questions: ${memoryLine(after)}`)
        const figure = { unit: 'MB', rows: 0, kpis }
        return [
          known({ ...figure, name: 'memory of server and engine after 10,000 questions', measured: shareOf(after) }),
          known({
            ...figure,
            name: 'growth between the 1,000th and the 10,000th: server',
            measured: after.server.share - before.server.share,
          }),
          known({
            ...figure,
            name: 'growth between the 1,000th and the 10,000th: engine',
            measured: after.engine.share - before.engine.share,
          }),
        ]
      } finally {
        await served.stop()
      }
    } finally {
      await remove()
    }
  },
}

/** KPIs in turn, each time of another month, by turns as the page that the server draws and as its body. */
function question(url: string, ids: readonly string[], at: number): string {
  const turn = Math.floor(at / ids.length)
  const month = `${2022 + (Math.floor(turn / 12) % 4)}-${String((turn % 12) + 1).padStart(2, '0')}`
  return `${url}${at % 2 === 0 ? '' : '/api/v1'}/kpis/${ids[at % ids.length]}?period=${month}`
}
