import { describe, expect, it } from 'vitest'
import { factsOf } from '#device/photo/readExif.ts'

describe('what the camera wrote beside the pixels', () => {
  it('is the time with its offset', () => {
    expect(factsOf({ DateTimeOriginal: '2026:03:05 08:30:00', OffsetTimeOriginal: '+08:00' })).toEqual({
      takenAt: Date.UTC(2026, 2, 5, 0, 30),
    })
  })

  it('is the time in the zone of the phone when there is no offset', () => {
    expect(factsOf({ DateTimeOriginal: '2026:03:05 08:30:00' }).takenAt).toBe(new Date(2026, 2, 5, 8, 30).getTime())
  })

  it('is no time when the clock was never set or the month does not exist', () => {
    for (const time of ['0000:00:00 00:00:00', '2026:13:05 08:30:00', '    :  :     :  :  ', 5]) {
      expect(factsOf({ DateTimeOriginal: time })).toEqual({})
    }
  })

  it('is a place with its accuracy, and a heading', () => {
    expect(factsOf({ latitude: 31.2, longitude: 121.4, GPSHPositioningError: 7.5, GPSImgDirection: 360 })).toEqual({
      place: { lat: 31.2, lon: 121.4, accuracyMetres: 7.5 },
      headingDegrees: 0,
    })
  })

  it('is no place at 0,0, beyond the earth, or without figures', () => {
    for (const [latitude, longitude] of [[0, 0], [91, 10], [NaN, 10], ['31', '121']]) {
      expect(factsOf({ latitude, longitude, GPSImgDirection: NaN })).toEqual({})
    }
  })
})
