import { type Location, locations } from './company.ts'
import { civil, countingDays, dotted, firstDay, isHoliday, iso, lastDay, storyDays } from './days.ts'
import { Dice } from './random.ts'
import { Table } from './tables.ts'

interface Person {
  readonly id: string
  readonly location: Location
  readonly from: number
  readonly until: number | null
  /** Full-time equivalent in hundredths. */
  readonly fte: number
}

/** Everybody who worked here: those of the first day, then each leaver's successor. */
function workforce(dice: Dice): readonly Person[] {
  const people: Person[] = []
  const hire = (location: Location, from: number): void => {
    const until = leaving(dice, location, from)
    const fte = dice.pick([100, 100, 80, 60, 50], [50, 12, 18, 12, 8])
    people.push({ id: `P${String(1001 + people.length)}`, location, from, until, fte })
    const successor = until === null ? lastDay : until + dice.whole(3, 45)
    if (successor < lastDay) hire(location, successor)
  }
  for (const location of locations) {
    // A new store's team starts four weeks before it opens.
    const start = Math.max(firstDay, location.opened - 28)
    for (let head = 0; head < location.staff; head++) {
      hire(location, start === firstDay ? firstDay - dice.whole(30, 3000) : start)
    }
  }
  return people.sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1))
}

/** The last day of work: nobody leaves before the story, and then about one in five within a year. */
function leaving(dice: Dice, location: Location, from: number): number | null {
  const monthly = location.kind === 'store' ? 0.019 : 0.015
  for (let day = Math.max(from + 60, firstDay); day <= lastDay; day += 30) {
    if (!dice.chance(monthly)) continue
    const until = day + dice.whole(0, 29)
    return until > lastDay ? null : until
  }
  return null
}

const works = (person: Person, day: number): boolean =>
  person.from <= day && (person.until === null || day <= person.until)

/** Staff as counted on the last day of each month, who left, and the hours that payroll knows of. */
export function people(): Readonly<Record<'staff' | 'leavers' | 'timesheets', Table>> {
  const dice = new Dice('workforce')
  const everybody = workforce(dice)
  const staff = new Table(['counted_on', 'person_id', 'location_id', 'department', 'fte'])
  for (const day of countingDays) {
    for (const person of everybody) {
      if (!works(person, day)) continue
      staff.add(iso(day), person.id, person.location.id, person.location.department, (person.fte / 100).toFixed(2))
    }
  }
  const leavers = new Table(['person_id', 'left_on', 'location_id', 'department', 'reason'])
  const gone = everybody.filter(({ until }) => until !== null).sort((a, b) => (a.until ?? 0) - (b.until ?? 0))
  for (const { id, until, location } of gone) {
    const reason = dice.pick(['own wish', 'end of contract', 'retired', ''], [62, 22, 10, 6])
    leavers.add(id, iso(until ?? lastDay), location.id, location.department, reason)
  }
  return { staff, leavers, timesheets: timesheets(everybody) }
}

const sickSeason = [5.6, 6.2, 5.4, 4.2, 3.7, 3.6, 3.4, 3.5, 4.1, 4.9, 5.5, 5.8]

/** Hours per place and day, written the way the payroll office does: semicolons, decimal commas, dates with dots. */
function timesheets(everybody: readonly Person[]): Table {
  const dice = new Dice('timesheets')
  const table = new Table(['Worked on', 'Location', 'Department', 'Planned hours', 'Sick hours'], ';')
  for (const day of storyDays) {
    const { weekday, month } = civil(day)
    if (weekday === 6 || isHoliday(day)) continue
    for (const location of locations) {
      const days = location.kind === 'store' ? 6 : 5
      if (location.staff === 0 || weekday >= days) continue
      let fte = 0
      for (const person of everybody) if (person.location === location && works(person, day)) fte += person.fte
      if (fte === 0) continue
      // Hundredths of an hour: a full week has 38.5 hours.
      const planned = Math.round((fte * 38.5) / days)
      const share = (sickSeason[month - 1] ?? 4) / 100
      const sick = Math.min(planned, Math.max(0, Math.round(planned * share * (1 + 0.6 * dice.normal()))))
      table.add(dotted(day), location.id, location.department, comma(planned), comma(sick))
    }
  }
  return table
}

const comma = (hundredths: number): string => (hundredths / 100).toFixed(2).replace('.', ',')
