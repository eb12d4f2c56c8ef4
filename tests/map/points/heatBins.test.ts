import { expect, it } from 'vitest'
import { binPixels, binsIn, colourIn, paletteOf } from '#map/points/heatBins.ts'

const worldPixels = 2 ** 20
const at = (x: number, y: number) => ({ x: x / worldPixels, y: y / worldPixels })
const box = { minX: 1003, minY: 2005, maxX: 1803, maxY: 2605 }
const bins = (points: { x: number; y: number }[], more: Partial<typeof box> = {}) =>
  binsIn(points, { worldPixels, box: { ...box, ...more } })

it('counts points in squares of eight pixels and leaves out what is not in view', () => {
  const found = bins([
    at(1200, 2200),
    at(1207, 2207),
    at(1208, 2200),
    at(900, 2200),
    at(1200, 2700),
  ])
  expect(found).toEqual([
    { x: 1204, y: 2204, count: 2 },
    { x: 1212, y: 2204, count: 1 },
  ])
})

it('keeps each square where it is when the view moves by a few pixels', () => {
  const points = [at(1200, 2200), at(1305, 2311), at(1799, 2600)]
  expect(bins(points, { minX: 1006, maxX: 1806, minY: 2001, maxY: 2601 })).toEqual(bins(points))
})

it('keeps the squares of one line apart from those of the next, to the edges of the view', () => {
  const points = Array.from({ length: 4000 }, (_, i) =>
    at(box.minX + (i % 100) * 8, box.minY + Math.floor(i / 100) * 8),
  )
  const plain = new Set(
    points.map(({ x, y }) =>
      [x, y].map((each) => Math.floor((each * worldPixels) / binPixels)).join(' '),
    ),
  )
  const found = bins(points)
  expect(found.length).toBe(plain.size)
  expect(found.reduce((sum, { count }) => sum + count, 0)).toBe(points.length)
})

it('counts a city in no more squares than the view has', () => {
  const points = Array.from({ length: 50_000 }, (_, i) =>
    at(box.minX + ((i * 7919) % 800), box.minY + ((i * 6271) % 600)),
  )
  expect(bins(points).length).toBeLessThanOrEqual((800 / binPixels + 1) * (600 / binPixels + 1))
})

it('colours by density, through all colours in order, and leaves what is bare bare', () => {
  const palette = paletteOf([
    [0, 0, 0],
    [100, 0, 0],
    [100, 200, 0],
  ])
  const pixels = new Uint8ClampedArray([9, 9, 9, 0, 9, 9, 9, 64, 9, 9, 9, 128])
  colourIn(pixels, palette)
  const [bare, half, dense] = [0, 4, 8].map((from) => [...pixels.slice(from, from + 4)])
  expect(bare).toEqual([9, 9, 9, 0])
  expect(half!.slice(0, 3)).toEqual([100, 1, 0]) // of the densest there is
  expect(dense!.slice(0, 3)).toEqual([100, 200, 0])
  const opacities = [1, 64, 128, 255].map((density) => palette[4 * density + 3]!)
  expect(opacities).toEqual([...opacities].sort((a, b) => a - b))
  expect(opacities[0], 'no edge is seen').toBeLessThan(20)
  expect(opacities[1]).toBeGreaterThan(100)
})
