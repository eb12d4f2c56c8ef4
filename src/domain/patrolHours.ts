import type { Instant } from './ids.ts'

const shanghaiHours = 8
const hourMs = 3_600_000

/** Which round of the day it is, by the hour in Shanghai. */
export function patrolHours(at: Instant): 'morning' | 'afternoon' | 'evening' {
  const hour = (Math.floor(at / hourMs) + shanghaiHours) % 24
  if (hour >= 5 && hour < 12) return 'morning'
  return hour >= 12 && hour < 18 ? 'afternoon' : 'evening'
}
