// Where a picture of a plan lies, by points of it whose place is known: two shift, turn and scale
// it, three and more also stretch and skew it as little as they must (least squares about their
// mean, in web-mercator units). Never stored: worked out from the points wherever it is drawn.
import { distanceMetres, type LatLon } from './distanceMetres.ts'
import type { XY } from './plane.ts'
import { fromMercator, toMercator } from './webMercator.ts'

export interface PinnedPoint extends LatLon {
  /** In the picture: pixels from its left and upper edge. */
  px: number
  py: number
}

/** x = a · px + c · py + e, y = b · px + d · py + f, in web-mercator units: CSS's own order. */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number]

export interface PictureFit {
  matrix: Affine
  /** How far each point lies from where the picture has it, in metres. */
  residuals: number[]
  /** Its height to its width, against that of the picture; 1 with two points. */
  stretch: number
  /** How far its edges are from a right angle, in degrees; beyond 90 it is mirrored. */
  skew: number
}

export type PictureFault = 'tooFewPoints' | 'pointsEqual' | 'pointsOnALine'
export type PictureDoubt = 'oneIsOff' | 'stretched' | 'skewed' | 'mirrored'

/** What a plan that was measured never shows (metres; height to width; degrees). */
const usual = { residual: 3, leastStretch: 0.9, mostStretch: 1.1, skew: 5 } as const
/** How wide the points lie across to how long they lie along, at the least. */
const leastBreadth = 0.02

/** Points that are all on a line leave open how the picture lies beside it. */
export function fitPicture(points: readonly PinnedPoint[]): PictureFit | PictureFault {
  if (points.length < 2) return 'tooFewPoints'
  const from = points.map(({ px, py }): XY => ({ x: px, y: py }))
  const to = points.map(toMercator)
  if (hasEqual(from, 1) || hasEqual(to, 1e-9)) return 'pointsEqual'
  if (points.length > 2 && (breadthOf(from) < leastBreadth || breadthOf(to) < leastBreadth))
    return 'pointsOnALine'
  const matrix = points.length === 2 ? turned(from, to) : spread(from, to)
  const [a, b, c, d] = matrix
  const angle = (Math.atan2(d, c) - Math.atan2(b, a)) * (180 / Math.PI)
  return {
    matrix,
    residuals: points.map((point) => distanceMetres(point, placeIn(matrix, point))),
    stretch: Math.hypot(c, d) / Math.hypot(a, b),
    skew: Math.abs(((((angle - 90) % 360) + 540) % 360) - 180),
  }
}

/**
 * What speaks against it. With four points and more a bad one shows, but not which it is: least
 * squares spread its fault over all.
 */
export function doubtsOf({ residuals, stretch, skew }: PictureFit): PictureDoubt[] {
  return [
    ...(Math.max(...residuals) > usual.residual ? (['oneIsOff'] as const) : []),
    ...(skew > 90 ? (['mirrored'] as const) : skew > usual.skew ? (['skewed'] as const) : []),
    ...(stretch < usual.leastStretch || stretch > usual.mostStretch
      ? (['stretched'] as const)
      : []),
  ]
}

/** Where a pixel of the picture lies. */
export const placeIn = (matrix: Affine, { px, py }: { px: number; py: number }): LatLon =>
  fromMercator(applied(matrix, px, py))

const applied = ([a, b, c, d, e, f]: Affine, x: number, y: number): XY => ({
  x: a * x + c * y + e,
  y: b * x + d * y + f,
})

const meanOf = (points: readonly XY[]): XY => ({
  x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
  y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
})

/** Sums of products of two lists of numbers, each about its mean. */
function sumsOf(from: readonly XY[], to: readonly XY[]) {
  const [middle, target] = [meanOf(from), meanOf(to)]
  const sums = { xx: 0, xy: 0, yy: 0, xX: 0, yX: 0, xY: 0, yY: 0 }
  for (const [i, point] of from.entries()) {
    const [x, y] = [point.x - middle.x, point.y - middle.y]
    const [X, Y] = [to[i]!.x - target.x, to[i]!.y - target.y]
    sums.xx += x * x
    sums.xy += x * y
    sums.yy += y * y
    sums.xX += x * X
    sums.yX += y * X
    sums.xY += x * Y
    sums.yY += y * Y
  }
  return { ...sums, middle, target }
}

function turned(from: readonly XY[], to: readonly XY[]): Affine {
  const { xx, yy, xX, yX, xY, yY, middle, target } = sumsOf(from, to)
  const a = (xX + yY) / (xx + yy)
  const b = (xY - yX) / (xx + yy)
  return about([a, b, -b, a], middle, target)
}

function spread(from: readonly XY[], to: readonly XY[]): Affine {
  const { xx, xy, yy, xX, yX, xY, yY, middle, target } = sumsOf(from, to)
  const det = xx * yy - xy * xy
  return about(
    [
      (xX * yy - yX * xy) / det,
      (xY * yy - yY * xy) / det,
      (yX * xx - xX * xy) / det,
      (yY * xx - xY * xy) / det,
    ],
    middle,
    target,
  )
}

function about(
  [a, b, c, d]: readonly [number, number, number, number],
  middle: XY,
  target: XY,
): Affine {
  const { x, y } = applied([a, b, c, d, 0, 0], middle.x, middle.y)
  return [a, b, c, d, target.x - x, target.y - y]
}

const hasEqual = (points: readonly XY[], apart: number): boolean =>
  points.some((a, i) => points.slice(0, i).some((b) => Math.hypot(a.x - b.x, a.y - b.y) < apart))

/** 0 where they all lie on a line, 1 where they lie as wide as long. */
function breadthOf(points: readonly XY[]): number {
  const { xx, xy, yy } = sumsOf(points, points)
  const half = Math.hypot((xx - yy) / 2, xy)
  const middle = (xx + yy) / 2
  return Math.sqrt(Math.max(0, middle - half) / (middle + half))
}
