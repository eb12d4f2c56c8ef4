// What passes between the page and the worker that draws the base map. Types only, so that both
// runtimes can read it.
import type { Bounds } from '#domain/basemap.ts'
import type { Ring } from '#domain/grid.ts'

export interface TileAddress {
  z: number
  x: number
  y: number
}

export interface BaseMapColours {
  /** Where the archive has nothing. */
  outside: string
  hatching: string
  ground: string
  green: string
  water: string
  building: string
  buildingEdge: string
  footpath: string
  road: string
  mainRoad: string
  roadEdge: string
  rail: string
  boundary: string
  ink: string
  inkSoft: string
  inkWater: string
  halo: string
  /** Of all lines, against their usual width. */
  widthFactor: number
}

/** How it is drawn; whatever alters here has every tile drawn anew. */
export interface BaseMapLook {
  colours: BaseMapColours
  /** The letters of the page: a family as CSS writes it, and its size in CSS pixels. */
  family: string
  sizePixels: number
  language: 'zh' | 'en'
  /** Device pixels for a CSS pixel. */
  density: number
  /** Where the plan has houses of its own: none of the archive's are drawn in there. */
  housesElsewhere: readonly Ring[]
}

export type BaseMapRequest =
  | { ask: 'open'; archive: Blob; look: BaseMapLook }
  | { ask: 'look'; look: BaseMapLook }
  | { ask: 'tile'; id: number; at: TileAddress }
  | { ask: 'cancel'; id: number }

export interface ArchiveFacts {
  bounds: Bounds
  minZoom: number
  maxZoom: number
}

/** `gone`: the bytes can be read no longer; `unreadable`: they are there and are no map. */
export type BaseMapTrouble = 'gone' | 'unreadable' | 'noWorker'

export type BaseMapAnswer =
  | { tell: 'opened'; facts: ArchiveFacts }
  | { tell: 'tile'; id: number; picture: ImageBitmap }
  /** Their names reach into a tile drawn since: they are to be asked for again. */
  | { tell: 'stale'; at: readonly TileAddress[] }
  /** Without an id nothing can be drawn at all. */
  | { tell: 'failed'; id?: number; trouble: BaseMapTrouble }
