// What the camera wrote beside the pixels, read before the kept copy drops it. Part of the photo worker.
import { isOnEarth } from '#domain/position.ts'

export interface ExifFacts {
  takenAt?: number
  place?: { lat: number; lon: number; accuracyMetres: number | null }
  headingDegrees?: number
}

/** Raw tags as exifr names them; anything may be missing or nonsense. */
export interface ExifTags {
  DateTimeOriginal?: unknown
  OffsetTimeOriginal?: unknown
  latitude?: unknown
  longitude?: unknown
  GPSHPositioningError?: unknown
  GPSImgDirection?: unknown
}

const wantedTags = [
  'DateTimeOriginal', 'OffsetTimeOriginal',
  'GPSLatitude', 'GPSLatitudeRef', 'GPSLongitude', 'GPSLongitudeRef', 'GPSHPositioningError', 'GPSImgDirection',
]

/** Never fails: a photo with broken EXIF, or a phone that has not stored the reader yet, is still a photo. */
export async function readExif(file: Blob): Promise<ExifFacts> {
  try {
    const { default: exifr } = await import('exifr')
    const tags: unknown = await exifr.parse(file, { pick: wantedTags, reviveValues: false, translateValues: false })
    return tags && typeof tags === 'object' ? factsOf(tags) : {}
  } catch {
    return {}
  }
}

export function factsOf(tags: ExifTags): ExifFacts {
  const facts: ExifFacts = {}
  const takenAt = instantOf(tags.DateTimeOriginal, tags.OffsetTimeOriginal)
  if (takenAt !== null) facts.takenAt = takenAt
  const { latitude: lat, longitude: lon, GPSHPositioningError: error, GPSImgDirection: heading } = tags
  // 0,0 is what cameras without a fix write, and lies in the sea.
  if (typeof lat === 'number' && typeof lon === 'number' && isOnEarth({ lat, lon }) && (lat !== 0 || lon !== 0)) {
    facts.place = { lat, lon, accuracyMetres: isFigure(error) && error > 0 ? error : null }
  }
  // True or magnetic north: the difference is a few degrees, and the heading only helps to find the spot again.
  if (isFigure(heading) && heading <= 360) facts.headingDegrees = heading % 360
  return facts
}

const isFigure = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0

/** `2026:11:20 08:15:00` with `+08:00`; without an offset the camera's clock is taken to be in the phone's zone. */
function instantOf(time: unknown, offset: unknown): number | null {
  const parts = typeof time === 'string' ? /^(\d{4}):(\d\d):(\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(time) : null
  if (!parts) return null
  const [, year, month, day, hour, minute, second] = parts
  if (Number(year) < 1990 || Number(month) < 1 || Number(day) < 1) return null // 0000:00:00 is a clock never set
  const zone = typeof offset === 'string' && /^[+-]\d\d:\d\d$/.test(offset.trim()) ? offset.trim() : ''
  const instant = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`)
  return Number.isFinite(instant) ? instant : null
}
