import type { GrainName } from '../time/calendar.ts'

/** Every grain, finest first. */
export const grains: readonly GrainName[] = ['minute', 'hour', 'day', 'week', 'month', 'quarter', 'year', 'total']

export const isGrain = (text: string): text is GrainName => grains.some((grain) => grain === text)

/** The place of a grain among all, finest first; coarser grains rank higher. */
export const grainRank = (grain: GrainName): number => grains.indexOf(grain)

/** The finest of some grains. */
export const finest = (first: GrainName, ...more: readonly GrainName[]): GrainName =>
  more.reduce((found, grain) => (grainRank(grain) < grainRank(found) ? grain : found), first)
