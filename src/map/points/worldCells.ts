// Points counted in square cells of the world map, so that a view of tens of thousands costs as
// much as it has cells, and one point more or less changes one cell.
import type { DeadlineLevel } from '#parts/deadlineLevel.ts'

/** A spot on the world map, from 0 to 1 in both directions, and the level of its time limit. */
export interface WorldPoint {
  x: number
  y: number
  level: DeadlineLevel
}

export interface Cell {
  count: number
  /** Sums, so that the middle of its points is at hand after each change. */
  x: number
  y: number
  over: number
  soon: number
  within: number
  /**
   * Numbers of its points, each folded in by exclusive or: folding one in again takes it out, and
   * where one point is left this is its number.
   */
  folded: number
}

/** Cells are 2^-depth of the world wide. */
export class WorldCells {
  readonly depth: number
  readonly cells = new Map<number, Cell>()

  constructor(depth: number) {
    this.depth = depth
  }

  put(number: number, point: WorldPoint): void {
    const key = this.keyOf(point)
    let cell = this.cells.get(key)
    if (!cell) {
      cell = emptyCell()
      this.cells.set(key, cell)
    }
    change(cell, number, point, 1)
  }

  take(number: number, point: WorldPoint): void {
    const key = this.keyOf(point)
    const cell = this.cells.get(key)
    if (!cell) return
    change(cell, number, point, -1)
    if (cell.count === 0) this.cells.delete(key)
  }

  keyOf({ x, y }: { x: number; y: number }): number {
    const wide = 2 ** this.depth
    return this.keyAt(Math.floor(x * wide), Math.floor(y * wide))
  }

  /** Whole numbers keep apart up to a depth of 26: 2^52 cells. */
  keyAt = (column: number, line: number): number => column * 2 ** 26 + line

  columnOf = (key: number): number => Math.floor(key / 2 ** 26)
  lineOf = (key: number): number => key - this.columnOf(key) * 2 ** 26
}

export const emptyCell = (): Cell => ({
  ...{ count: 0, x: 0, y: 0, over: 0, soon: 0, within: 0, folded: 0 },
})

export function change(cell: Cell, number: number, { x, y, level }: WorldPoint, by: 1 | -1): void {
  cell.count += by
  cell.x += by * x
  cell.y += by * y
  if (level === 'over' || level === 'soon' || level === 'within') cell[level] += by
  cell.folded ^= number
}

/** Web-Mercator, as Leaflet projects: from the north-west corner, 1 is the whole world. */
export function worldOf({ lat, lon }: { lat: number; lon: number }): { x: number; y: number } {
  const sine = Math.sin((Math.max(-farthestLat, Math.min(farthestLat, lat)) * Math.PI) / 180)
  return {
    x: lon / 360 + 0.5,
    y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI),
  }
}
const farthestLat = 85.0511287798
