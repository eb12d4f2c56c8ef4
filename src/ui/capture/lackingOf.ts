// What a report of a hazard cannot do without. Nothing else holds the saving up.
import type { Draft } from '#state/useDraft.ts'

export const lackable = ['photo', 'type', 'place', 'after', 'measured'] as const
export type Lacking = (typeof lackable)[number]

const hasWords = (value: unknown): boolean => typeof value === 'string' && value.trim() !== ''

/** In the order of the form. */
export function lackingOf({ photos, body, placeId, position }: Pick<Draft, 'photos' | 'body' | 'placeId' | 'position'>): Lacking[] {
  const isGiven: Record<Lacking, boolean> = {
    photo: photos.length > 0 || hasWords(body.whyNoPhoto),
    type: hasWords(body.type),
    after: body.isFixedOnSpot !== true || photos.some((photo) => photo.role === 'after'),
    measured: body.measuredText === undefined,
    place: Boolean(placeId ?? position) || hasWords(body.location),
  }
  return lackable.filter((each) => !isGiven[each])
}

/** Whether a person put anything into it; the position the phone filled in does not count. */
export const hasContent = ({ photos, body, note }: Pick<Draft, 'photos' | 'body' | 'note'>): boolean =>
  photos.length > 0 || hasWords(note) || Object.values(body).some((value) => value !== undefined && value !== '')
