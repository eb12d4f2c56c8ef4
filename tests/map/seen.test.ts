// Of a whole town only what lies in the picture is drawn.
import { expect, it } from 'vitest'
import type { Grid } from '#domain/grid.ts'
import type { Place } from '#domain/place.ts'
import { drawPlan } from '#map/drawPlan.ts'
import type { PlanFrame } from '#map/planFrame.ts'
import { planShapesOf } from '#map/planShapes.ts'

/** A tenth of a degree is a thousand pixels, from 114° E and 31° N. */
const toPoint = (lat: number, lon: number) => ({ x: (lon - 114) * 10_000, y: (31 - lat) * 10_000 })
const square = (lon: number, lat: number, side: number): [number, number][] => [
  [lon, lat],
  [lon + side, lat],
  [lon + side, lat + side],
  [lon, lat + side],
]
const aPlace = (id: string, type: Place['type'], lon: number, lat: number) =>
  ({
    ...{ id, type, code: id, name: id, gridId: 'g', parentId: null, lat, lon },
    outline: type === 'path' ? square(lon, lat, 0.002).slice(0, 2) : square(lon, lat, 0.002),
  }) as Place

/** How often each act of a canvas was called for a plan. */
function actsFor(places: readonly Place[], grids: readonly Grid[]): Map<string, number> {
  const acts = new Map<string, number>()
  const ctx = new Proxy({} as CanvasRenderingContext2D, {
    set: () => true,
    get: (_, name) => {
      acts.set(String(name), (acts.get(String(name)) ?? 0) + 1)
      return () => (name === 'measureText' ? { width: 30 } : undefined)
    },
  })
  const frame = {
    ...{ ctx, toPoint, pixelsPerMetre: 8, colours: { edgePixels: 1 } },
    ...{ view: { minX: 0, minY: 0, maxX: 400, maxY: 400 }, lettering: { sizePixels: 17 } },
  } as PlanFrame
  drawPlan(frame, planShapesOf(grids, places))
  return acts
}

const types = ['building', 'lampPost', 'point', 'shop', 'path', 'stairwell'] as const
const near = types.map((type, n) => aPlace(`n-${type}`, type, 114.005 + n / 200, 30.99))
const far = types.flatMap((type) =>
  Array.from({ length: 50 }, (_, n) => aPlace(`f-${type}-${n}`, type, 114.2 + n / 100, 30.5)),
)
const aGrid = (id: string, lon: number) =>
  ({ ...{ id, name: id, level: 'grid', parentId: 'c' }, border: square(lon, 30.98, 0.01) }) as Grid

it('draws what lies in the view, and no more where there is much elsewhere', () => {
  const grids = [aGrid('here', 114.01)]
  const alone = actsFor(near, grids)
  const elsewhere = Array.from({ length: 50 }, (_, n) => aGrid(`f-${n}`, 114.3 + n / 50))
  const among = actsFor([...near, ...far], [...grids, ...elsewhere])
  for (const act of ['fill', 'stroke', 'arc', 'fillText']) {
    expect(alone.get(act)).toBeGreaterThan(0)
    expect(among.get(act)).toBe(alone.get(act))
  }
})

it('draws what stands outside as far as its word reaches into the view', () => {
  const [outside, farther] = [114.042, 114.06].map((lon) => aPlace('W-1', 'lampPost', lon, 30.99))
  expect(actsFor([outside!], []).get('arc')).toBe(1)
  expect(actsFor([farther!], []).get('arc')).toBeUndefined()
})
