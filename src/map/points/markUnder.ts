// Which mark a finger is on, and which comes next for whoever has no finger on the map: both from
// the list of what is drawn, some hundred at most.
import type { XY } from '#geo/plane.ts'
import type { Mark } from './marks.ts'

/** How far from its middle a mark can be touched. */
export const reachPixels = 26
/** The middle of a pin lies above the spot it points at. */
export const pinMiddle = 25.5

const middleOf = ({ x, y, pin }: Mark): XY => ({ x, y: pin ? y - pinMiddle : y })

/** The nearest within reach, of equally near ones the one drawn last. */
export function markUnder(marks: readonly Mark[], at: XY): Mark | null {
  let found: Mark | null = null
  let least = reachPixels
  for (const mark of marks) {
    const { x, y } = middleOf(mark)
    const pixels = Math.hypot(x - at.x, y - at.y)
    if (pixels <= least) [found, least] = [mark, pixels]
  }
  return found
}

/** From left to right, from the end to the beginning again; from nowhere, at that end. */
export function markBeside(marks: readonly Mark[], from: string | null, by: 1 | -1): Mark | null {
  const inOrder = [...marks].sort((a, b) => a.x - b.x || a.y - b.y || (a.key < b.key ? -1 : 1))
  const at = inOrder.findIndex(({ key }) => key === from)
  if (at < 0) return inOrder.at(by > 0 ? 0 : -1) ?? null
  return inOrder.at((at + by) % inOrder.length) ?? null
}
