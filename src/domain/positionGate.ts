// How vague a position may be before a phone says so: a setting of the community, on its grid.
import type { GridId } from './ids.ts'

/** Radius up to which a position is taken as it is, and up to which it may stand alone. */
export interface PositionGate {
  waitMetres: number
  askMetres: number
}

/** Where the community has not said otherwise. */
export const usualGate: PositionGate = { waitMetres: 50, askMetres: 200 }

/** Less no phone keeps to between houses; beyond, a position says nothing. */
export const gateLimits = { leastMetres: 10, mostWaitMetres: 200, mostAskMetres: 1000 } as const

/** Whole metres, the second number the larger. */
export const isGate = ({ waitMetres, askMetres }: PositionGate): boolean =>
  Number.isInteger(waitMetres) &&
  Number.isInteger(askMetres) &&
  waitMetres >= gateLimits.leastMetres &&
  waitMetres <= gateLimits.mostWaitMetres &&
  askMetres > waitMetres &&
  askMetres <= gateLimits.mostAskMetres

/** What the community has set, if it can be one; apps that know no such setting go by the usual. */
export function gateOf(
  grids: readonly { parentId: GridId | null; positionGate?: PositionGate }[],
): PositionGate {
  const said = grids.find(({ parentId }) => parentId === null)?.positionGate
  return said && isGate(said) ? said : usualGate
}
