import { describe, expect, it } from 'vitest'
import type { Corner } from '#geo/corner.ts'
import { snapCorner, type SnapOptions } from '#geo/snapCorner.ts'
import type { Neighbour } from '#geo/sharedCorners.ts'

const perDegree = 100_000
const toPoint = ([lon, lat]: Corner) => ({
  x: (lon - 114.3) * perDegree,
  y: (30.6 - lat) * perDegree,
})
const corner = (x: number, y: number): Corner => [114.3 + x / perDegree, 30.6 - y / perDegree]
const neighbour = (id: string, ...points: [number, number][]): Neighbour => ({
  id,
  ring: points.map(([x, y]) => corner(x, y)),
})
const square = neighbour('square', [100, 100], [200, 100], [200, 200], [100, 200])

const snap = (x: number, y: number, options: Partial<SnapOptions> = {}, others = [square]) => {
  const found = snapCorner({ x, y }, others, { toPoint, reachPixels: 12, ...options })
  if (!found) return null
  const point = toPoint(found.corner)
  return [found.onto, found.neighbourId, Math.round(point.x), Math.round(point.y)]
}

describe('a corner put down', () => {
  it('goes onto a corner within twelve pixels, and no farther', () => {
    expect(snap(92, 92)).toEqual(['corner', 'square', 100, 100])
    expect(snap(91, 91)).toBeNull()
  })

  it('goes onto an edge within twelve pixels, at the foot of the way there', () => {
    expect(snap(150, 89)).toEqual(['edge', 'square', 150, 100])
    expect(snap(150, 87)).toBeNull()
    // The edge that closes the ring is one as well, and there is none in a line.
    expect(snap(108, 150)).toEqual(['edge', 'square', 100, 150])
    expect(snap(108, 150, {}, [{ ...square, isLine: true }])).toBeNull()
  })

  it('rather goes onto a corner than onto an edge that is nearer', () => {
    expect(snap(109, 101)).toEqual(['corner', 'square', 100, 100])
    const beside = neighbour('beside', [110, 0], [110, 300], [400, 300])
    expect(snap(109, 101, {}, [beside, square])).toEqual(['corner', 'square', 100, 100])
  })

  it('goes onto the nearest of several', () => {
    const close = neighbour('close', [86, 92], [60, 92], [60, 60])
    expect(snap(91, 95, {}, [square, close])).toEqual(['corner', 'close', 86, 92])
    expect(snap(91, 95, {}, [close, square])).toEqual(['corner', 'close', 86, 92])
  })

  it('is not held by what moves along with it, but by who may not be altered', () => {
    expect(snap(104, 104, { from: corner(100, 100) })).toBeNull()
    expect(snap(150, 104, { from: corner(100, 100) })).toBeNull()
    const fixed = { ...square, isFixed: true }
    expect(snap(104, 104, { from: corner(100, 100) }, [fixed])?.[0]).toBe('corner')
  })
})
