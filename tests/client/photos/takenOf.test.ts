import { describe, expect, it } from 'vitest'
import { stampLines } from '#client/photos/stampLines.ts'
import { takenOf } from '#client/photos/takenOf.ts'
import { photoDoubts } from '#domain/photoDoubts.ts'
import type { PhotoRef } from '#domain/photo.ts'
import type { Position } from '#domain/position.ts'

const now = Date.UTC(2026, 5, 1, 4)
const here: Position = { lat: 28, lon: 123.999, accuracyMetres: 8, source: 'gps', at: now }
const there = { lat: 31.2, lon: 121.4, accuracyMetres: null }
const of2008 = Date.UTC(2008, 9, 22, 11)
const stamp = { locale: 'zh-CN', memberId: 'm-1', placeName: '灯杆 12' } as const

describe('a photo of the album', () => {
  it('says what it says itself, and nothing of now or here', () => {
    const taken = takenOf(
      { takenAt: of2008, place: there },
      { source: 'album', at: now, position: here },
    )
    expect(taken).toEqual({
      source: 'album',
      takenAt: of2008,
      position: { ...there, source: 'photo', at: of2008 },
    })
    expect(stampLines(stamp, taken)).toEqual([
      '2008年10月22日 19:00:00 (相册照片)',
      '31.200000, 121.400000 WGS-84',
      'm-1',
    ])
  })

  it('without a date is not of now, and is not stamped', () => {
    const taken = takenOf({}, { source: 'album', at: now, position: here })
    expect(taken).toEqual({ source: 'album', takenAt: now, isUndated: true })
    expect(stampLines(stamp, taken)).toEqual([])
  })

  it('is one all the same when a phone hands it over as if it were shot', () => {
    expect(takenOf({ takenAt: of2008 }, { source: 'camera', at: now, position: here })).toEqual({
      source: 'album',
      takenAt: of2008,
    })
  })
})

it('a photo that was shot is of now and here', () => {
  const taken = takenOf({}, { source: 'camera', at: now, position: here })
  expect(taken).toEqual({ source: 'camera', takenAt: now, position: here })
  expect(stampLines(stamp, taken)).toEqual([
    '2026年6月1日 12:00:00 (设备时间)',
    '灯杆 12',
    '28.000000, 123.999000 WGS-84 ±8 m',
    'm-1',
  ])
})

it('a photo that was shot looks where the compass said, unless it says so itself', () => {
  const origin = { source: 'camera', at: now, headingDegrees: 45 } as const
  expect(takenOf({}, origin).headingDegrees).toBe(45)
  expect(takenOf({ headingDegrees: 200 }, origin).headingDegrees).toBe(200)
  expect(takenOf({ takenAt: of2008 }, origin).headingDegrees).toBeUndefined()
})

it('what speaks against a photo is that it is old, from elsewhere, of no known time, or cut', () => {
  const photo = (more: Partial<PhotoRef>) => ({ takenAt: now, ...more }) as PhotoRef
  const [old, far, undated, cut] = [
    photo({ takenAt: of2008 }),
    photo({ position: { ...there, source: 'photo', at: now } }),
    photo({ isUndated: true }),
    photo({ isUnfinished: true }),
  ]
  const doubts = photoDoubts([photo({ position: here }), old, far, undated, cut], {
    at: now,
    where: here,
  })
  expect(doubts).toEqual({
    old: [old],
    far: [{ photo: far, metres: expect.closeTo(435_000, -4) }],
    undated: [undated],
    unfinished: [cut],
  })
})
