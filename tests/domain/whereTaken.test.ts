import { check, property, array, double, integer, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distanceMetres } from '#geo/distanceMetres.ts'
import type { Position } from '#domain/position.ts'
import { doAgree, type Moment, momentAt, refined } from '#domain/whereTaken.ts'

const noon = Date.UTC(2026, 5, 1, 4)
const home = { lat: 28, lon: 123.999 }

/** A fix so many metres north of home, so many seconds from noon. */
const fix = (metres: number, accuracyMetres: number, seconds: number): Position => ({
  lat: home.lat + metres / 111_195,
  lon: home.lon,
  accuracyMetres,
  source: 'gps',
  at: noon + seconds * 1000,
})

const metresOf = ({ position }: Moment): number | null =>
  position && Math.round(distanceMetres(position, home))
const walk = (moment: Moment, ...fixes: Position[]): Moment => fixes.reduce(refined, moment)

describe('where the phone was at a moment', () => {
  it('stays there while the phone walks on to a sharper fix', () => {
    const taken = momentAt(noon, [fix(0, 8, -2)])
    expect(metresOf(walk(taken, fix(50, 7, 30), fix(100, 5, 60), fix(100, 3, 90)))).toBe(0)
  })

  it('is where the photo was taken, though a sharper fix was at the door where the form was begun', () => {
    expect(metresOf(momentAt(noon, [fix(0, 8, -15), fix(100, 12, -1)]))).toBe(100)
    expect(metresOf(walk(momentAt(noon, [fix(0, 8, -15)]), fix(100, 12, 1)))).toBe(100)
  })

  it('is the sharpest of the fixes around it that agree', () => {
    expect(momentAt(noon, [fix(4, 5, -12), fix(0, 20, -1)]).position).toEqual(fix(4, 5, -12))
    expect(walk(momentAt(noon, [fix(0, 20, -1)]), fix(3, 4, 6)).position).toEqual(fix(3, 4, 6))
  })

  it('knows nothing of fixes longer ago than twenty seconds', () => {
    expect(momentAt(noon, [fix(0, 3, -21)]).position).toBeNull()
  })

  it('is refined by a later fix that agrees, and is not carried off by many small steps', () => {
    const taken = momentAt(noon, [fix(0, 30, 0)])
    expect(walk(taken, fix(12, 6, 40)).position).toEqual(fix(12, 6, 40))
    const steps = Array.from({ length: 20 }, (_, step) => fix(5 * step, 30 - step, 11 + step * 4))
    expect(metresOf(walk(taken, ...steps))).toBeLessThanOrEqual(30)
  })

  it('takes a first fix that comes late as no sharper than a walk since then allows', () => {
    const late = walk(momentAt(noon, []), fix(28, 6, 20))
    expect(late.position?.accuracyMetres).toBe(34)
    expect(walk(momentAt(noon, []), fix(200, 6, 61)).position).toBeNull()
  })

  it('lies within its own circle of where the phone was, whatever is walked afterwards', () => {
    const path = array(
      record({
        metres: double({ min: -500, max: 500, noNaN: true }),
        accuracy: integer({ min: 1, max: 60 }),
        seconds: integer({ min: 11, max: 900 }),
      }),
    )
    const result = check(
      property(integer({ min: 1, max: 60 }), path, (accuracy, later) => {
        const taken = momentAt(noon, [fix(0, accuracy, 0)])
        const after = walk(
          taken,
          ...later
            .sort((a, b) => a.seconds - b.seconds)
            .map((each) => fix(each.metres, each.accuracy, each.seconds)),
        )
        return distanceMetres(after.position!, home) <= accuracy + 0.1
      }),
    )
    expect(result.failed ? result.counterexample : null).toBeNull()
  })
})

describe('whether two fixes may be of one spot', () => {
  const photo = (metres: number, accuracyMetres: number | null): Position => ({
    ...fix(metres, 0, 0),
    ...{ accuracyMetres, source: 'photo' },
  })

  it('goes by the vaguer of the two', () => {
    expect(doAgree(fix(0, 5, 0), fix(20, 25, 0))).toBe(true)
    expect(doAgree(fix(0, 5, 0), fix(30, 25, 0))).toBe(false)
  })

  it('does not hold a photo to be of anywhere because it does not say how surely it knows', () => {
    expect(doAgree(photo(0, null), fix(25, 8, 0))).toBe(true)
    expect(doAgree(photo(0, null), fix(300, 8, 0))).toBe(false)
    expect(doAgree(photo(0, null), fix(300, 400, 0))).toBe(true)
    expect(doAgree(photo(0, 500), fix(300, 8, 0))).toBe(true)
  })
})
