// What a visit is taken to be before anybody says so: from the door it is made at and the hour it
// is made in.
import type { Instant } from '#domain/ids.ts'
import type { PlaceType } from '#domain/place.ts'
import type { VisitBody } from './visit.ts'

const kindAt: Partial<Record<PlaceType, VisitBody['visitKind']>> = {
  dwelling: 'household',
  shop: 'shop',
}
const shanghaiHours = 8

/** Evening is from 18:00 in Shanghai until 06:00. */
export const slotAt = (at: Instant): VisitBody['slot'] => {
  const hour = Math.floor(at / 3_600_000 + shanghaiHours) % 24
  return hour >= 18 || hour < 6 ? 'evening' : 'day'
}

export const visitDefaults = (
  placeType: PlaceType | undefined,
  at: Instant,
): Pick<VisitBody, 'visitKind' | 'channel' | 'slot'> => ({
  visitKind: placeType ? (kindAt[placeType] ?? 'estate_inspection') : 'household',
  channel: 'door',
  slot: slotAt(at),
})
