// Three walks of the invented community: one ended yesterday, one ended today, one paused with
// points still to check.
import type { GridId, Instant, PatrolId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import type { Check, Patrol } from '#domain/patrol.ts'
import type { Place } from '#domain/place.ts'
import type { Report } from '#domain/report.ts'
import { demoInstant } from './demoClock.ts'
import { cast } from './demoMembers.ts'
import type { SeededRandom } from './seededRandom.ts'

export type PatrolKey = 'yesterday' | 'today' | 'paused'

const walks = {
  yesterday: { by: cast.worker3, gridId: 'g-3', daysAgo: 1, from: 0.74, to: 0.97, points: 18 },
  today: { by: cast.worker1, gridId: 'g-1', daysAgo: 0, from: 0.12, to: 0.7, points: 17 },
  paused: { by: cast.worker3, gridId: 'g-3', daysAgo: 0, from: 0.36, to: 0.6, points: 12 },
} as const

/** Drawn before the reports, which name them. */
export const demoPatrolIds = (random: SeededRandom, now: Instant): Record<PatrolKey, PatrolId> => {
  const idOf = (key: PatrolKey): PatrolId =>
    newId(demoInstant(now, [walks[key].daysAgo, walks[key].from]), random)
  return { yesterday: idOf('yesterday'), today: idOf('today'), paused: idOf('paused') }
}

/** A check for every finding at the time of its report, and fine ones between them. */
function checksOf(
  random: SeededRandom,
  patrolId: PatrolId,
  points: readonly Place[],
  count: number,
  reports: readonly Report[],
  from: Instant,
  to: Instant,
): Check[] {
  const findings = new Map(
    reports
      .filter((report) => report.patrolId === patrolId)
      .map((report) => [report.placeId, report.capturedAt]),
  )
  const fine = points.filter((point) => !findings.has(point.id)).slice(0, count - findings.size)
  const visited = points.filter((point) => findings.has(point.id) || fine.includes(point))
  return visited
    .map((point, i): Check => {
      const at =
        findings.get(point.id) ?? Math.round(from + ((i + 0.6) / (count + 0.4)) * (to - from))
      return {
        id: newId(at, random),
        placeId: point.id,
        at,
        outcome: findings.has(point.id) ? 'finding' : 'fine',
      }
    })
    .sort((a, b) => a.at - b.at)
}

export function demoPatrols(
  random: SeededRandom,
  now: Instant,
  ids: Record<PatrolKey, PatrolId>,
  places: readonly Place[],
  reports: readonly Report[],
): Patrol[] {
  return (Object.keys(walks) as PatrolKey[]).map((key) => {
    const walk = walks[key]
    const startedAt = demoInstant(now, [walk.daysAgo, walk.from])
    const until = demoInstant(now, [walk.daysAgo, walk.to])
    const points = places.filter((place) => place.isPatrolPoint && place.gridId === walk.gridId)
    const checks = checksOf(random, ids[key], points, walk.points, reports, startedAt, until)
    return {
      id: ids[key],
      by: walk.by,
      gridId: walk.gridId as GridId,
      startedAt,
      ...(key === 'paused' ? {} : { endedAt: until }),
      pauses: key === 'paused' ? [{ id: newId(until, random), type: 'pause', at: until }] : [],
      checks,
    }
  })
}
