// What a report of a hazard cannot do without, in the order of its form. Nothing else holds the
// saving up.
import { fault } from '#domain/fault.ts'
import { type Content, hasWords, type Missing } from '../missing.ts'

const fields = ['photo', 'type', 'place', 'after', 'measured'] as const
/** The others every form may ask for. */
const ownWords: ReadonlySet<string> = new Set(['type', 'measured'])

export function missingInHazard({ photos, voice, body, placeId, position }: Content): Missing[] {
  const isGiven: Record<(typeof fields)[number], boolean> = {
    // A voice note says why there is none as well as words do.
    photo: photos.length > 0 || hasWords(body.whyNoPhoto) || Boolean(voice?.length),
    type: hasWords(body.type),
    after: body.isFixedOnSpot !== true || photos.some((photo) => photo.role === 'after'),
    measured: body.measuredText === undefined,
    place: Boolean(placeId ?? position) || hasWords(body.location),
  }
  return fields
    .filter((field) => !isGiven[field])
    .map((field) => ({
      field,
      wordKey: `${ownWords.has(field) ? 'hazard' : 'capture'}.missing.${field}`,
      // Put right at once is believed when it is seen: the photo after is the proof that a
      // supervisor closes on.
      ...(field === 'after' ? { fault: fault('missingPhoto') } : {}),
    }))
}
