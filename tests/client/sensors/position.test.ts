import { anything, check, property } from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { watchPosition } from '#client/sensors/position.ts'
import type { Position } from '#domain/position.ts'
import { PositionSchema } from '#protocol/rowSchemas.ts'

const now = Date.UTC(2026, 5, 1, 4)
const sound = { latitude: 28, longitude: 123.999, accuracy: 8 }

/** A phone whose sensor says what a test wants it to say. */
function aSensor() {
  const heard: Position[] = []
  let say: (said: never) => void = () => undefined
  let time = now
  watchPosition(
    (fix) => heard.push(fix),
    () => undefined,
    {
      geolocation: {
        watchPosition: (onFix) => ((say = onFix as typeof say), 1),
        clearWatch: () => undefined,
        getCurrentPosition: () => undefined,
      },
      clock: () => time,
    },
  )
  return {
    heard,
    says: (coords: unknown, timestamp: unknown = time) => say({ coords, timestamp } as never),
    later: (ms: number) => (time += ms),
  }
}

describe('a position sensor', () => {
  it('is believed in what the server takes', () => {
    const sensor = aSensor()
    sensor.says(sound)
    expect(sensor.heard).toEqual([
      { lat: 28, lon: 123.999, accuracyMetres: 8, source: 'gps', at: now },
    ])
  })

  it.each([
    ['an accuracy below nought', { ...sound, accuracy: -1 }],
    ['an accuracy that is no number', { ...sound, accuracy: Number.NaN }],
    ['an accuracy without end', { ...sound, accuracy: Infinity }],
    ['a point in the sea off Africa', { ...sound, latitude: 0, longitude: 0 }],
    ['a latitude beyond the pole', { ...sound, latitude: 91 }],
    ['no figures', { ...sound, latitude: '28' }],
  ])('that says %s is not believed', (_, coords) => {
    const sensor = aSensor()
    sensor.says(coords)
    expect(sensor.heard).toEqual([])
  })

  it.each([
    ['of 1995', Date.UTC(1995, 1, 1)],
    ['of next year', Date.UTC(2027, 5, 1)],
    ['of an hour ago', now - 3_600_000],
    ['of no time', Number.NaN],
  ])('is not believed when its fix is %s', (_, timestamp) => {
    const sensor = aSensor()
    sensor.says(sound, timestamp)
    sensor.later(5000)
    sensor.says(sound, timestamp)
    expect(sensor.heard).toEqual([])
  })

  it('whose clock is off and keeps on running is believed in all but the time', () => {
    const sensor = aSensor()
    const off = Date.UTC(1995, 1, 1) - now
    sensor.says(sound, now + off)
    sensor.later(4000)
    sensor.says(sound, now + 4000 + off)
    expect(sensor.heard).toEqual([
      { lat: 28, lon: 123.999, accuracyMetres: 8, source: 'gps', at: now + 4000 },
    ])
  })

  it('forgets what it said before the clock was set back', () => {
    const sensor = aSensor()
    sensor.says(sound)
    sensor.later(-300_000)
    sensor.says({ ...sound, latitude: 28.01, accuracy: 30 })
    expect(sensor.heard.at(-1)).toMatchObject({ lat: 28.01, accuracyMetres: 30 })
  })

  it('that was refused is asked again as soon as the person allows it', async () => {
    const status = Object.assign(new EventTarget(), { state: 'denied' })
    let asked = 0
    const faults: string[] = []
    watchPosition(
      () => undefined,
      ({ code }) => faults.push(code),
      {
        geolocation: {
          watchPosition: (_, onError) => {
            if (status.state === 'denied') onError?.({ code: 1 } as never)
            return ++asked
          },
          clearWatch: () => undefined,
          getCurrentPosition: () => undefined,
        },
        permissions: { query: () => Promise.resolve(status as never) },
      },
    )
    expect(faults).toEqual(['positionRefused'])
    await Promise.resolve()
    status.state = 'granted'
    status.dispatchEvent(new Event('change'))
    expect(asked).toBe(2)
  })

  it('never gives a position that the server would refuse, whatever it says', () => {
    const sensor = aSensor()
    const said = check(
      property(
        anything(),
        anything(),
        anything(),
        anything(),
        (latitude, longitude, accuracy, timestamp) => {
          sensor.says({ latitude, longitude, accuracy }, timestamp)
          sensor.says({ latitude: sound.latitude, longitude, accuracy: sound.accuracy }, timestamp)
          return sensor.heard.every((fix) => v.is(PositionSchema, JSON.parse(JSON.stringify(fix))))
        },
      ),
    )
    expect(said.failed ? said.counterexample : null).toBeNull()
  })
})
