// A ring or a line as a value: each edit gives a new one and leaves the old as it was. A ring does
// not repeat its first corner.
import type { Corner } from './corner.ts'

/** [lon, lat] pairs, WGS-84, degrees. */
export type Corners = readonly Corner[]

/** Rings are stored in ten-millionths of a degree: about a centimetre. */
export const perDegree = 1e7

/** Seven decimals, as rings are stored. */
export const roundedCorner = ([lon, lat]: Corner): Corner => [
  Math.round(lon * perDegree) / perDegree,
  Math.round(lat * perDegree) / perDegree,
]

/** Whether two corners are one where rings are stored. */
export const isSameCorner = (a: Corner, b: Corner): boolean =>
  Math.round(a[0] * perDegree) === Math.round(b[0] * perDegree) &&
  Math.round(a[1] * perDegree) === Math.round(b[1] * perDegree)

/** The new corner stands at that index, the one that stood there after it. */
export const insertCorner = (ring: Corners, index: number, corner: Corner): Corner[] =>
  ring.toSpliced(index, 0, roundedCorner(corner))

export const moveCorner = (ring: Corners, index: number, to: Corner): Corner[] =>
  ring.with(index, roundedCorner(to))

export const removeCorner = (ring: Corners, index: number): Corner[] => ring.toSpliced(index, 1)

/** Between two corners. */
export const middleOf = (a: Corner, b: Corner): Corner =>
  roundedCorner([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2])

/** Without corners that stand where the one before them stands; of a ring, the last may as well. */
export const withoutRepeats = (corners: Corners, isClosed = true): Corner[] =>
  corners.filter((corner, index) => {
    const before = index > 0 ? corners[index - 1] : isClosed ? corners.at(-1) : undefined
    return !before || before === corner || !isSameCorner(before, corner)
  })

/** Its edges as pairs of corners; edge i begins at corner i. */
export const edgesOf = (corners: Corners, isClosed: boolean): [Corner, Corner][] =>
  corners.flatMap((corner, index): [Corner, Corner][] => {
    const next = corners[index + 1] ?? (isClosed ? corners[0] : undefined)
    return next ? [[corner, next]] : []
  })

/** In square metres, whichever way round it runs; good to 0.01 % for a ring of some kilometres. */
export function areaOf(ring: Corners): number {
  const points = inMetres(ring)
  let twice = 0
  for (const [index, a] of points.entries()) {
    const b = points[(index + 1) % points.length]!
    twice += a[0] * b[1] - b[0] * a[1]
  }
  return Math.abs(twice) / 2
}

/** Of a line, in metres. */
export const lengthOf = (line: Corners): number =>
  edgesOf(inMetres(line), false).reduce(
    (sum, [a, b]) => sum + Math.hypot(b[0] - a[0], b[1] - a[1]),
    0,
  )

/** East and north of the first corner, on the ellipsoid's two radii of curvature there. */
function inMetres(corners: Corners): Corner[] {
  if (corners.length === 0) return []
  const rad = Math.PI / 180
  const [lon0, lat0] = corners[0]!
  const middle = corners.reduce((sum, [, lat]) => sum + lat, 0) / corners.length
  const equatorRadius = 6_378_137
  const flattened = 0.006_694_379_990_14
  const bulge = 1 - flattened * Math.sin(middle * rad) ** 2
  const east = (equatorRadius / Math.sqrt(bulge)) * Math.cos(middle * rad) * rad
  const north = ((equatorRadius * (1 - flattened)) / bulge ** 1.5) * rad
  return corners.map(([lon, lat]) => [(lon - lon0) * east, (lat - lat0) * north])
}
