import { describe, expect, it } from 'vitest'
import type { MapPin } from '#map/mapPin.ts'
import {
  depthAt,
  type Mark,
  marksIn,
  membersOf,
  type PinView,
  worldPixelsAt,
  worstOf,
} from '#map/points/marks.ts'
import { PinSet } from '#map/points/pinSet.ts'
import { spreadOffsets } from '#map/points/spreadOffsets.ts'
import { worldOf } from '#map/points/worldCells.ts'

const everywhere = { minX: 0, minY: 0, maxX: Infinity, maxY: Infinity }
const viewAt = (zoom: number, more: Partial<PinView> = {}): PinView => {
  const side = worldPixelsAt(zoom)
  return { zoom, box: { ...everywhere, maxX: side, maxY: side }, alone: new Set(), ...more }
}
const home = { lat: 30.59, lon: 114.3 }
/** So many pixels to the east of the middle of a cell, at a zoom. */
function aPinAt(id: string, zoom: number, pixels: number, more: Partial<MapPin> = {}): MapPin {
  const wide = 2 ** depthAt(zoom)
  const column = Math.floor(worldOf(home).x * wide) + 0.5
  const x = column / wide + pixels / worldPixelsAt(zoom)
  return { id, lat: home.lat, lon: (x - 0.5) * 360, icon: 'flame', ...more }
}
const aSet = (...given: MapPin[]): PinSet => {
  const pins = new PinSet()
  pins.replace(given)
  return pins
}
const idsOf = (pins: PinSet, mark: Mark, view: PinView): string[] =>
  mark.pin
    ? [mark.pin.id]
    : membersOf(pins, mark, view)
        .map(({ id }) => id)
        .sort()

describe('the marks of a view', () => {
  it('are one for what shares a cell, in the middle of its pins, and one for each pin alone', () => {
    const pins = aSet(aPinAt('a', 15, -10), aPinAt('b', 15, 20), aPinAt('c', 15, 400))
    const [near, far] = marksIn(pins, viewAt(15))
    expect([near!.count, far!.count]).toEqual([2, 1])
    const { x } = worldOf(aPinAt('', 15, 5))
    expect(near!.x).toBeCloseTo(x * worldPixelsAt(15), 3)
    expect(far!.pin?.id).toBe('c')
  })

  it('join neighbours nearer than 40 pixels, and leave others apart', () => {
    const side = (gap: number) => [aPinAt('a', 15, 32 - gap / 2), aPinAt('b', 15, 32 + gap / 2)]
    expect(marksIn(aSet(...side(38)), viewAt(15))).toHaveLength(1)
    expect(marksIn(aSet(...side(42)), viewAt(15))).toHaveLength(2)
  })

  it('are single pins from zoom 19 on, but for those in one spot', () => {
    const pins = aSet(aPinAt('a', 19, 0), aPinAt('b', 19, 0), aPinAt('c', 19, 30))
    expect(marksIn(pins, viewAt(18.75)).map(({ count }) => count)).toEqual([3])
    expect(marksIn(pins, viewAt(19)).map(({ count }) => count)).toEqual([2, 1])
  })

  it('count levels and name the worst with its share', () => {
    const pins = aSet(
      aPinAt('a', 15, 0, { usedShare: 1.01 }),
      aPinAt('b', 15, 1, { usedShare: 0.9 }),
      aPinAt('c', 15, 2, { usedShare: 0.1 }),
      aPinAt('d', 15, 3),
    )
    const [mark] = marksIn(pins, viewAt(15))
    expect(mark).toMatchObject({ count: 4, over: 1, soon: 1, within: 1 })
    expect(worstOf(mark!)).toEqual({ level: 'over', share: 0.25 })
    pins.put(aPinAt('a', 15, 0))
    expect(worstOf(marksIn(pins, viewAt(15))[0]!)).toEqual({ level: 'soon', share: 0.25 })
    pins.replace([aPinAt('d', 15, 3)])
    expect(worstOf(marksIn(pins, viewAt(15))[0]!)).toEqual({ level: 'none', share: 0 })
  })

  it('leave out what stands alone, and show the one that is left of two as itself', () => {
    const pins = aSet(aPinAt('a', 15, 0), aPinAt('b', 15, 10))
    const view = viewAt(15, { alone: new Set([pins.numberOf('a')!]) })
    const marks = marksIn(pins, view)
    expect(marks.map(({ pin }) => pin?.id)).toEqual(['b'])
    expect(membersOf(pins, marks[0]!, view).map(({ id }) => id)).toEqual(['b'])
  })

  it('lose no pin and show none twice, whatever the zoom', () => {
    const pins = new PinSet()
    pins.replace(
      Array.from({ length: 3000 }, (_, n) => ({
        id: `r-${n}`,
        lat: 30.5 + ((n * 7919) % 3001) / 30_000,
        lon: 114.3 + ((n * 104_729) % 2003) / 30_000,
        icon: 'flame' as const,
      })),
    )
    for (const zoom of [11, 13.25, 15.5, 17.75, 19, 21]) {
      const view = viewAt(zoom)
      const marks = marksIn(pins, view)
      expect(marks.reduce((sum, { count }) => sum + count, 0)).toBe(3000)
      expect(new Set(marks.flatMap(({ cellKeys }) => cellKeys)).size).toBe(
        pins.cellsAt(depthAt(zoom)).cells.size,
      )
      const cluster = marks.find(({ count }) => count > 1)
      if (cluster) expect(idsOf(pins, cluster, view)).toHaveLength(cluster.count)
    }
  })

  it('are those of the view and its edge, not of the whole world', () => {
    const pins = aSet(aPinAt('a', 17, 0), aPinAt('b', 17, 90), aPinAt('c', 17, 5000))
    const at = worldOf(aPinAt('', 17, 0))
    const [x, y] = [at.x * worldPixelsAt(17), at.y * worldPixelsAt(17)]
    const box = { minX: x - 30, maxX: x + 30, minY: y - 30, maxY: y + 30 }
    expect(marksIn(pins, viewAt(17, { box })).map(({ pin }) => pin?.id)).toEqual(['a', 'b'])
  })
})

describe('spreadOffsets', () => {
  it('keeps every two of them apart by nearly the gap', () => {
    const offsets = spreadOffsets(30, 30)
    for (const [index, a] of offsets.entries()) {
      for (const b of offsets.slice(index + 1))
        expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(30 * 0.8)
    }
  })
})
