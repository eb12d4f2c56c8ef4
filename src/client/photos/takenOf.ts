// When, where and which way a photo was taken: by what the camera wrote beside the pixels; by the
// phone only for one that was shot just now.
import type { PhotoRef } from '#domain/photo.ts'
import type { PhotoOrigin } from './photoRequest.ts'
import type { ExifFacts } from './readExif.ts'

/**
 * A phone's own camera app hands over what it shot within this; an older one was picked there from
 * the album.
 */
const shotMs = 600_000

export function takenOf(
  exif: ExifFacts,
  { source, at, position, headingDegrees }: PhotoOrigin,
): Pick<PhotoRef, 'source' | 'takenAt' | 'isUndated' | 'position' | 'headingDegrees'> {
  const isShot =
    source === 'camera' && (exif.takenAt === undefined || Math.abs(exif.takenAt - at) <= shotMs)
  const takenAt = exif.takenAt ?? at
  const place = exif.place
    ? { ...exif.place, source: 'photo' as const, at: takenAt }
    : isShot
      ? position
      : undefined
  const heading = exif.headingDegrees ?? (isShot ? headingDegrees : undefined)
  return {
    source: isShot ? 'camera' : 'album',
    takenAt,
    ...(!isShot && exif.takenAt === undefined && { isUndated: true as const }),
    ...(place && { position: place }),
    ...(heading !== undefined && { headingDegrees: heading }),
  }
}
