// Things near a spot, where things come and go one at a time. The cells are cubes of the ball in
// space, so that there is neither a date line nor a pole, and as wide as one looks: what is near
// lies in the cell of the spot or in one beside it.
import { earthRadiusMetres, type LatLon } from './distanceMetres.ts'

/** Each act costs 27 cells at the most, and what lies in them. */
export class SpotCells<T> {
  private readonly wide: number
  private readonly cells = new Map<number, Set<T>>()

  /** @param metres how far one looks; 100 at the least. */
  constructor(metres: number) {
    this.wide = earthRadiusMetres / metres
    if (this.wide >= 2 ** 16) throw new RangeError(`cells of ${metres} m are too many to number`)
  }

  put(item: T, at: LatLon): void {
    const key = this.keyAt(at)
    const cell = this.cells.get(key)
    if (cell) cell.add(item)
    else this.cells.set(key, new Set([item]))
  }

  /** @param at where it was put. */
  take(item: T, at: LatLon): void {
    const key = this.keyAt(at)
    const cell = this.cells.get(key)
    cell?.delete(item)
    if (cell?.size === 0) this.cells.delete(key)
  }

  /** All that lie within, and some that lie farther: nothing is measured here. */
  near(at: LatLon): T[] {
    const key = this.keyAt(at)
    const found: T[] = []
    for (const step of beside) for (const item of this.cells.get(key + step) ?? []) found.push(item)
    return found
  }

  /** Three whole numbers below 2^16 in one below 2^51, so that a cell beside it is a sum away. */
  private keyAt({ lat, lon }: LatLon): number {
    const [north, east] = [(lat * Math.PI) / 180, (lon * Math.PI) / 180]
    const x = Math.floor(this.wide * Math.cos(north) * Math.cos(east))
    const y = Math.floor(this.wide * Math.cos(north) * Math.sin(east))
    return (x * line + y) * line + Math.floor(this.wide * Math.sin(north))
  }
}

const line = 2 ** 17
const beside = [-1, 0, 1].flatMap((x) =>
  [-1, 0, 1].flatMap((y) => [-1, 0, 1].map((z) => (x * line + y) * line + z)),
)
