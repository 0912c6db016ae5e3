import type { Line } from '../../query/collect.ts'
import type { Evaluation } from '../../query/evaluate.ts'
import { isClockGrain } from '../../time/calendar.ts'
import { cut, type Frame } from '../../time/frame.ts'
import { ordinalOn, periodEnd } from '../../time/period.ts'
import type { Moment } from './moment.ts'

/** The period of a line that is read only to a day that is not its last, and the frame that reads it so; null where none is. */
function cutIn(
  { today, readTo }: Moment,
  { frame, kpi }: Line,
): { readonly ordinal: number; readonly frame: Frame } | null {
  const { calendar, grain } = frame
  // Where values read as far as today, what lies ahead has its own rules.
  if (readTo === today || grain === 'total' || grain === 'day' || isClockGrain(grain)) return null
  const ordinal = ordinalOn(calendar, grain, readTo)
  const end = periodEnd(calendar, grain, ordinal)
  if (end === null || readTo >= end - 1) return null
  return { ordinal, frame: cut(frame, { ordinal, last: readTo, by: kpi.elapsedBy }) }
}

/** A line as it is read: whole periods, and one that values read only a part of in the frame of that part. */
export function linesTo(moment: Moment, line: Line): readonly Line[] {
  const part = cutIn(moment, line)
  if (part === null || part.ordinal < line.from || part.ordinal >= line.until) return [line]
  const { ordinal, frame } = part
  return [
    { ...line, until: ordinal },
    { ...line, frame, from: ordinal, until: ordinal + 1 },
  ].filter(({ from, until }) => from < until)
}

/** Evaluates the periods of a line, the one that values read only a part of in the frame of that part. */
export function evaluateTo(
  moment: Moment,
  line: Line,
  evaluatorOf: (line: Line) => (ordinal: number) => Evaluation,
): (ordinal: number) => Evaluation {
  const [whole, part] = [evaluatorOf(line), cutIn(moment, line)]
  if (part === null) return whole
  const partly = evaluatorOf({ ...line, frame: part.frame })
  return (ordinal) => (ordinal === part.ordinal ? partly : whole)(ordinal)
}
