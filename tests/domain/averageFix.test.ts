import { describe, expect, it } from 'vitest'
import { averageFix, averaging } from '#domain/averageFix.ts'
import type { Position } from '#domain/position.ts'
import { distanceMetres } from '#geo/distanceMetres.ts'

const truth = { lat: 30.59, lon: 114.31 }
const [metresNorth, metresEast] = [111_195, 111_195 * Math.cos((truth.lat * Math.PI) / 180)]

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

interface Script {
  count: number
  /** How long an error lasts, seconds; of one axis, metres. */
  lasts: number
  sigma: number
  claims: (next: () => number) => number
  /** So many of them lie 60 m off and claim 8 m. */
  jumps?: number
}

/** A fix each second whose errors follow each other. */
function fixesOf({ count, lasts, sigma, claims, jumps = 0 }: Script, seed: number): Position[] {
  const next = numbersFrom(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  const keeps = Math.exp(-1 / lasts)
  let [north, east] = [sigma * normal(), sigma * normal()]
  const off = new Set<number>()
  while (off.size < jumps) off.add(Math.floor(next() * count))
  return Array.from({ length: count }, (_, n) => {
    north = keeps * north + sigma * Math.sqrt(1 - keeps ** 2) * normal()
    east = keeps * east + sigma * Math.sqrt(1 - keeps ** 2) * normal()
    const turn = 2 * Math.PI * next()
    const jump = off.has(n) ? 60 : 0
    return aFix(north + jump * Math.sin(turn), east + jump * Math.cos(turn), {
      at: n * 1000,
      accuracyMetres: jump ? 8 : claims(next),
    })
  })
}

const aFix = (north: number, east: number, more: Partial<Position> = {}): Position => ({
  lat: truth.lat + north / metresNorth,
  lon: truth.lon + east / metresEast,
  accuracyMetres: 8,
  source: 'gps',
  at: 0,
  ...more,
})

type Way = (fixes: Position[]) => { lat: number; lon: number } | null
const byWeight =
  (weight: (fix: Position) => number): Way =>
  (fixes) => {
    const total = fixes.reduce((sum, fix) => sum + weight(fix), 0)
    const mean = (read: (fix: Position) => number) =>
      fixes.reduce((sum, fix) => sum + weight(fix) * read(fix), 0) / total
    return { lat: mean(({ lat }) => lat), lon: mean(({ lon }) => lon) }
  }
const plain = byWeight(() => 1)
const weighted = byWeight((fix) => 1 / fix.accuracyMetres! ** 2)
const sharpest: Way = (fixes) =>
  fixes.reduce((best, fix) => (fix.accuracyMetres! < best.accuracyMetres! ? fix : best))

/** Off by so much, root of the mean square over many runs; and how many gave nothing. */
function errorOf(script: Script, way: Way): { metres: number; none: number } {
  const found = Array.from({ length: 2000 }, (_, seed) => way(fixesOf(script, seed + 1)))
  const there = found.filter((each) => each !== null)
  const squares = there.map((each) => distanceMetres(each, truth) ** 2)
  return {
    metres: Math.sqrt(squares.reduce((sum, each) => sum + each, 0) / there.length),
    none: found.length - there.length,
  }
}
const within10Percent = (metres: number, wanted: number) => {
  expect(metres).toBeGreaterThan(0.9 * wanted)
  expect(metres).toBeLessThan(1.1 * wanted)
}

describe('many fixes of a phone that stands still', () => {
  it('gain little by being averaged where their errors last, a quarter where they change', () => {
    const script = { count: 20, sigma: 7 / Math.SQRT2, claims: () => 8 }
    within10Percent(errorOf({ ...script, lasts: 10 }, ([first]) => first!).metres, 7)
    within10Percent(errorOf({ ...script, lasts: 10 }, averageFix).metres, 5.3)
    within10Percent(errorOf({ ...script, lasts: 60 }, averageFix).metres, 6.6)
  })

  it('gain by what lies far off and claims to be sharp having no say', () => {
    const script = {
      ...{ count: 15, jumps: 2, lasts: 10, sigma: 3.6 },
      claims: (next: () => number) => 7 + 17.3 * next(),
    }
    within10Percent(errorOf(script, plain).metres, 7)
    within10Percent(errorOf(script, weighted).metres, 13)
    const average = errorOf(script, averageFix)
    within10Percent(average.metres, 4.2)
    expect(errorOf(script, sharpest).metres).toBeGreaterThan(5 * average.metres)
    expect(average.none).toBe(0)
  })

  it('are as sharp together as the middle one of them, never sharper than 3 m', () => {
    const claiming = (...metres: number[]) =>
      averageFix(metres.map((accuracyMetres) => aFix(0, 0, { accuracyMetres })))
    expect(claiming(20, 9, 30, 11, 10)).toMatchObject({
      ...{ accuracyMetres: 11, source: 'average', fixes: 5 },
    })
    expect(claiming(1, 1, 1, 1, 2, 2)?.accuracyMetres).toBe(3)
    expect(distanceMetres(claiming(0, 0, 0, 0, 0)!, truth)).toBeLessThan(0.01)
  })

  it('are at least five, of the last minute, measured by the phone', () => {
    const five = Array.from({ length: averaging.leastFixes }, (_, n) => aFix(n, 0, { at: n }))
    expect(averageFix(five)).toMatchObject({ fixes: 5, at: 4 })
    expect(averageFix(five.slice(1))).toBeNull()
    expect(averageFix([])).toBeNull()
    const old = aFix(0, 0, { at: 4 - averaging.windowMs - 1 })
    expect(averageFix([old, ...five.slice(1)])).toBeNull()
    expect(averageFix([...five.slice(1), aFix(0, 0, { at: 4, source: 'photo' })])).toBeNull()
    expect(averageFix([...five.slice(1), aFix(0, 0, { at: 4, accuracyMetres: null })])).toBeNull()
    // Only four are left when the one far off has no say.
    expect(averageFix([...five.slice(1), aFix(500, 0, { at: 4 })])).toBeNull()
  })

  it('are none of a phone that walks, and may scatter as far as they say', () => {
    const walking = (step: number, accuracyMetres: number) =>
      averageFix(
        Array.from({ length: 10 }, (_, n) => aFix(n * step, 0, { at: n * 1000, accuracyMetres })),
      )
    expect(walking(1.4, 8)).not.toBeNull()
    expect(walking(4, 8)).toBeNull()
    expect(walking(4, 30)).not.toBeNull()
  })

  it('lie on one side of the earth, however many degrees stand between them', () => {
    const around = [179.99999, -179.99999, -179.99998, 179.99998, 180].map((lon) => ({
      ...aFix(0, 0),
      lon,
    }))
    const middle = averageFix([...around, { ...aFix(0, 0), lon: 179.9998 }])!
    expect(distanceMetres(middle, { lat: truth.lat, lon: 180 })).toBeLessThan(5)
    expect(Math.abs(middle.lon)).toBeLessThanOrEqual(180)
  })
})
