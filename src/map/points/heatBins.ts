// Points counted in squares of a few pixels, so that heat costs as much to draw as it covers ground
// and not as it has points.
import type { Box, XY } from '#geo/plane.ts'

/** Of how many points on there is a density to speak of. */
export const fewestForHeat = 5

export const binPixels = 8

export interface Bin extends XY {
  count: number
}

export interface HeatView {
  /** The world's width in pixels at the view's zoom. */
  worldPixels: number
  /** What is drawn, in pixels of the world. */
  box: Box
}

/**
 * The squares within the box that hold anything, at their middles in pixels of the world. They hang
 * on the world and not on the view, so that they stay where they are when it moves.
 *
 * @param points from 0 to 1 in both directions (worldCells.ts).
 */
export function binsIn(points: Iterable<XY>, { worldPixels, box }: HeatView): Bin[] {
  const bins = new Map<number, Bin>()
  const first = { x: Math.floor(box.minX / binPixels), y: Math.floor(box.minY / binPixels) }
  const wide = Math.ceil(box.maxX / binPixels) - first.x + 1
  for (const point of points) {
    const [x, y] = [point.x * worldPixels, point.y * worldPixels]
    if (x < box.minX || x > box.maxX || y < box.minY || y > box.maxY) continue
    const [column, line] = [Math.floor(x / binPixels), Math.floor(y / binPixels)]
    const key = (line - first.y) * wide + column - first.x
    const bin = bins.get(key)
    if (bin) bin.count++
    else bins.set(key, { x: (column + 0.5) * binPixels, y: (line + 0.5) * binPixels, count: 1 })
  }
  return [...bins.values()]
}

/** Red, green, blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number]

/**
 * What each of 256 densities looks like: through the colours from thin to dense, and less to be
 * seen through the denser it is. Four bytes a density, as a canvas has them.
 */
export function paletteOf(colours: readonly Colour[]): Uint8ClampedArray {
  const palette = new Uint8ClampedArray(4 * 256)
  for (let density = 1; density < 256; density++) {
    const at = (density / 255) * (colours.length - 1)
    const [from, to] = [colours[Math.floor(at)]!, colours[Math.ceil(at)]!]
    const share = at - Math.floor(at)
    for (const channel of [0, 1, 2] as const)
      palette[4 * density + channel] = from[channel] * (1 - share) + to[channel] * share
    palette[4 * density + 3] = 230 * Math.sqrt(density / 255)
  }
  return palette
}

/**
 * Puts into each pixel the colour of its density, which is how opaque it is beside the most opaque
 * of all.
 */
export function colourIn(pixels: Uint8ClampedArray, palette: Uint8ClampedArray): void {
  let most = 1
  for (let at = 3; at < pixels.length; at += 4) most = Math.max(most, pixels[at]!)
  for (let at = 0; at < pixels.length; at += 4) {
    const density = Math.round((255 * pixels[at + 3]!) / most)
    if (density > 0) pixels.set(palette.subarray(4 * density, 4 * density + 4), at)
  }
}
