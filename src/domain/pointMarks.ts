// When each point of a round was looked at last, for a map to show by shape.
import type { Instant, PlaceId } from './ids.ts'
import { checkedPlaces, type Patrol } from './patrol.ts'

/** On this patrol; within a week; longer ago, or never as far as this phone knows. */
export type PointMark = 'checked' | 'recent' | 'due'

const weekMs = 7 * 86_400_000

export function pointMarks(
  points: readonly { id: PlaceId }[],
  { current, all, now }: { current: Patrol | null; all: readonly Patrol[]; now: Instant },
): Map<PlaceId, PointMark> {
  const checked = current ? checkedPlaces(current) : new Set<PlaceId>()
  const recent = new Set<PlaceId>()
  for (const { checks } of all)
    for (const { placeId, at } of checks) if (at > now - weekMs) recent.add(placeId)
  return new Map(
    points.map(({ id }) => [id, checked.has(id) ? 'checked' : recent.has(id) ? 'recent' : 'due']),
  )
}
