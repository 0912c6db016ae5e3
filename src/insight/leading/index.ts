/** Leading indicators: which KPIs move before another, and which say the same. */
export { type Course, type Duplicate, type Leading, leadingIndicators, nearDuplicates } from './leading.ts'
