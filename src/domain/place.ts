// A building, stairwell, dwelling, shop, lamp-post or point. Its location code finds it indoors and without signal.
import type { GridId, PlaceId } from './ids.ts'

export const placeTypes = ['building', 'stairwell', 'dwelling', 'shop', 'lampPost', 'point', 'area', 'path'] as const
export type PlaceType = (typeof placeTypes)[number]

export interface Place {
  id: PlaceId
  type: PlaceType
  /** Printed on the door or post and in its QR code, e.g. `W-116`, `3-2-201`. Empty for areas and paths that only draw the plan. */
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
  /** A visit is due this many days after the last one; says nothing of why (restricted). */
  visitEveryDays?: number
}

/** How codes are compared: typed by thumb, scanned, full-width or not. */
export const normaliseCode = (typed: string): string =>
  typed.normalize('NFKC').toUpperCase().replace(/号$/, '').replace(/[\s_·‐-―−-]+/g, '-').replace(/^-+|-+$/g, '')

/** A code without its separators: how it is looked up when the exact one is not known. */
export const bareCode = (typed: string): string => normaliseCode(typed).replaceAll('-', '')

/** A scanned QR holds the code alone, or an address that ends in `#/at/CODE` or `?at=CODE`. */
export function codeFromScan(scanned: string): string {
  const match = /[?#&/]at[=/]([^&#/?]+)/.exec(scanned)
  if (!match) return normaliseCode(scanned)
  try {
    return normaliseCode(decodeURIComponent(match[1]!))
  } catch {
    return normaliseCode(match[1]!) // a foreign code with a broken escape is still only an unknown code
  }
}
