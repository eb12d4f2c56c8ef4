// How much two grids lie over each other.
import type { Corner } from './corner.ts'
import { earthRadiusMetres } from './distanceMetres.ts'
import { areaOf, type Polygons } from './rings.ts'

const lines = 400

/**
 * What they have in common as a share of the smaller one, 0 to 1. What they have in common is
 * measured along 400 lines from west to east, exactly along each: within a hundredth of it where
 * borders are not made of hundreds of steps from south to north.
 */
export function overlapShare(one: Polygons, other: Polygons): number {
  const [low, high] = [
    Math.max(heightOf(one)[0], heightOf(other)[0]),
    Math.min(heightOf(one)[1], heightOf(other)[1]),
  ]
  const smaller = Math.min(areaOf(one), areaOf(other))
  if (!(low < high) || smaller === 0) return 0
  const step = (high - low) / lines
  let common = 0
  for (let line = 0; line < lines; line++) {
    const y = low + (line + 0.5) * step
    common += step * commonLength(stretchesAt(y, one), stretchesAt(y, other))
  }
  const metresOfDegree = (earthRadiusMetres * Math.PI) / 180
  const lat = ((low + high) / 2) * (Math.PI / 180)
  return Math.min(1, (common * metresOfDegree ** 2 * Math.cos(lat)) / smaller)
}

type Stretch = readonly [from: number, to: number]

function heightOf(polygons: Polygons): [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity]
  for (const rings of polygons)
    for (const [, y] of rings[0] ?? []) {
      low = Math.min(low, y)
      high = Math.max(high, y)
    }
  return [low, high]
}

/** Where a line lies inside, by the even-odd rule. */
const stretchesAt = (y: number, polygons: Polygons): Stretch[] =>
  polygons.flatMap((rings) => {
    const xs = rings.flatMap((ring) => crossingsAt(y, ring)).sort((a, b) => a - b)
    return xs.flatMap((x, index): Stretch[] => (index % 2 === 1 ? [[xs[index - 1]!, x]] : []))
  })

function crossingsAt(y: number, ring: readonly Corner[]): number[] {
  const xs: number[] = []
  let a = ring.at(-1)
  for (const b of ring) {
    if (a && a[1] > y !== b[1] > y) xs.push(((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0])
    a = b
  }
  return xs
}

const commonLength = (a: readonly Stretch[], b: readonly Stretch[]): number =>
  a.reduce(
    (sum, [from, to]) =>
      sum + b.reduce((s, [f, t]) => s + Math.max(0, Math.min(to, t) - Math.max(from, f)), 0),
    0,
  )
