// Which kinds can be captured somewhere: the usual one first.
import type { Place } from '#domain/place.ts'
import type { Kind } from './kind.ts'
import { kinds } from './kinds.ts'

/** @param place undefined where there is none, only a point on the map. */
export const capturableAt = (place: Pick<Place, 'type'> | undefined): Kind[] =>
  kinds
    .filter(
      ({ capture: { placeTypes } }) => !placeTypes || (place && placeTypes.includes(place.type)),
    )
    .sort((a, b) => Number(b.capture.isUsual ?? false) - Number(a.capture.isUsual ?? false))
