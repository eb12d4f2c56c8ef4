// One walk: who, when, which grid, what was checked. It holds the points checked and no trail
// between them.
import type { GridId, Instant, MemberId, PatrolId, PlaceId } from './ids.ts'

export interface Check {
  id: string
  placeId: PlaceId
  at: Instant
  /** "All fine" is a result; "finding" means a report was made here. */
  outcome: 'fine' | 'finding'
}

export interface Patrol {
  id: PatrolId
  by: MemberId
  gridId: GridId
  startedAt: Instant
  endedAt?: Instant
  pauses: { id: string; type: 'pause' | 'resume'; at: Instant }[]
  checks: Check[]
}

export type PatrolState = 'walking' | 'paused' | 'ended'

export function patrolState(patrol: Patrol): PatrolState {
  if (patrol.endedAt !== undefined) return 'ended'
  return patrol.pauses.at(-1)?.type === 'pause' ? 'paused' : 'walking'
}

/** Time walked in milliseconds, pauses left out; never negative, whatever the clock did. */
export function walkedMs(patrol: Patrol, now: Instant): number {
  let total = 0
  let since: Instant | null = patrol.startedAt
  for (const event of patrol.pauses) {
    if (event.type === 'pause' && since !== null) {
      total += Math.max(0, event.at - since)
      since = null
    } else if (event.type === 'resume' && since === null) since = event.at
  }
  if (since !== null) total += Math.max(0, (patrol.endedAt ?? now) - since)
  return total
}

/**
 * The point in hand: the one that was touched or scanned while it is on the round, else the next
 * that is not checked.
 */
export const pointInHand = <Point extends { id: PlaceId }>(
  points: readonly Point[],
  checked: ReadonlySet<PlaceId>,
  chosenId?: PlaceId,
): Point | null =>
  points.find((point) => point.id === chosenId) ??
  points.find((point) => !checked.has(point.id)) ??
  null

export const checkedPlaces = (patrol: Patrol): Set<PlaceId> =>
  new Set(patrol.checks.map((check) => check.placeId))
