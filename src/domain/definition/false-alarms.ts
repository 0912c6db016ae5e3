import { z } from 'zod'

/** A policy of alerts: the expected number of false ones per KPI and month; 0 switches them off. */
export const falseAlarms = () => z.number().min(0).max(10)
