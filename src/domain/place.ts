// A building, stairwell, dwelling, shop, lamp-post or point. Its location code finds it indoors and
// without signal.
import type { Ring } from './grid.ts'
import type { GridId, Instant, PlaceId, PlanImportId } from './ids.ts'

export const placeTypes = [
  'building',
  'stairwell',
  'dwelling',
  'shop',
  'lampPost',
  'point',
  'area',
  'path',
] as const
export type PlaceType = (typeof placeTypes)[number]

export interface Place {
  id: PlaceId
  type: PlaceType
  /**
   * Printed on the door or post and in its QR code, e.g. `W-116`, `3-2-201`. Empty for areas and
   * paths that only draw the plan.
   */
  code: string
  name: string
  gridId: GridId
  parentId: PlaceId | null
  lat: number
  lon: number
  /** Drawn outline (building, area) or line (path), [lon, lat] pairs. */
  outline?: Ring
  holes?: Ring[]
  /** On the round of a patrol. */
  isPatrolPoint?: boolean
  /** Codes it had before: printed labels keep leading here. */
  aliases?: string[]
  /**
   * How its name is said, syllables with spaces between; several ways where it is said in several,
   * `|` between them. Written where the plan is edited, so that phones carry no dictionary.
   */
  pinyin?: string
  /** Lowest and highest floor of a building. */
  floors?: [number, number]
  placedBy?: (typeof waysToPlace)[number]
  /** Of the position, where it was measured on the spot. */
  accuracyMetres?: number
  /**
   * Nobody has said where it is: `lat` and `lon` are those of what it belongs to, and nothing is
   * measured from there.
   */
  isUnplaced?: boolean
  /** What the file it came from calls it. */
  externalId?: string
  importId?: PlanImportId
  /**
   * It is no longer there: it leaves map, search, rounds and labels, and what names it keeps its
   * name. Never deleted (K4).
   */
  retiredAt?: Instant
  /** What stands in its stead where it is no longer there. */
  successorId?: PlaceId
}

export const waysToPlace = ['import', 'drawn', 'traced', 'gps'] as const

/** Whether somebody has said where it is. */
export const isPlaced = ({ isUnplaced }: Pick<Place, 'isUnplaced'>): boolean => !isUnplaced

/**
 * All there is to know of a place. Every member is sent it, so nothing of the people there may be
 * among it.
 */
const placeFields: readonly string[] = [
  'id',
  'type',
  'code',
  'name',
  'gridId',
  'parentId',
  'lat',
  'lon',
  'outline',
  'holes',
  'isPatrolPoint',
  'aliases',
  'pinyin',
  'floors',
  'placedBy',
  'accuracyMetres',
  'isUnplaced',
  'externalId',
  'importId',
  'retiredAt',
  'successorId',
] satisfies (keyof Place)[]

/** The first field that no place has. */
export const foreignFieldOf = (place: object): string | undefined =>
  Object.keys(place).find((field) => !placeFields.includes(field))

const foldedCode = (typed: string): string =>
  // What is copied out of chats and sheets brings marks that nobody sees.
  typed
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toUpperCase()
    .replace(/号$/, '')
const separators = /[\s_·‐-―−-]+/g

/** How codes are compared: typed by thumb, scanned, full-width or not. */
export const normaliseCode = (typed: string): string =>
  foldedCode(typed)
    .replace(separators, '-')
    .replace(/^-+|-+$/g, '')

/** A code without its separators: how it is looked up when the exact one is not known. */
export const bareCode = (typed: string): string => foldedCode(typed).replace(separators, '')

/** A scanned QR holds the code alone, or an address that ends in `#/at/CODE` or `?at=CODE`. */
export function codeFromScan(scanned: string): string {
  const match = /[?#&/]at[=/]([^&#/?]+)/.exec(scanned)
  if (!match) return normaliseCode(scanned)
  try {
    return normaliseCode(decodeURIComponent(match[1]!))
  } catch {
    // a foreign code with a broken escape is still only an unknown code
    return normaliseCode(match[1]!)
  }
}

/**
 * What the QR code of a label says: the app's own address, so that the phone's camera leads to the
 * place as well as the app's scanner (`codeFromScan`). The code stands in the query, the one part
 * of a start address that Today reads.
 * @param origin without a slash at its end
 */
export const addressOfCode = (origin: string, code: string): string =>
  `${origin}/?at=${encodeURIComponent(code)}`
