// A building, stairwell, dwelling, shop, lamp-post or point. Its location code finds it indoors and
// without signal.
import type { GridId, PlaceId } from './ids.ts'

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
  outline?: [number, number][]
  /** On the round of a patrol. */
  isPatrolPoint?: boolean
}

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
  'isPatrolPoint',
] satisfies (keyof Place)[]

/** The first field that no place has. */
export const foreignFieldOf = (place: object): string | undefined =>
  Object.keys(place).find((field) => !placeFields.includes(field))

const foldedCode = (typed: string): string =>
  typed.normalize('NFKC').toUpperCase().replace(/号$/, '')
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
