// A base map of streets and water under the plan: one archive of tiles, kept by the server and
// downloaded whole by phones. It is drawn from a finished, checked file only.
import type { AssetHash, BasemapId, GridId, Instant, MemberId } from './ids.ts'

/** [west, south, east, north] in degrees, WGS-84. */
export type Bounds = [number, number, number, number]

export interface Basemap {
  id: BasemapId
  name: string
  kind: 'vector' | 'raster'
  hash: AssetHash
  bytes: number
  bounds: Bounds
  minZoom: number
  maxZoom: number
  /** How its layers are called: Protomaps' fourth schema, the one before it, or neither. */
  schema: 'protomaps4' | 'protomapsOld' | 'other'
  /** Whose it is and under which licence: shown wherever it is drawn. */
  attribution: string
  /** 审图号, where the office that approved it gave one; its place on the map is lower left. */
  approvalNumber: string
  /** When its data was taken, as the archive says or as whoever uploaded it knows; else null. */
  dataDate: Instant | null
  madeAt: Instant
  madeBy: MemberId | null
  /** For whom it is offered first. */
  gridIds: GridId[]
  /** Drawn where nothing else was chosen; one of all. */
  isUsual: boolean
  /** Offered no longer; phones that have it keep it until they delete it. */
  retiredAt?: Instant
}

export const basemapLimits = {
  /** Of one that phones fetch. */
  bytes: 300_000_000,
  /** From here on a person is told that it is large. */
  largeBytes: 100_000_000,
  /** Of an archive that is uploaded to be cut; larger ones lie on the server's disk. */
  uploadBytes: 2_000_000_000,
  zoom: 15,
  /** Around the grids, where nobody says which box. */
  marginMetres: 300,
  nameCharacters: 60,
  attributionCharacters: 200,
  approvalCharacters: 60,
} as const
