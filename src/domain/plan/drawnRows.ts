// What a grid or place says once it was drawn: a polygon, its outer ring first and
// then its holes, in the stead of the one that was under the hands.
import { roundedCorner } from '#geo/ringEdits.ts'
import { areaOf, boxMiddle, isInsideRings, oriented } from '#geo/rings.ts'
import type { Grid, Ring } from '../grid.ts'
import { isPlaced, type Place } from '../place.ts'
import { isSameValue } from '../sameValue.ts'

/** The polygon whose outer ring is the grid's border; empty where nobody has drawn one. */
export const polygonOfGrid = ({ border, parts = [] }: Grid): Ring[] =>
  border.length === 0 ? [] : (parts.find(([outer]) => isSameValue(outer, border)) ?? [border])

export const polygonOfPlace = ({ outline = [], holes = [] }: Place): Ring[] =>
  outline.length === 0 ? [] : [outline, ...holes]

/** The polygons beside it: a grid may lie in several pieces. */
export const otherPiecesOf = ({ border, parts = [] }: Grid): Ring[][] =>
  parts.filter(([outer]) => !isSameValue(outer, border))

/** @param pieces others it lies in besides; its own where nothing is said */
export function gridDrawn(
  grid: Grid,
  polygon: readonly Ring[],
  pieces: readonly Ring[][] = otherPiecesOf(grid),
): Grid {
  const { parts: _replaced, ...kept } = grid
  const all = oriented([polygon, ...pieces]).filter(([outer]) => outer && outer.length > 0)
  const [largest] = all.toSorted((a, b) => areaOf([[b[0]!]]) - areaOf([[a[0]!]]))
  const isMore = all.length > 1 || (largest?.length ?? 0) > 1
  return { ...kept, border: largest?.[0] ?? [], ...(isMore ? { parts: all } : {}) }
}

/** Its pin stays where it was, if that lies within what was drawn. */
export function placeDrawn(place: Place, drawn: readonly Ring[]): Place {
  const { isUnplaced: _was, holes: _replaced, ...kept } = place
  const isLine = place.type === 'path'
  const [outline = [], ...holes] = isLine ? drawn.slice(0, 1) : oriented([drawn])[0]!
  const isWithin =
    isPlaced(place) && (isLine || isInsideRings([place.lon, place.lat], [[outline, ...holes]]))
  return {
    ...kept,
    outline: [...outline],
    ...(holes.length > 0 ? { holes } : {}),
    placedBy: 'drawn',
    ...(isWithin ? {} : middleOf(outline)),
  }
}

/** Inside enough for a pin. */
export function middleOf(ring: Ring): { lat: number; lon: number } {
  const [lon, lat] = roundedCorner(boxMiddle(ring))
  return { lat, lon }
}
