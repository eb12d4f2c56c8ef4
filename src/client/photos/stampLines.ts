// What is written into the stamped copy of a photo: when and where it was taken, as far as that is
// known of the photo itself, and the staff number. Never a resident's name. Part of the photo
// worker.
import type { PhotoRef } from '#domain/photo.ts'
import type { StampSubject } from './photoRequest.ts'

type Taken = Pick<PhotoRef, 'takenAt' | 'isUndated' | 'source' | 'position'>

const clockWords = {
  camera: { 'zh-CN': '设备时间', en: 'device time' },
  album: { 'zh-CN': '相册照片', en: 'album photo' },
} as const

/** None for a photo that says nothing of itself. */
export function stampLines(
  { locale, memberId, placeName }: StampSubject,
  { takenAt, isUndated, source = 'camera', position }: Taken,
): string[] {
  const clock = new Intl.DateTimeFormat(locale, {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'medium',
    timeStyle: 'medium',
    hourCycle: 'h23',
  })
  const time = isUndated ? [] : [`${clock.format(takenAt)} (${clockWords[source][locale]})`]
  const accuracy =
    position?.accuracyMetres == null ? '' : ` ±${Math.round(position.accuracyMetres)} m`
  const where = position
    ? [`${position.lat.toFixed(6)}, ${position.lon.toFixed(6)} WGS-84${accuracy}`]
    : []
  // Where the report is says nothing of where an older photo was taken.
  const place = placeName && source === 'camera' ? [placeName] : []
  const lines = [...time, ...place, ...where]
  return lines.length > 0 ? [...lines, memberId] : []
}
