// Geometry as GeoJSON writes it, and several parts of one row made into one.
import type { Corner } from '../corner.ts'
import { problemOf } from './planFault.ts'
import type { PlanGeometry, FileProblem } from './planRows.ts'

export interface RowGeometry {
  geometry: PlanGeometry | null
  /** What is wrong with it, if anything. */
  note?: FileProblem
}

/** Of a row; `value` is whatever stood where a GeoJSON geometry should. */
export function geometryOf(value: unknown, line: number): RowGeometry {
  if (value === null || value === undefined) return { geometry: null }
  const parts: PlanGeometry[] = []
  const outcome = addParts(value, parts)
  if (outcome === 'fine') return joinParts(parts, line)
  return {
    geometry: null,
    note:
      outcome === 'broken' ? problemOf('geometryBroken', undefined, line) : unknown(outcome, line),
  }
}

const unknown = ({ type }: { type: string }, line: number): FileProblem =>
  problemOf('geometryUnknown', { type }, line)

/**
 * All polygons together; of lines the one with most corners, of points the first, with a note of
 * how many parts there are.
 */
export function joinParts(parts: readonly PlanGeometry[], line: number): RowGeometry {
  const polygons = parts.flatMap((part) => (part.type === 'polygons' ? part.polygons : []))
  const lines = parts.filter((part) => part.type === 'line')
  const longest = lines.reduce<PlanGeometry | undefined>(
    (a, b) => (a?.type === 'line' && a.line.length >= b.line.length ? a : b),
    undefined,
  )
  const geometry: PlanGeometry | undefined =
    polygons.length > 0 ? { type: 'polygons', polygons } : (longest ?? parts[0])
  if (!geometry) return { geometry: null, note: problemOf('geometryBroken', undefined, line) }
  const isWhole = parts.length === 1 || parts.every((part) => part.type === 'polygons')
  const note = problemOf('geometryInParts', { parts: parts.length }, line)
  return isWhole ? { geometry } : { geometry, note }
}

type Outcome = 'fine' | 'broken' | { type: string }

function addParts(value: unknown, parts: PlanGeometry[]): Outcome {
  if (!isRecord(value)) return 'broken'
  const { coordinates } = value
  switch (value.type) {
    case 'Point':
      return add(parts, pointOf(coordinates))
    case 'MultiPoint':
      return addAll(parts, coordinates, pointOf)
    case 'LineString':
      return add(parts, lineOf(coordinates))
    case 'MultiLineString':
      return addAll(parts, coordinates, lineOf)
    case 'Polygon':
      return add(parts, polygonOf(coordinates))
    case 'MultiPolygon':
      return addAll(parts, coordinates, polygonOf)
    case 'GeometryCollection':
      if (!isList(value.geometries)) return 'broken'
      for (const part of value.geometries) {
        // Nested ones are not told apart from broken ones: the standard advises against them.
        const isNested = isRecord(part) && part.type === 'GeometryCollection'
        const outcome = isNested ? 'broken' : addParts(part, parts)
        if (outcome !== 'fine') return outcome
      }
      return 'fine'
    default:
      return typeof value.type === 'string' ? { type: value.type.slice(0, 40) } : 'broken'
  }
}

function add(parts: PlanGeometry[], part: PlanGeometry | null): Outcome {
  if (!part) return 'broken'
  parts.push(part)
  return 'fine'
}

function addAll(
  parts: PlanGeometry[],
  coordinates: unknown,
  read: (part: unknown) => PlanGeometry | null,
): Outcome {
  if (!isList(coordinates)) return 'broken'
  return coordinates.every((part) => add(parts, read(part)) === 'fine') ? 'fine' : 'broken'
}

function pointOf(value: unknown): PlanGeometry | null {
  const at = cornerOf(value)
  return at && { type: 'point', at }
}

function lineOf(value: unknown): PlanGeometry | null {
  const line = cornersOf(value)
  return line && { type: 'line', line }
}

function polygonOf(value: unknown): PlanGeometry | null {
  if (!isList(value) || value.length === 0) return null
  const rings: Corner[][] = []
  for (const part of value) {
    const ring = cornersOf(part)
    if (!ring) return null
    rings.push(ring)
  }
  return { type: 'polygons', polygons: [rings] }
}

function cornersOf(value: unknown): Corner[] | null {
  if (!isList(value) || value.length === 0) return null
  const corners: Corner[] = []
  for (const part of value) {
    const corner = cornerOf(part)
    if (!corner) return null
    corners.push(corner)
  }
  return corners
}

/** Heights are left out. */
function cornerOf(value: unknown): Corner | null {
  if (!isList(value)) return null
  const [x, y] = value
  return typeof x === 'number' && typeof y === 'number' && isFinite(x) && isFinite(y)
    ? [x, y]
    : null
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !isList(value)

export const isList = (value: unknown): value is unknown[] => Array.isArray(value)
