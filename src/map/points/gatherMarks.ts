// What of the pins is drawn in one view: clusters and single pins by their cells, and beside them
// those that stand alone, the selected one and the members of a spot that were asked aside.
import type { MapPin } from '../mapPin.ts'
import type { Box, XY } from '#geo/plane.ts'
import { markOfPin, marksIn, worldPixelsAt, type Mark } from './marks.ts'
import type { PinSet } from './pinSet.ts'
import { spreadOffsets } from './spreadOffsets.ts'

const spreadGapPixels = 30
/** Beside what is drawn, marks whose middle lies outside reach in. */
const overhangPixels = 50

export interface Gathering {
  zoom: number
  /** In layer pixels: what is drawn. */
  view: Box
  /** Of the layer, in pixels of the world. */
  origin: XY
  /** Members of one spot that step aside. */
  spreadIds: Iterable<string>
  selectedId: string | undefined
}

type Apart = Pick<Gathering, 'spreadIds' | 'selectedId'>

/** By number: pins that no cluster takes in. */
export const aloneOf = (pins: PinSet, { spreadIds, selectedId }: Apart): Set<number> =>
  new Set(
    [...spreadIds, ...(selectedId ? [selectedId] : [])].flatMap((id) => pins.numberOf(id) ?? []),
  )

/** In layer pixels, from north to south. */
export function gatherMarks(pins: PinSet, gathering: Gathering): Mark[] {
  const { zoom, view, origin } = gathering
  const box = {
    minX: view.minX + origin.x - overhangPixels,
    minY: view.minY + origin.y - overhangPixels,
    maxX: view.maxX + origin.x + overhangPixels,
    maxY: view.maxY + origin.y + overhangPixels,
  }
  const marks = marksIn(pins, { zoom, box, alone: aloneOf(pins, gathering) })
  return [...marks, ...marksAlone(pins, gathering)]
    .map((mark) => ({ ...mark, x: mark.x - origin.x, y: mark.y - origin.y }))
    .sort((a, b) => a.y - b.y)
}

function marksAlone(pins: PinSet, { zoom, spreadIds, selectedId }: Gathering): Mark[] {
  const pixels = worldPixelsAt(zoom)
  const at = (pin: MapPin): XY => {
    const { x, y } = pins.placedAt(pins.numberOf(pin.id)!)
    return { x: x * pixels, y: y * pixels }
  }
  const spread = [...spreadIds].flatMap((id) => pins.get(id) ?? [])
  const spots = spread.map(at)
  const middle = {
    x: spots.reduce((sum, { x }) => sum + x, 0) / spots.length,
    y: spots.reduce((sum, { y }) => sum + y, 0) / spots.length,
  }
  const offsets = spreadOffsets(spread.length, spreadGapPixels)
  const marks = spread.map((pin, index) =>
    markOfPin(pin, { x: middle.x + offsets[index]!.x, y: middle.y + offsets[index]!.y }),
  )
  const selected = selectedId ? pins.get(selectedId) : undefined
  if (selected && !spread.includes(selected)) marks.push(markOfPin(selected, at(selected)))
  return marks
}
