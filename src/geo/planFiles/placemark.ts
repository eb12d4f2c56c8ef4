// One placemark of a KML: what stands between its tags becomes one row.
import type { Corner } from '../corner.ts'
import type { FeatureRows } from './featureRows.ts'
import { joinParts } from './geometry.ts'
import { problemOf } from './planFault.ts'
import type { PlanGeometry } from './planRows.ts'
import { decodeEntities } from './xmlWords.ts'

export class PlacemarkReader {
  private readonly values = new Map<string, string>()
  private readonly parts: PlanGeometry[] = []
  private isBroken = false
  /** The field of extended data that is open. */
  private field = ''
  private isHole = false
  private outer: Corner[] | null = null
  private holes: Corner[][] = []

  constructor(id: string | undefined) {
    if (id) this.values.set('id', id)
  }

  open(tag: string, attributes: () => Record<string, string>): void {
    if (tag === 'Data' || tag === 'SimpleData') this.field = decodeEntities(attributes().name ?? '')
    else if (tag === 'Polygon') {
      this.outer = null
      this.holes = []
    } else if (tag === 'outerBoundaryIs' || tag === 'innerBoundaryIs')
      this.isHole = tag === 'innerBoundaryIs'
  }

  close(tag: string, parent: string | undefined, text: string): void {
    if (parent === 'Placemark' && ['name', 'description', 'address'].includes(tag))
      this.values.set(tag, text)
    else if ((tag === 'value' && parent === 'Data') || tag === 'SimpleData')
      this.values.set(this.field, text)
    else if (tag === 'coordinates') this.readCoordinates(parent, text)
    else if (tag === 'Polygon') {
      if (this.outer) this.parts.push({ type: 'polygons', polygons: [[this.outer, ...this.holes]] })
      else this.isBroken = true
    }
  }

  addTo(rows: FeatureRows, folder: string | undefined): void {
    if (folder !== undefined) this.values.set('folder', folder)
    const values = Object.fromEntries(this.values)
    if (this.isBroken)
      rows.add(values, {
        geometry: null,
        note: problemOf('geometryBroken', undefined, rows.line),
      })
    else if (this.parts.length === 0) rows.add(values, { geometry: null })
    else rows.add(values, joinParts(this.parts, rows.line))
  }

  private readCoordinates(parent: string | undefined, text: string): void {
    const corners = cornersOf(text)
    const [at] = corners ?? []
    if (!corners || !at) this.isBroken = true
    else if (parent === 'Point') this.parts.push({ type: 'point', at })
    else if (parent === 'LineString') this.parts.push({ type: 'line', line: corners })
    else if (parent === 'LinearRing' && this.isHole) this.holes.push(corners)
    else if (parent === 'LinearRing') this.outer = corners
  }
}

/** `114.31,30.59,0 114.32,30.59,0`; heights are left out. Null where it is something else. */
function cornersOf(text: string): Corner[] | null {
  const corners: Corner[] = []
  for (const tuple of text.replace(/\s*,\s*/g, ',').split(/\s+/)) {
    if (tuple === '') continue
    const [x, y] = tuple.split(',').map((part) => (part === '' ? NaN : Number(part)))
    if (x === undefined || y === undefined || !isFinite(x) || !isFinite(y)) return null
    corners.push([x, y])
  }
  return corners
}
