import type { AlertReplay } from '../domain/alert-view.ts'
import type { Pen } from './context.ts'
import { printTable } from './print.ts'

/** A replay of alerts as text: the sentence, each alert and what it is of, and what was missed. */
export function printReplay(pen: Pen, { sentence, alerts, incidents }: AlertReplay): void {
  pen.write(`${sentence.lead} ${sentence.rest}\n`)
  if (alerts.length > 0) {
    pen.write('\nAlerts\n')
    printTable(
      pen,
      [{ head: 'At' }, { head: 'Since' }, { head: 'Of' }, { head: '' }],
      alerts.map(({ at, since, incident, text }) => [at, since, incident ?? 'nothing known', text]),
    )
  }
  const missed = incidents.filter(({ found }) => found === null)
  if (missed.length === 0) return
  pen.write('\nMissed\n')
  printTable(
    pen,
    [{ head: 'From' }, { head: 'To' }, { head: '' }],
    missed.map(({ from, to, name }) => [from, to, name]),
  )
}
