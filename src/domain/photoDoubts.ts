// What a photo says of itself that speaks against its record: taken long before it, somewhere else,
// or at no known time.
import type { Instant } from './ids.ts'
import type { PhotoRef } from './photo.ts'
import { distanceMetres } from '#geo/distanceMetres.ts'

export interface PhotoDoubts {
  /** Taken more than a day before the record. */
  old: PhotoRef[]
  far: { photo: PhotoRef; metres: number }[]
  undated: PhotoRef[]
  /** They break off. */
  unfinished: PhotoRef[]
}

const oldMs = 86_400_000
const farMetres = 100

export function photoDoubts(
  photos: readonly PhotoRef[],
  { at, where }: { at: Instant; where: { lat: number; lon: number } | undefined },
): PhotoDoubts {
  const metresOf = ({ position }: PhotoRef): number =>
    position && where ? distanceMetres(position, where) : 0
  return {
    old: photos.filter((photo) => !photo.isUndated && photo.takenAt < at - oldMs),
    far: photos
      .map((photo) => ({ photo, metres: metresOf(photo) }))
      .filter(
        ({ photo, metres }) => metres > Math.max(farMetres, photo.position?.accuracyMetres ?? 0),
      ),
    undated: photos.filter((photo) => photo.isUndated),
    unfinished: photos.filter((photo) => photo.isUnfinished),
  }
}
