// What is written into the stamped copy of a photo: time by this phone's clock, place, staff number, coordinates. Never a resident's name.
import type { Position } from '#domain/position.ts'

export interface StampSubject {
  now: number
  locale: 'zh-CN' | 'en'
  memberId: string
  placeName?: string
  position?: Position
}

export function stampLines({ now, locale, memberId, placeName, position }: StampSubject): string[] {
  const time = new Intl.DateTimeFormat(locale, { timeZone: 'Asia/Shanghai', dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' }).format(now)
  const accuracy = position?.accuracyMetres == null ? '' : ` ±${Math.round(position.accuracyMetres)} m`
  return [
    `${time} ${locale === 'en' ? '(device time)' : '(设备时间)'}`,
    ...(placeName ? [placeName] : []),
    ...(position ? [`${position.lat.toFixed(6)}, ${position.lon.toFixed(6)} WGS-84${accuracy}`] : []),
    memberId,
  ]
}
