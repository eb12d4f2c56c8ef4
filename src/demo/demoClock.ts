// When things happened in the invented community, told from `now`: people work by day, and nothing
// lies in the future.
import type { Instant } from '#domain/ids.ts'
import type { StepType } from '#domain/step.ts'
import type { SeededRandom } from './seededRandom.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const shanghaiMs = 8 * hourMs // UTC+8 all year

const midnightOf = (at: Instant): Instant =>
  Math.floor((at + shanghaiMs) / dayMs) * dayMs - shanghaiMs

/** `share` 0 is the beginning of that day's work (08:00), 1 its end (20:00); today ends now. */
export function demoInstant(
  now: Instant,
  [daysAgo, share]: readonly [daysAgo: number, share: number],
): Instant {
  const midnight = midnightOf(now)
  if (daysAgo > 0) return Math.round(midnight - daysAgo * dayMs + (8 + 12 * share) * hourMs)
  const from = Math.max(midnight, Math.min(midnight + 7.5 * hourMs, now - 2 * hourMs))
  return Math.round(from + share * (now - from))
}

/** Hours that usually pass before each step. */
const usualHours: Record<StepType, readonly [number, number]> = {
  accept: [0.3, 1.5],
  dispatch: [0.2, 0.8],
  start: [0.8, 4],
  resolve: [2, 20],
  close: [1, 10],
  followUp: [24, 60],
  return: [0.5, 2],
  reject: [0.5, 3],
  amend: [1, 6],
  withdraw: [0.4, 2],
  rework: [1, 6],
  note: [0.5, 2],
}

function byDay(at: Instant): Instant {
  const midnight = midnightOf(at)
  const hour = (at - midnight) / hourMs
  if (hour < 7) return at + (8 - hour + hour / 7) * hourMs
  return hour > 20.5 ? midnight + dayMs + (8 + (hour - 20.5) / 2) * hourMs : at
}

/** One instant for each step, in order; where they would run past now they are drawn together. */
export function demoStepInstants(
  random: SeededRandom,
  now: Instant,
  capturedAt: Instant,
  types: readonly StepType[],
): Instant[] {
  let at = capturedAt
  const planned = types.map(
    (type) => (at = byDay(at + random.between(...usualHours[type]) * hourMs)),
  )
  const room = Math.max(1, now - capturedAt) * 0.97
  const scale = Math.min(1, room / Math.max(1, at - capturedAt))
  return planned.map((each) => Math.round(capturedAt + (each - capturedAt) * scale))
}

/** The server hears of it a little later. */
export const heardAt = (random: SeededRandom, now: Instant, at: Instant): Instant =>
  Math.min(now, at + Math.round(random.between(2_000, 80_000)))
