// Whether a file's coordinates are what a person said: what the desk asks, and when it asks
// nothing.
import { describe, expect, it } from 'vitest'
import { doubtOf } from '#client/plan/doubtOf.ts'
import type { PlanChoices } from '#client/plan/planRequest.ts'
import type { Grid } from '#domain/grid.ts'
import type { Place } from '#domain/place.ts'
import type { Plan } from '#domain/plan/plan.ts'
import type { Corner } from '#geo/corner.ts'
import { toGcj02 } from '#geo/systems/chineseShift.ts'

const spots = Array.from({ length: 40 }, (_, at): Corner => [
  114.31 + 0.0009 * (at % 8),
  30.59 + 0.0007 * Math.floor(at / 8) + 0.0001 * (at % 3),
])
const byId = <T extends { id: string }>(all: readonly T[]) =>
  new Map(all.map((f) => [f.id, { v: 1, f }]))
const placesAt = (at: readonly Corner[], more: Partial<Place> = {}) =>
  at.map(([lon, lat], n) => ({ id: `p-${n}`, lat, lon, ...more }) as Place)
const planOf = (places: readonly Place[], grids: readonly Partial<Grid>[] = []): Plan => ({
  places: byId(places),
  grids: byId(
    grids.map((grid, n) => ({ id: `g-${n}`, parentId: null, border: [], ...grid }) as Grid),
  ),
})
const known = planOf(placesAt(spots))
const declared = (system: PlanChoices['system'], isExchanged = false) => ({ system, isExchanged })
const gcj02 = spots.map(toGcj02)
const swapped = spots.map(([lon, lat]): Corner => [lat, lon])

describe('nothing is asked', () => {
  it.each<[string, readonly Corner[], Plan, ReturnType<typeof declared>]>([
    ['where the file lies on the places that are known', spots, known, declared('wgs84')],
    ['of CGCS2000, which is the same', spots, known, declared('cgcs2000')],
    ['once the right one was chosen', gcj02, known, declared('gcj02')],
    ['once the axes were exchanged', swapped, known, declared('wgs84', true)],
    ['where nothing is known', gcj02, planOf([]), declared('wgs84')],
    [
      'by places that are gone',
      gcj02,
      planOf(placesAt(spots, { retiredAt: 1 })),
      declared('wgs84'),
    ],
    [
      'by places that are on no map',
      gcj02,
      planOf(placesAt(spots, { isUnplaced: true })),
      declared('wgs84'),
    ],
    ['of a file without coordinates', [], known, declared('wgs84')],
    [
      'of metres whose zone was told',
      [[38_529_700, 3_385_600]],
      known,
      declared({ zone: 38, width: 3 }),
    ],
  ])('%s', (_, points, plan, choice) => {
    expect(doubtOf(points, plan, choice)).toBeNull()
  })
})

describe('it is asked', () => {
  it('whether a file is in GCJ-02 that lies as if it were, and how far off it is', () => {
    const doubt = doubtOf(gcj02, known, declared('wgs84'))
    expect(doubt).toMatchObject({ reason: 'knownPlaces', system: 'gcj02', isExchanged: false })
    expect(doubt!.metres).toBeGreaterThan(500)
    expect(doubt!.metres).toBeLessThan(700)
  })

  it('whether latitude stands before longitude, whatever is known', () => {
    for (const plan of [known, planOf([])])
      expect(doubtOf(swapped, plan, declared('wgs84'))).toMatchObject({ isExchanged: true })
  })

  it('of the border alone, in all its parts, where no place is known', () => {
    const ring = (west: number): Grid['border'] => [
      [west, 30.5895],
      [west + 0.0035, 30.5895],
      [west + 0.0035, 30.5935],
      [west, 30.5935],
    ]
    const parts = [[ring(114.3098)], [ring(114.3133)]]
    const plan = planOf([], [{ border: ring(114.3098), parts }])
    expect(doubtOf(gcj02, plan, declared('wgs84'))).toMatchObject({
      reason: 'border',
      system: 'gcj02',
    })
    expect(doubtOf(spots, plan, declared('wgs84'))).toBeNull()
  })

  it('of which zone metres are: offered where the number says it, else asked for', () => {
    const asked = (x: number, y: number) => doubtOf([[x, y]], known, declared('wgs84'))
    const zone = { zone: 38, width: 3 }
    expect(asked(38_529_700, 3_385_600)).toMatchObject({ reason: 'metres', system: zone })
    expect(asked(529_700, 3_385_600)).toMatchObject({ reason: 'metres', system: null })
    expect(asked(3_385_600, 38_529_700)).toMatchObject({ system: zone, isExchanged: true })
  })
})
