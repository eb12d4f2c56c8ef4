// What the camera wrote beside the pixels, read before the kept copy drops it. Part of the photo
// worker.
import { positionOf } from '#domain/position.ts'

export interface ExifFacts {
  takenAt?: number
  place?: { lat: number; lon: number; accuracyMetres: number | null }
  headingDegrees?: number
}

/** Raw tags as exifr names them; anything may be missing or nonsense. */
export interface ExifTags {
  DateTimeOriginal?: unknown
  OffsetTimeOriginal?: unknown
  GPSLatitudeRef?: unknown
  latitude?: unknown
  GPSLongitudeRef?: unknown
  longitude?: unknown
  GPSHPositioningError?: unknown
  GPSImgDirection?: unknown
}

const wantedTags = [
  'DateTimeOriginal',
  'OffsetTimeOriginal',
  'GPSLatitude',
  'GPSLatitudeRef',
  'GPSLongitude',
  'GPSLongitudeRef',
  'GPSHPositioningError',
  'GPSImgDirection',
]

/**
 * Never fails: a photo with broken EXIF, or a phone that has not stored the reader yet, is still a
 * photo.
 */
export async function readExif(file: Blob): Promise<ExifFacts> {
  try {
    const { default: exifr } = await import('exifr')
    const tags: unknown = await exifr.parse(file, {
      pick: wantedTags,
      reviveValues: false,
      translateValues: false,
    })
    return tags && typeof tags === 'object' ? factsOf(tags) : {}
  } catch {
    return {}
  }
}

/** `now` tells which times cannot be: a photo is not of the day after tomorrow. */
export function factsOf(tags: ExifTags, now = Date.now()): ExifFacts {
  const facts: ExifFacts = {}
  const takenAt = instantOf(tags.DateTimeOriginal, tags.OffsetTimeOriginal)
  if (takenAt !== null && takenAt <= now + dayMs) facts.takenAt = takenAt
  const place = positionOf(
    {
      lat: signed(tags.latitude, tags.GPSLatitudeRef, 'NS'),
      lon: signed(tags.longitude, tags.GPSLongitudeRef, 'EW'),
      accuracyMetres: tags.GPSHPositioningError === 0 ? null : tags.GPSHPositioningError,
      at: now,
    },
    'photo',
  )
  if (place) facts.place = { lat: place.lat, lon: place.lon, accuracyMetres: place.accuracyMetres }
  // True or magnetic north: the difference is a few degrees, and the heading only helps to find the
  // spot again.
  const heading = tags.GPSImgDirection
  if (typeof heading === 'number' && heading >= 0 && heading <= 360)
    facts.headingDegrees = heading % 360
  return facts
}

const dayMs = 86_400_000

/**
 * Degrees with the sign of their hemisphere; cameras write its letter small as well, and one that
 * is neither says nothing.
 */
function signed(degrees: unknown, hemisphere: unknown, letters: 'NS' | 'EW'): number | null {
  if (typeof degrees !== 'number') return null
  if (hemisphere === undefined) return degrees
  const at =
    typeof hemisphere === 'string'
      ? letters.indexOf(hemisphere.trim().charAt(0).toUpperCase() || '?')
      : -1
  return at < 0 ? null : Math.abs(degrees) * (at === 0 ? 1 : -1)
}

/**
 * `2026:11:20 08:15:00` with `+08:00`; without an offset the camera's clock is taken to be in the
 * phone's zone.
 */
function instantOf(time: unknown, offset: unknown): number | null {
  const parts =
    typeof time === 'string' ? /^(\d{4}):(\d\d):(\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(time) : null
  if (!parts) return null
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  // 0000:00:00 is a clock never set, and 30 February is no day: neither is rolled over to another.
  if (
    year < 1990 ||
    month < 1 ||
    month > 12 ||
    day < 1 ||
    day > new Date(Date.UTC(year, month, 0)).getUTCDate()
  )
    return null
  if (hour > 23 || minute > 59 || second > 59) return null
  const zone =
    typeof offset === 'string' && /^[+-]\d\d:\d\d$/.test(offset.trim()) ? offset.trim() : ''
  const instant = Date.parse(
    `${parts[0].slice(0, 10).replaceAll(':', '-')}T${parts[0].slice(11)}${zone}`,
  )
  return Number.isFinite(instant) ? instant : null
}
