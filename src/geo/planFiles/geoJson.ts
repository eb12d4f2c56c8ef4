// GeoJSON (RFC 7946), and the member `crs` that came before it. A file no larger than a feature may
// be is parsed as it is; larger ones, and those that cannot be parsed, feature by feature.
import { decode, encodingOfFile } from './encoding.ts'
import { FeatureRows, wordsOf } from './featureRows.ts'
import { FeatureSplitter } from './featureSplitter.ts'
import { geometryOf, isList, isRecord } from './geometry.ts'
import { limits } from './limits.ts'
import { allOf, piecesOf, type PlanBytes } from './planBytes.ts'
import { PlanFault } from './planFault.ts'
import type { PlanEncoding, PlanFile } from './planRows.ts'

/**
 * A collection, a list of features, one feature or one geometry. Throws a `PlanFault`: `fileCut`,
 * `fileBroken`, `notAPlanFile`, `noRows`, `tooManyFeatures`, `tooManyColumns`, `featureTooLarge`.
 */
export async function readGeoJson(
  bytes: PlanBytes,
  onProgress?: (share: number) => void,
): Promise<PlanFile> {
  const encoding = await encodingOfFile(bytes)
  const rows = new FeatureRows()
  const whole = bytes.size <= limits.featureBytes ? parse(await allOf(bytes), encoding) : undefined
  const root = whole ?? (await splitUp(bytes, encoding, rows, onProgress))
  const features = featuresOf(root)
  if (!features) throw new PlanFault('notAPlanFile')
  for (const feature of features) addFeature(rows, feature)
  if (rows.rows.length === 0) throw new PlanFault('noRows')
  const { columns, rows: all, notes } = rows
  return { format: 'geojson', encoding: null, columns, rows: all, system: crsOf(root), notes }
}

/** Undefined where it is no JSON. */
function parse(bytes: Uint8Array, encoding: PlanEncoding): unknown {
  try {
    const parsed: unknown = JSON.parse(decode(bytes, encoding))
    return parsed
  } catch {
    return undefined
  }
}

/** Adds each feature to `rows` and gives back what stands around them, its list empty. */
async function splitUp(
  bytes: PlanBytes,
  encoding: PlanEncoding,
  rows: FeatureRows,
  onProgress?: (share: number) => void,
): Promise<unknown> {
  const splitter = new FeatureSplitter(encoding, (text) => {
    const feature = parse(text, encoding)
    if (feature === undefined) throw new PlanFault('fileBroken', { feature: rows.line })
    addFeature(rows, feature)
  })
  for await (const piece of piecesOf(bytes, onProgress)) splitter.push(piece)
  const root = parse(splitter.end(), encoding)
  if (root === undefined) throw new PlanFault('fileBroken', { feature: rows.rows.length })
  return root
}

const geometryTypes =
  /^(Point|MultiPoint|LineString|MultiLineString|Polygon|MultiPolygon|GeometryCollection)$/

/** Null where it is JSON of another kind. */
function featuresOf(root: unknown): unknown[] | null {
  if (isList(root)) return root
  if (!isRecord(root)) return null
  if (root.type === 'FeatureCollection' && isList(root.features)) return root.features
  if (root.type === 'Feature') return [root]
  return typeof root.type === 'string' && geometryTypes.test(root.type)
    ? [{ type: 'Feature', geometry: root }]
    : null
}

function addFeature(rows: FeatureRows, feature: unknown): void {
  if (!isRecord(feature) || feature.type !== 'Feature') {
    rows.add({}, geometryOf(false, rows.line))
    return
  }
  const { id, properties, geometry } = feature
  // Made in one go: a property may have any name, `__proto__` too.
  const all = Object.entries({ ...(id === undefined ? {} : { id }), ...propertiesOf(properties) })
  const values = Object.fromEntries(all.map(([name, value]) => [name, wordsOf(value)]))
  rows.add(values, geometryOf(geometry, rows.line))
}

const propertiesOf = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {})

/** `urn:ogc:def:crs:EPSG::4490` and the like. */
function crsOf(root: unknown): string | null {
  const crs = isRecord(root) ? root.crs : null
  const properties = isRecord(crs) ? crs.properties : null
  const name = isRecord(properties) ? properties.name : null
  return typeof name === 'string' && name !== '' ? name : null
}
