import { anything, check, constantFrom, double, oneof, property, record } from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { factsOf } from '#client/photos/readExif.ts'
import { PhotoRefSchema } from '#protocol/rowSchemas.ts'

const hash = 'a'.repeat(64)
const kept = { hash, bytes: 9, width: 4, height: 3, role: 'near', thumb: { hash, bytes: 3 } }

describe('what the camera wrote beside the pixels', () => {
  it('is the time with its offset', () => {
    expect(
      factsOf({ DateTimeOriginal: '2026:03:05 08:30:00', OffsetTimeOriginal: '+08:00' }),
    ).toEqual({
      takenAt: Date.UTC(2026, 2, 5, 0, 30),
    })
  })

  it('is the time in the zone of the phone when there is no offset', () => {
    expect(factsOf({ DateTimeOriginal: '2026:03:05 08:30:00' }).takenAt).toBe(
      new Date(2026, 2, 5, 8, 30).getTime(),
    )
  })

  it('is no time when the clock was never set or the month does not exist', () => {
    for (const time of ['0000:00:00 00:00:00', '2026:13:05 08:30:00', '    :  :     :  :  ', 5]) {
      expect(factsOf({ DateTimeOriginal: time })).toEqual({})
    }
  })

  it('is a place with its accuracy, and a heading', () => {
    expect(
      factsOf({
        latitude: 31.2,
        longitude: 121.4,
        GPSHPositioningError: 7.5,
        GPSImgDirection: 360,
      }),
    ).toEqual({
      place: { lat: 31.2, lon: 121.4, accuracyMetres: 7.5 },
      headingDegrees: 0,
    })
  })

  it('is no place at 0,0, beyond the earth, or without figures', () => {
    for (const [latitude, longitude] of [
      [0, 0],
      [91, 10],
      [NaN, 10],
      ['31', '121'],
    ]) {
      expect(factsOf({ latitude, longitude, GPSImgDirection: NaN })).toEqual({})
    }
  })

  it('is no day that the calendar does not have, no day to come, and none before there were such cameras', () => {
    const now = Date.UTC(2026, 10, 20)
    for (const time of [
      '2026:02:30 08:00:00',
      '2026:04:31 08:00:00',
      '2026:11:20 24:10:00',
      '2099:01:01 08:00:00',
      '1989:12:31 08:00:00',
    ]) {
      expect(factsOf({ DateTimeOriginal: time }, now), time).toEqual({})
    }
    expect(
      factsOf({ DateTimeOriginal: '2024:02:29 08:00:00', OffsetTimeOriginal: '+08:00' }, now)
        .takenAt,
    ).toBe(Date.UTC(2024, 1, 29))
  })

  it('is south and west by a small letter too, and no place by a letter that is no hemisphere', () => {
    expect(
      factsOf({ latitude: 33.8, GPSLatitudeRef: 's', longitude: 151.2, GPSLongitudeRef: 'w' })
        .place,
    ).toMatchObject({ lat: -33.8, lon: -151.2 })
    expect(
      factsOf({ latitude: -33.8, GPSLatitudeRef: 'S', longitude: 151.2, GPSLongitudeRef: 'E' })
        .place,
    ).toMatchObject({ lat: -33.8, lon: 151.2 })
    expect(
      factsOf({ latitude: 33.8, GPSLatitudeRef: 'x', longitude: 151.2, GPSLongitudeRef: 'E' }),
    ).toEqual({})
  })

  it('never says what the server would refuse', () => {
    const tag = oneof(
      anything(),
      double(),
      constantFrom('S', 'w', 0, -1, 90, 181, '2026:02:30 00:00:00', '2026:02:03 04:05:06'),
    )
    const names = [
      'DateTimeOriginal',
      'OffsetTimeOriginal',
      'GPSLatitudeRef',
      'latitude',
      'GPSLongitudeRef',
      'longitude',
      'GPSHPositioningError',
      'GPSImgDirection',
    ]
    const said = check(
      property(record(Object.fromEntries(names.map((name) => [name, tag]))), (tags) => {
        const { takenAt, place, headingDegrees } = factsOf(tags)
        const photo = {
          ...kept,
          takenAt: takenAt ?? 0,
          position: place && { ...place, source: 'photo', at: takenAt ?? 0 },
          headingDegrees,
        }
        return v.is(PhotoRefSchema, JSON.parse(JSON.stringify(photo)))
      }),
      { numRuns: 2000 },
    )
    expect(said.failed ? said.counterexample : null).toBeNull()
  })
})
