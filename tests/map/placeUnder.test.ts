import { describe, expect, it } from 'vitest'
import type { Place, PlaceType } from '#domain/place.ts'
import { isInside } from '#geo/isInside.ts'
import type { XY } from '#geo/plane.ts'
import { placeUnder, type Finger } from '#map/placeUnder.ts'
import { ringOf } from '#map/planFrame.ts'
import { planShapesOf, type PlanShapes } from '#map/planShapes.ts'

// Whole pixels, as Leaflet makes them; north is up.
const perDegree = 100_000
const [west, north] = [114.3, 30.6] as const
const toPoint = (lat: number, lon: number): XY => ({
  x: Math.round((lon - west) * perDegree),
  y: Math.round((north - lat) * perDegree),
})
const toLatLon = ({ x, y }: XY) => ({ lat: north - y / perDegree, lon: west + x / perDegree })

const placeOn = (id: string, type: PlaceType, x: number, y: number, ring?: [number, number][]) =>
  ({
    ...{ id, type, code: id, name: id, ...toLatLon({ x, y }) },
    ...(ring && {
      outline: ring.map(([px, py]) => {
        const { lat, lon } = toLatLon({ x: px, y: py })
        return [lon, lat]
      }),
    }),
  }) as unknown as Place

const slab = (id: string, left: number, top: number): Place =>
  placeOn(id, 'building', left + 30, top + 10, [
    [left, top],
    [left + 60, top],
    [left + 60, top + 20],
    [left, top + 20],
  ])

const fingerOn = (at: XY, reachPixels = 22): Finger => ({
  at,
  reachPixels,
  areSpotsShown: true,
  toPoint,
  toLatLon,
})

describe('what a finger is on', () => {
  const shapes = planShapesOf(
    [],
    [
      slab('below', 100, 100),
      slab('above', 140, 110),
      placeOn('lamp', 'lampPost', 130, 90),
      placeOn('shop', 'shop', 150, 90),
      placeOn('beside a pixel', 'point', 408.6, 90),
    ],
  )
  const idAt = (x: number, y: number, finger: Partial<Finger> = {}) =>
    placeUnder(shapes, { ...fingerOn({ x, y }), ...finger })?.id

  it('is no building in its courtyard', () => {
    const hole = slab('hole', 600, 100).outline!
    const block = placeOn('block', 'building', 600, 90, [
      [580, 80],
      [680, 80],
      [680, 140],
      [580, 140],
    ])
    const under = (x: number, y: number) =>
      placeUnder(planShapesOf([], [{ ...block, holes: [hole] }]), fingerOn({ x, y }))?.id
    expect([under(630, 110), under(630, 135), under(590, 90)]).toEqual([
      undefined,
      'block',
      'block',
    ])
  })

  it('is the nearest lamp-post or point within reach', () => {
    expect(idAt(138, 88)).toBe('lamp')
    expect(idAt(143, 88)).toBe('shop')
    expect(idAt(109, 90)).toBe('lamp')
    expect(idAt(108, 90)).toBeUndefined()
    expect(idAt(130, 69)).toBe('lamp')
    expect(idAt(130, 68)).toBeUndefined()
    expect(idAt(130, 79, { reachPixels: 10 })).toBeUndefined()
    expect(idAt(430.9, 90)).toBe('beside a pixel')
  })

  it('where lamp-posts and points are too small to be drawn, only the one that comes next', () => {
    const lamps = [placeOn('lamp', 'lampPost', 130, 90), placeOn('next', 'lampPost', 180, 90)]
    const round = planShapesOf([], lamps, new Set(), { nextId: lamps[1]!.id })
    const at = (x: number) =>
      placeUnder(round, { ...fingerOn({ x, y: 90 }), areSpotsShown: false })?.id
    expect([at(130), at(180)]).toEqual([undefined, 'next'])
  })

  it('else the building, the one drawn last where two lie there', () => {
    expect(idAt(102, 118, { reachPixels: 10 })).toBe('below')
    expect(idAt(150, 115, { reachPixels: 10 })).toBe('above')
    expect(idAt(198, 128)).toBe('above')
    expect(idAt(198, 118, { reachPixels: 0 })).toBe('above')
    expect(idAt(300, 300)).toBeUndefined()
  })

  it('is a building also where spots are too small to be shown', () => {
    expect(idAt(130, 101, { areSpotsShown: false })).toBe('below')
    expect(idAt(130, 90, { areSpotsShown: false })).toBeUndefined()
  })
})

/** Everything measured in pixels. */
function plainPlaceUnder(shapes: PlanShapes, { at, reachPixels }: Finger): Place | null {
  let nearest: Place | null = null
  let nearestPixels = reachPixels
  for (const { place } of [...shapes.lampPosts, ...shapes.spots]) {
    const point = toPoint(place.lat, place.lon)
    const pixels = Math.hypot(point.x - at.x, point.y - at.y)
    if (pixels < nearestPixels) [nearest, nearestPixels] = [place, pixels]
  }
  const building = shapes.buildings.findLast(({ place }) =>
    isInside(at, ringOf({ toPoint }, place.outline!)),
  )
  return nearest ?? building?.place ?? null
}

it('is the same as where everything is measured, of which only what lies near is', () => {
  const places = Array.from({ length: 3000 }, (_, n) => {
    const [x, y] = [((n * 7919) % 30_011) / 10, ((n * 104_729) % 20_011) / 10]
    if (n % 3 === 0) return slab(`p-${n}`, x, y)
    return placeOn(`p-${n}`, n % 3 === 1 ? 'lampPost' : 'shop', x, y)
  })
  const shapes = planShapesOf([], places)
  let measured = 0
  let found = 0
  for (let n = 0; n < 150; n++) {
    const at = { x: (n * 577) % 3000, y: (n * 373) % 2000 }
    const finger = {
      ...fingerOn(at, n % 2 ? 22 : 10),
      toPoint: (lat: number, lon: number) => {
        measured++
        return toPoint(lat, lon)
      },
    }
    const place = placeUnder(shapes, finger)
    expect(place?.id).toBe(plainPlaceUnder(shapes, finger)?.id)
    if (place) found++
  }
  expect(found).toBeGreaterThan(50)
  expect(measured / 150).toBeLessThan(20)
})
