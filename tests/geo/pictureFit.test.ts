// Where a picture of a plan lies, by its control points: exact vectors, and what a bad point does.
import { describe, expect, it } from 'vitest'
import {
  type Affine,
  doubtsOf,
  fitPicture,
  type PictureFit,
  type PinnedPoint,
  placeIn,
} from '#geo/pictureFit.ts'
import { distanceMetres } from '#geo/distanceMetres.ts'
import { fromMercator, toMercator } from '#geo/webMercator.ts'

const at = { lat: 30.5901, lon: 114.3103 }
/** Web-mercator units of a metre there. */
const metre = 1 / (40_075_016.686 * Math.cos((at.lat * Math.PI) / 180))
const origin = toMercator(at)

/** A plan of 0.1 m a pixel, turned clockwise, stretched downwards and skewed. */
function aMatrix(turnDegrees: number, stretch = 1, skewDegrees = 0): Affine {
  const [turn, across] = [turnDegrees, turnDegrees + 90 - skewDegrees].map(
    (degrees) => (degrees * Math.PI) / 180,
  ) as [number, number]
  const scale = 0.1 * metre
  return [
    Math.cos(turn) * scale,
    Math.sin(turn) * scale,
    Math.cos(across) * scale * stretch,
    Math.sin(across) * scale * stretch,
    origin.x,
    origin.y,
  ]
}
const pinned = (matrix: Affine, ...pixels: [number, number][]): PinnedPoint[] =>
  pixels.map(([px, py]) => ({ px, py, ...placeIn(matrix, { px, py }) }))
const movedEast = (point: PinnedPoint, metres: number): PinnedPoint => {
  const { x, y } = toMercator(point)
  return { ...point, ...fromMercator({ x: x + metres * metre, y }) }
}
const fitted = (points: PinnedPoint[]): PictureFit => {
  const fit = fitPicture(points)
  if (typeof fit === 'string') throw new Error(fit)
  return fit
}
const square: [number, number][] = [
  [0, 0],
  [2000, 0],
  [2000, 2000],
  [0, 2000],
]

it('the plane of maps has its corners where EPSG:3857 has them', () => {
  expect(toMercator({ lat: 0, lon: -180 })).toEqual({ x: 0, y: 0.5 })
  // 20 037 508.34 m is half of its side; so far east and north lie these.
  const { x, y } = toMercator({ lat: 30, lon: 114 })
  expect((x - 0.5) * 40_075_016.686).toBeCloseTo(12_690_421.95, 1)
  expect((0.5 - y) * 40_075_016.686).toBeCloseTo(3_503_549.84, 1)
  const back = fromMercator({ x, y })
  expect(back.lat).toBeCloseTo(30, 10)
  expect(back.lon).toBeCloseTo(114, 10)
})

it.each([
  ['not turned', 0, [0.1 * metre, 0, 0, 0.1 * metre]],
  ['turned by a quarter', 90, [0, 0.1 * metre, -0.1 * metre, 0]],
])('two points shift, turn and scale: %s', (_, turn, expected) => {
  const { matrix, residuals, stretch, skew } = fitted(
    pinned(aMatrix(turn), [100, 200], [1900, 700]),
  )
  for (const [i, value] of expected.entries())
    expect(matrix[i]! / metre).toBeCloseTo(value / metre, 6)
  expect(matrix[4]).toBeCloseTo(origin.x, 12)
  expect(matrix[5]).toBeCloseTo(origin.y, 12)
  for (const metres of residuals) expect(metres).toBeLessThan(0.001)
  expect([stretch, skew]).toEqual([expect.closeTo(1, 9), expect.closeTo(0, 9)])
})

it('two points never mirror, stretch or skew, whatever they are', () => {
  const { matrix } = fitted([
    { px: 0, py: 0, ...at },
    { px: 100, py: 0, lat: at.lat + 0.001, lon: at.lon - 0.0004 },
  ])
  const [a, b, c, d] = matrix
  expect([c, d]).toEqual([-b, a])
})

it('three points find the very plan they were taken from, stretched and skewed as it is', () => {
  const fit = fitted(pinned(aMatrix(30, 1.2, 7), [10, 20], [1800, 90], [700, 1500]))
  expect(fit.stretch).toBeCloseTo(1.2, 6)
  expect(fit.skew).toBeCloseTo(7, 5)
  const there = placeIn(aMatrix(30, 1.2, 7), { px: 999, py: 333 })
  expect(distanceMetres(placeIn(fit.matrix, { px: 999, py: 333 }), there)).toBeLessThan(0.001)
})

it('of four points one that is 20 m off shows as 5 m at each: which it is cannot be told', () => {
  const [first, ...others] = pinned(aMatrix(12), ...square)
  const fit = fitted([movedEast(first!, 20), ...others])
  for (const metres of fit.residuals) expect(metres).toBeCloseTo(5, 1)
  expect(doubtsOf(fit)).toContain('oneIsOff')
})

it('of six points the squares of what is left are the least', () => {
  const points = pinned(aMatrix(0), ...square, [500, 900], [1500, 300]).map((point, i) =>
    movedEast(point, [1, -2, 0.5, 1.5, -1, 0][i]!),
  )
  const { matrix } = fitted(points)
  const squares = (m: Affine): number =>
    points.reduce((sum, point) => sum + distanceMetres(point, placeIn(m, point)) ** 2, 0)
  const least = squares(matrix)
  for (const i of [0, 1, 2, 3, 4, 5])
    for (const by of [-1, 1]) {
      const other = [...matrix] as unknown as [number, number, number, number, number, number]
      other[i] = other[i]! + by * metre * (i < 4 ? 1e-4 : 0.1)
      expect(squares(other)).toBeGreaterThan(least)
    }
})

describe('what speaks against a fit', () => {
  const doubts = (matrix: Affine) => doubtsOf(fitted(pinned(matrix, ...square.slice(0, 3))))
  it('nothing, within what a measured plan shows', () => {
    expect(doubts(aMatrix(200, 1.09, 4.9))).toEqual([])
    expect(doubts(aMatrix(200, 0.91, -4.9))).toEqual([])
  })
  it('a stretch of more than a tenth, either way', () => {
    expect(doubts(aMatrix(0, 1.11))).toEqual(['stretched'])
    expect(doubts(aMatrix(0, 0.89))).toEqual(['stretched'])
  })
  it('edges that are more than five degrees from a right angle', () => {
    expect(doubts(aMatrix(0, 1, 5.1))).toEqual(['skewed'])
    expect(doubts(aMatrix(0, 1, -5.1))).toEqual(['skewed'])
  })
  it('a picture that would lie on its face: two points are exchanged', () => {
    const [a, b, c] = pinned(aMatrix(0), ...square.slice(0, 3)) as [
      PinnedPoint,
      PinnedPoint,
      PinnedPoint,
    ]
    const { px, py } = a
    expect(doubtsOf(fitted([{ ...a, px: c.px, py: c.py }, b, { ...c, px, py }]))).toContain(
      'mirrored',
    )
  })
  it('more than 3 m that are left at a point', () => {
    const off = (metres: number) => {
      const [first, ...others] = pinned(aMatrix(0), ...square)
      return doubtsOf(fitted([movedEast(first!, metres), ...others]))
    }
    expect([off(11), off(13)]).toEqual([[], ['oneIsOff']])
  })
})

it('what leaves open how the picture lies is refused by its name', () => {
  const matrix = aMatrix(20)
  const refused = (...pixels: [number, number][]) => fitPicture(pinned(matrix, ...pixels))
  expect(refused([0, 0])).toBe('tooFewPoints')
  expect(refused([5, 5], [5, 5])).toBe('pointsEqual')
  expect(refused([0, 0], [500, 500], [1000, 1000])).toBe('pointsOnALine')
  expect(refused([0, 0], [500, 510], [1000, 1000], [1500, 1502])).toBe('pointsOnALine')
  expect(refused([0, 0], [500, 600], [1000, 1000])).toMatchObject({ skew: expect.any(Number) })
  // In the picture they lie well, on the map they are one.
  const [one, two, three] = pinned(matrix, [0, 0], [900, 10], [10, 900])
  const { lat, lon } = one!
  expect(fitPicture([one!, two!, { ...three!, lat, lon }])).toBe('pointsEqual')
})
