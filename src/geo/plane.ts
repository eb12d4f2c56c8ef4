// Points, boxes and rings in the plane, in whatever unit the caller draws in.

export interface XY {
  x: number
  y: number
}

export interface Box {
  minX: number
  minY: number
  maxX: number
  maxY: number
}

export function boxOf(points: readonly XY[]): Box {
  const box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity }
  for (const { x, y } of points) {
    box.minX = Math.min(box.minX, x)
    box.minY = Math.min(box.minY, y)
    box.maxX = Math.max(box.maxX, x)
    box.maxY = Math.max(box.maxY, y)
  }
  return box
}

export const touches = (a: Box, b: Box): boolean =>
  a.minX < b.maxX && a.maxX > b.minX && a.minY < b.maxY && a.maxY > b.minY

/** The way a building lies: the direction of its longest side, from left to right. */
export function longAxisOf(ring: readonly XY[]): XY {
  let axis = { x: 1, y: 0 }
  let longest = 0
  for (let index = 0; index < ring.length; index++) {
    const a = ring[index]!
    const b = ring[(index + 1) % ring.length]!
    const length = Math.hypot(b.x - a.x, b.y - a.y)
    if (length > longest) {
      longest = length
      axis = { x: (b.x - a.x) / length, y: (b.y - a.y) / length }
    }
  }
  return axis.x < 0 || (axis.x === 0 && axis.y < 0) ? { x: -axis.x, y: -axis.y } : axis
}

export const along = (point: XY, axis: XY): number => point.x * axis.x + point.y * axis.y

export function centreOf(box: Box): XY {
  return { x: (box.minX + box.maxX) / 2, y: (box.minY + box.maxY) / 2 }
}
