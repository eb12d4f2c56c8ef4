import { describe, expect, it } from 'vitest'
import type { MapPin } from '#map/mapPin.ts'
import { depthAt } from '#map/points/marks.ts'
import { PinSet } from '#map/points/pinSet.ts'
import type { WorldCells } from '#map/points/worldCells.ts'

const aPin = (n: number, more: Partial<MapPin> = {}): MapPin => ({
  id: `r-${n}`,
  lat: 30.59 + ((n * 7919) % 997) / 20_000,
  lon: 114.3 + ((n * 104_729) % 1009) / 20_000,
  icon: 'flame',
  ...more,
})
const aSet = (count: number): PinSet => {
  const pins = new PinSet()
  pins.replace(Array.from({ length: count }, (_, n) => aPin(n)))
  return pins
}
const zooms = [13, 15, 17, 19]
const keep = (pins: PinSet): WorldCells[] => zooms.map((zoom) => pins.cellsAt(depthAt(zoom)))
const copyOf = ({ cells }: WorldCells): Map<number, string> =>
  new Map([...cells].map(([key, cell]) => [key, JSON.stringify(cell)]))
/** How many cells of each kept zoom are not as they were. */
function changedBy(pins: PinSet, act: () => void): number[] {
  const before = keep(pins).map(copyOf)
  act()
  return keep(pins).map((cells, at) => {
    const [old, now] = [before[at]!, copyOf(cells)]
    return [...new Set([...old.keys(), ...now.keys()])].filter(
      (key) => old.get(key) !== now.get(key),
    ).length
  })
}
const countIn = ({ cells }: WorldCells): number =>
  [...cells.values()].reduce((sum, { count }) => sum + count, 0)

describe('a set of pins', () => {
  it('changes one cell of each kept zoom for a pin that comes, and one for a pin that goes', () => {
    const pins = aSet(2000)
    expect(changedBy(pins, () => pins.put(aPin(5000)))).toEqual([1, 1, 1, 1])
    expect(changedBy(pins, () => pins.remove('r-17'))).toEqual([1, 1, 1, 1])
    expect(keep(pins).map(countIn)).toEqual([2000, 2000, 2000, 2000])
  })

  it('changes the cell it left and the one it came to for a pin that moves', () => {
    const pins = aSet(2000)
    const far = aPin(17, { lat: 30.4, lon: 114.9 })
    expect(changedBy(pins, () => pins.put(far))).toEqual([2, 2, 2, 2])
    const within = { ...far, lat: 30.4 + 1e-9 }
    expect(changedBy(pins, () => pins.put(within))).toEqual([1, 1, 1, 1])
  })

  it('counts as if it had been filled at once, after any coming, moving and going', () => {
    const pins = aSet(300)
    keep(pins)
    for (let n = 0; n < 900; n++) {
      if (n % 3 === 0) pins.remove(`r-${(n * 7) % 300}`)
      else pins.put(aPin((n * 11) % 300, { usedShare: n % 2 ? 1.01 : 0.9, lat: 30 + n / 1e5 }))
    }
    const fresh = new PinSet()
    fresh.replace([...pins])
    const figures = (cells: WorldCells) =>
      [...cells.cells]
        .map(([key, { count, over, soon, within }]) => [key, count, over, soon, within])
        .sort(([a], [b]) => a! - b!)
    expect(keep(pins).map(figures)).toEqual(keep(fresh).map(figures))
  })

  it('keeps four zooms, and drops the one not looked at for longest', () => {
    const pins = aSet(10)
    for (const zoom of [12, 13, 14, 15]) pins.cellsAt(depthAt(zoom))
    pins.cellsAt(depthAt(12))
    pins.cellsAt(depthAt(16))
    expect(pins.depthsKept).toEqual([14, 15, 12, 16].map(depthAt))
  })

  it('tells of a change once, and of none when everything is as it was', () => {
    const pins = aSet(3)
    let told = 0
    const stop = pins.listen(() => told++)
    pins.replace([aPin(0), aPin(1), aPin(2)])
    expect(told).toBe(0)
    pins.replace([aPin(1), aPin(7, { usedShare: 1.01 })])
    expect(told).toBe(1)
    expect([...pins].map(({ id }) => id).sort()).toEqual(['r-1', 'r-7'])
    pins.put(aPin(7, { usedShare: 0.5 }))
    pins.remove('r-1')
    pins.remove('r-1')
    expect(told).toBe(3)
    stop()
    pins.put(aPin(8))
    expect(told).toBe(3)
  })
})
