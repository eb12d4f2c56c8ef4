// Whether a known place lies near a point, asked for thousands of points.
import type { Corner } from '../corner.ts'
import { distanceMetres } from '../distanceMetres.ts'

const metresOfDegree = 111_195

export class NearKnown {
  private readonly reach: number
  private readonly height: number
  private readonly width: number
  private readonly cells = new Map<string, Corner[]>()

  /** `reach` in metres; corners are lon, lat. Cells are as wide as the reach at least. */
  constructor(known: readonly Corner[], reach: number) {
    this.reach = reach
    this.height = reach / metresOfDegree
    const farthest = known.reduce((most, [, lat]) => Math.max(most, Math.abs(lat)), 0)
    this.width = this.height / Math.max(0.01, Math.cos((farthest * Math.PI) / 180))
    for (const corner of known) {
      const key = this.keyOf(corner, 0, 0)
      const cell = this.cells.get(key)
      if (cell) cell.push(corner)
      else this.cells.set(key, [corner])
    }
  }

  has(at: Corner): boolean {
    const near = ([lon, lat]: Corner): boolean =>
      distanceMetres({ lon, lat }, { lon: at[0], lat: at[1] }) <= this.reach
    for (const right of [-1, 0, 1])
      for (const up of [-1, 0, 1])
        if (this.cells.get(this.keyOf(at, right, up))?.some(near)) return true
    return false
  }

  private keyOf([lon, lat]: Corner, right: number, up: number): string {
    return `${Math.floor(lon / this.width) + right} ${Math.floor(lat / this.height) + up}`
  }
}
