/** Calendars as people write them: what the oracle of years, weeks and working days is asked in. */
export const documents = `
kind: workspace
id: calendars
name: Calendars
zone: Europe/Berlin
---
kind: calendar
id: nrf
name: NRF 4-5-4
pattern: 4-5-4
year-ends: nearest saturday to 31 january
---
kind: calendar
id: retail
pattern: 4-4-5
year-ends: nearest saturday to end of january
week-start: sunday
---
kind: calendar
id: august
pattern: 4-4-5
year-ends: last saturday of august
label-year-by: end
---
kind: calendar
id: april
year-starts: april
label-year-by: end
---
kind: calendar
id: july
year-starts: july
label-year-by: end
---
kind: calendar
id: us
observed: nearest
holidays:
  - { date: 2022-01-01, name: New Year’s Day }
  - { date: 2022-01-17, name: Birthday of Martin Luther King Jr. }
  - { date: 2022-02-21, name: Washington’s Birthday }
  - { date: 2022-05-30, name: Memorial Day }
  - { date: 2022-06-19, name: Juneteenth }
  - { date: 2022-07-04, name: Independence Day }
  - { date: 2022-09-05, name: Labor Day }
  - { date: 2022-10-10, name: Columbus Day }
  - { date: 2022-11-11, name: Veterans Day }
  - { date: 2022-11-24, name: Thanksgiving Day }
  - { date: 2022-12-25, name: Christmas Day }
  - { date: 2023-01-01, name: New Year’s Day }
  - { date: 2023-01-16, name: Birthday of Martin Luther King Jr. }
  - { date: 2023-02-20, name: Washington’s Birthday }
  - { date: 2023-05-29, name: Memorial Day }
  - { date: 2023-06-19, name: Juneteenth }
  - { date: 2023-07-04, name: Independence Day }
  - { date: 2023-09-04, name: Labor Day }
  - { date: 2023-10-09, name: Columbus Day }
  - { date: 2023-11-11, name: Veterans Day }
  - { date: 2023-11-23, name: Thanksgiving Day }
  - { date: 2023-12-25, name: Christmas Day }
---
kind: calendar
id: germany
working-days: [monday, tuesday, wednesday, thursday, friday]
region: germany
holidays:
  - { date: 2023-01-01, name: Neujahr }
  - { date: 2023-01-06, name: Heilige Drei Könige, regions: [bavaria] }
  - { date: 2023-04-07, name: Karfreitag }
  - { date: 2023-04-10, name: Ostermontag }
  - { date: 2023-05-01, name: Tag der Arbeit, regions: [germany, austria] }
  - { date: 2023-05-18, name: Christi Himmelfahrt }
  - { date: 2023-05-29, name: Pfingstmontag }
  - { date: 2023-10-03, name: Tag der Deutschen Einheit, regions: [germany] }
  - { date: 2023-12-25, name: Erster Weihnachtstag }
  - { date: 2023-12-26, name: Zweiter Weihnachtstag }
  - { date: 2024-01-01, name: Neujahr }
  - { date: 2024-03-29, name: Karfreitag }
  - { date: 2024-04-01, name: Ostermontag }
  - { date: 2024-05-01, name: Tag der Arbeit }
  - { date: 2024-05-09, name: Christi Himmelfahrt }
  - { date: 2024-05-20, name: Pfingstmontag }
  - { date: 2024-10-03, name: Tag der Deutschen Einheit }
  - { date: 2024-12-25, name: Erster Weihnachtstag }
  - { date: 2024-12-26, name: Zweiter Weihnachtstag }
`
