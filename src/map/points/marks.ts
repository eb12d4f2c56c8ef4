// What a view of the pins comes to: single pins and clusters of them, gathered from the cells in
// view, in pixels of the world at the view's zoom.
import type { DeadlineLevel } from '#parts/deadlineLevel.ts'
import type { Box } from '#geo/plane.ts'
import type { MapPin } from '../mapPin.ts'
import type { PinSet } from './pinSet.ts'
import { change, type Cell, type WorldCells } from './worldCells.ts'

export interface Mark {
  /** The same for the same pin, or the same cluster at the same zoom. */
  key: string
  x: number
  y: number
  count: number
  over: number
  soon: number
  within: number
  /** Where it is one. */
  pin: MapPin | null
  /** Of its members, at the depth of the view. */
  cellKeys: readonly number[]
}

export interface PinView {
  zoom: number
  /** What is drawn, in pixels of the world at this zoom. */
  box: Box
  /** Numbers of pins that stand alone whatever is near: the selected one, and those spread. */
  alone: ReadonlySet<number>
}

/** From here on a closer look parts what is not in one spot, and pins are shown one by one. */
export const singleFromZoom = 19
/** Cells are 64 pixels wide at a whole zoom, and 16 where pins stand one by one. */
const [cellPower, spotPower] = [6, 4] as const
/** Nearer than this the middles of two neighbouring cells are one mark, in pixels. */
const [joinPixels, spotPixels] = [40, 12] as const

export const worldPixelsAt = (zoom: number): number => 256 * 2 ** zoom

export const depthAt = (zoom: number): number =>
  8 + Math.round(zoom) - (zoom >= singleFromZoom ? spotPower : cellPower)

export function marksIn(pins: PinSet, { zoom, box, alone }: PinView): Mark[] {
  const pixels = worldPixelsAt(zoom)
  const cells = pins.cellsAt(depthAt(zoom))
  const groups = cellsIn(cells, box, pixels).flatMap(([key, cell]): Mark[] => {
    const rest = without(pins, cells, key, cell, alone)
    return rest.count > 0 ? [markOf(pins, rest, key, zoom, pixels)] : []
  })
  return joined(groups, zoom >= singleFromZoom ? spotPixels : joinPixels, cells)
}

export const markOfPin = (pin: MapPin, at: { x: number; y: number }): Mark => ({
  ...{ key: `pin ${pin.id}`, pin, count: 1, over: 0, soon: 0, within: 0, cellKeys: [], ...at },
})

/** The worst level of a mark, and the share of its pins that show it. */
export function worstOf(mark: Mark): { level: DeadlineLevel; share: number } {
  const level = (['over', 'soon', 'within'] as const).find((each) => mark[each] > 0)
  return level ? { level, share: mark[level] / mark.count } : { level: 'none', share: 0 }
}

/** Everybody in a cluster; O(n), for when one is opened. */
export function membersOf(
  pins: PinSet,
  { cellKeys }: Mark,
  { zoom, alone }: Pick<PinView, 'zoom' | 'alone'>,
): MapPin[] {
  const cells = pins.cellsAt(depthAt(zoom))
  const keys = new Set(cellKeys)
  return [...pins].filter(({ id }) => {
    const number = pins.numberOf(id)!
    return keys.has(cells.keyOf(pins.placedAt(number))) && !alone.has(number)
  })
}

/** Those in the box and one more on each side, whose marks may reach into it. */
function cellsIn(cells: WorldCells, box: Box, pixels: number): [number, Cell][] {
  const wide = 2 ** cells.depth / pixels
  const [left, right] = [Math.floor(box.minX * wide) - 1, Math.floor(box.maxX * wide) + 1]
  const [top, bottom] = [Math.floor(box.minY * wide) - 1, Math.floor(box.maxY * wide) + 1]
  // Far out, or where there are few, fewer cells are filled than lie in view.
  if ((right - left + 1) * (bottom - top + 1) > cells.cells.size)
    return [...cells.cells].filter(([key]) => {
      const [column, line] = [cells.columnOf(key), cells.lineOf(key)]
      return column >= left && column <= right && line >= top && line <= bottom
    })
  const found: [number, Cell][] = []
  for (let column = left; column <= right; column++)
    for (let line = top; line <= bottom; line++) {
      const key = cells.keyAt(column, line)
      const cell = cells.cells.get(key)
      if (cell) found.push([key, cell])
    }
  return found
}

function without(
  pins: PinSet,
  cells: WorldCells,
  key: number,
  cell: Cell,
  alone: ReadonlySet<number>,
): Cell {
  let rest = cell
  for (const number of alone) {
    const placed = pins.placedAt(number)
    if (cells.keyOf(placed) !== key) continue
    if (rest === cell) rest = { ...cell }
    change(rest, number, placed, -1)
  }
  return rest
}

function markOf(pins: PinSet, cell: Cell, key: number, zoom: number, pixels: number): Mark {
  const { count, over, soon, within } = cell
  const only = count === 1 ? pins.placedAt(cell.folded) : null
  const [x, y] = only ? [only.x, only.y] : [cell.x / count, cell.y / count]
  return {
    key: only ? `pin ${only.pin.id}` : `cluster ${Math.round(zoom)} ${key}`,
    ...{ x: x * pixels, y: y * pixels, count, over, soon, within },
    pin: only?.pin ?? null,
    cellKeys: [key],
  }
}

/** The fullest takes its near neighbours first, so that the view's edge decides as little. */
function joined(marks: Mark[], reach: number, cells: WorldCells): Mark[] {
  const left = new Map(marks.map((mark) => [mark.cellKeys[0]!, mark]))
  const order = [...marks].sort((a, b) => b.count - a.count || a.cellKeys[0]! - b.cellKeys[0]!)
  return order.flatMap((mark) => {
    const home = mark.cellKeys[0]!
    if (!left.delete(home)) return []
    const near = neighboursOf(cells, home).flatMap((key) => {
      const other = left.get(key)
      if (!other || Math.hypot(other.x - mark.x, other.y - mark.y) >= reach) return []
      left.delete(key)
      return [other]
    })
    return [near.reduce(together, mark)]
  })
}

function* neighbourSteps(): Generator<readonly [number, number]> {
  for (const dx of [-1, 0, 1]) for (const dy of [-1, 0, 1]) if (dx || dy) yield [dx, dy]
}
const steps = [...neighbourSteps()]
const neighboursOf = (cells: WorldCells, key: number): number[] =>
  steps.map(([dx, dy]) => cells.keyAt(cells.columnOf(key) + dx, cells.lineOf(key) + dy))

function together(a: Mark, b: Mark): Mark {
  const count = a.count + b.count
  return {
    key: a.pin ? `cluster of ${a.key}` : a.key,
    x: (a.x * a.count + b.x * b.count) / count,
    y: (a.y * a.count + b.y * b.count) / count,
    count,
    over: a.over + b.over,
    soon: a.soon + b.soon,
    within: a.within + b.within,
    pin: null,
    cellKeys: [...a.cellKeys, ...b.cellKeys],
  }
}
