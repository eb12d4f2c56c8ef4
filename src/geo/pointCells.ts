// Which of many points lies nearest, asked again and again while they are taken away one by one.
// The points stand on a ball in space, which has neither date line nor pole, in boxes that are
// halved until few share one. Halving follows the points: where cells of one width would hold a
// whole town in one for the sake of a stray point on the other side of the earth, here such a point
// costs a few halvings more.
import { distanceMetres, type LatLon } from './distanceMetres.ts'

/** A box around points: those from `from` on in the order of their cells, `left` of them. */
interface Cell {
  min: Triple
  max: Triple
  from: number
  left: number
  parent: Cell | null
  /** Both kept small by halving; none where the points are few, or all in one spot. */
  halves: readonly [Cell, Cell] | null
}

type Triple = readonly [x: number, y: number, z: number]

interface Nearest {
  from: LatLon
  at: Triple
  index: number
  metres: number
  /** Of the chord, squared: what is farther cannot be nearer in metres. */
  reach: number
}

const mostInCell = 16
/** More than a chord is off by from rounding; the ball's radius is 1. */
const doubt = 1e-14

/**
 * Build: O(n log n), about a microsecond a point. Each question and each removal: O(log n) where
 * points are spread or clustered, and O(n) among points nearer to each other than a micrometre,
 * which are told apart by nothing but their order.
 */
export class PointCells {
  private readonly points: readonly LatLon[]
  /** Three numbers a point. */
  private readonly inSpace: Float64Array
  /** Indexes of points, cell by cell; in each cell those that are left come first. */
  private readonly order: Int32Array
  private readonly cellOf: Cell[] = []
  private readonly root: Cell

  constructor(points: readonly LatLon[]) {
    this.points = points
    this.inSpace = new Float64Array(3 * points.length)
    for (const [index, point] of points.entries()) this.inSpace.set(inSpaceOf(point), 3 * index)
    this.order = Int32Array.from(points.keys())
    this.root = this.cellAround(0, points.length, null)
  }

  /**
   * The index of the nearest point left, of equally near ones the first; −1 when none is left. Near
   * is by `distanceMetres`, to the last bit: boxes only say what need not be measured.
   */
  nearest(from: LatLon): number {
    const search = { from, at: inSpaceOf(from), index: -1, metres: Infinity, reach: Infinity }
    this.look(this.root, search)
    return search.index
  }

  remove(index: number): void {
    let cell: Cell | null = this.cellOf[index]!
    const last = cell.from + cell.left - 1
    const at = this.order.indexOf(index, cell.from)
    this.order[at] = this.order[last]!
    this.order[last] = index
    for (; cell; cell = cell.parent) cell.left--
  }

  private look(cell: Cell, search: Nearest): void {
    if (cell.halves) {
      const [a, b] = cell.halves
      const toA = a.left > 0 ? squaredToBox(search.at, a) : Infinity
      const toB = b.left > 0 ? squaredToBox(search.at, b) : Infinity
      const isAFirst = toA <= toB
      if ((isAFirst ? toA : toB) < search.reach) this.look(isAFirst ? a : b, search)
      if ((isAFirst ? toB : toA) < search.reach) this.look(isAFirst ? b : a, search)
      return
    }
    for (let i = cell.from; i < cell.from + cell.left; i++) {
      const index = this.order[i]!
      const squared = this.squaredTo(index, search.at)
      if (squared >= search.reach) continue
      const metres = distanceMetres(search.from, this.points[index]!)
      if (metres < search.metres || (metres === search.metres && index < search.index)) {
        search.index = index
        search.metres = metres
        search.reach = Math.min(search.reach, (Math.sqrt(squared) + doubt) ** 2)
      }
    }
  }

  private squaredTo(index: number, at: Triple): number {
    const x = this.inSpace[3 * index]! - at[0]
    const y = this.inSpace[3 * index + 1]! - at[1]
    const z = this.inSpace[3 * index + 2]! - at[2]
    return x * x + y * y + z * z
  }

  private cellAround(from: number, to: number, parent: Cell | null): Cell {
    const [min, max] = this.boxOf(from, to)
    const cell: Cell = { min, max, from, left: to - from, parent, halves: null }
    const middle = to - from > mostInCell ? this.halve(from, to, min, max) : from
    if (middle > from && middle < to)
      cell.halves = [this.cellAround(from, middle, cell), this.cellAround(middle, to, cell)]
    else for (let i = from; i < to; i++) this.cellOf[this.order[i]!] = cell
    return cell
  }

  private boxOf(from: number, to: number): readonly [min: Triple, max: Triple] {
    const min: [number, number, number] = [Infinity, Infinity, Infinity]
    const max: [number, number, number] = [-Infinity, -Infinity, -Infinity]
    for (let i = from; i < to; i++) {
      const index = this.order[i]!
      for (const axis of axes) {
        const value = this.inSpace[3 * index + axis]!
        if (value < min[axis]) min[axis] = value
        if (value > max[axis]) max[axis] = value
      }
    }
    return [min, max]
  }

  /** Puts what lies below the middle of the longest side first, and says where the rest begins. */
  private halve(from: number, to: number, min: Triple, max: Triple): number {
    const longest = axes.reduce((a, b) => (max[b] - min[b] > max[a] - min[a] ? b : a))
    const middle = (min[longest] + max[longest]) / 2
    let next = from
    for (let i = from; i < to; i++) {
      const index = this.order[i]!
      if (this.inSpace[3 * index + longest]! >= middle) continue
      this.order[i] = this.order[next]!
      this.order[next++] = index
    }
    return next
  }
}

const axes = [0, 1, 2] as const

function inSpaceOf({ lat, lon }: LatLon): Triple {
  const [north, east] = [(lat * Math.PI) / 180, (lon * Math.PI) / 180]
  return [Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)]
}

/** To the nearest spot of the box, nought inside it. */
function squaredToBox(at: Triple, { min, max }: Cell): number {
  const x = Math.max(min[0] - at[0], 0, at[0] - max[0])
  const y = Math.max(min[1] - at[1], 0, at[1] - max[1])
  const z = Math.max(min[2] - at[2], 0, at[2] - max[2])
  return x * x + y * y + z * z
}
