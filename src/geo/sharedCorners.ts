// An outline under edit and the rings beside it: a corner or an edge that two have in common stays
// in common, and both change in one go.
import type { Corner } from './corner.ts'
import {
  insertCorner,
  isSameCorner,
  middleOf,
  moveCorner,
  removeCorner,
  type Corners,
} from './ringEdits.ts'

export interface Neighbour {
  id: string
  ring: Corners
  /** Snapped to, and never altered: what this person may not move. */
  isFixed?: boolean
  /** It does not close: a path. */
  isLine?: boolean
  name?: string
}

export interface Outline {
  ring: Corners
  /** False while it is still being drawn, and for a line. */
  isClosed: boolean
  neighbours: readonly Neighbour[]
  /** Which ring of its polygon it is, 0 the outer one; or a line that is to split it. */
  under?: number | 'cut'
  /** The other rings of the polygon, the outer one first (outlineRings.ts). */
  rest?: readonly Corners[]
}

/** A line that is to split moves nobody along. */
const alter = (outline: Outline, edit: (neighbour: Neighbour) => Corners): readonly Neighbour[] =>
  outline.neighbours.map((neighbour) => {
    if (neighbour.isFixed || outline.under === 'cut') return neighbour
    const ring = edit(neighbour)
    return ring === neighbour.ring ? neighbour : { ...neighbour, ring }
  })

/** At the end of what is being drawn. */
export const addCorner = (outline: Outline, corner: Corner): Outline => ({
  ...outline,
  ring: insertCorner(outline.ring, outline.ring.length, corner),
})

/** Amid the edge that begins at that corner, and amid the same edge of whoever shares it. */
export function splitEdge(outline: Outline, index: number): Outline {
  const { ring } = outline
  const [a, b] = [ring[index]!, ring[(index + 1) % ring.length]!]
  const corner = middleOf(a, b)
  return {
    ...outline,
    ring: insertCorner(ring, index + 1, corner),
    neighbours: alter(outline, ({ ring: other, isLine }) => {
      const at = other.findIndex((from, place) => {
        const to = other[place + 1] ?? (isLine ? undefined : other[0])
        return to !== undefined && isSameEdge([a, b], [from, to])
      })
      return at === -1 ? other : insertCorner(other, at + 1, corner)
    }),
  }
}

/** Whoever has a corner at the same spot has it moved along. */
export function shiftCorner(outline: Outline, index: number, to: Corner): Outline {
  const from = outline.ring[index]!
  return {
    ...outline,
    ring: moveCorner(outline.ring, index, to),
    neighbours: alter(outline, ({ ring }) => {
      const at = ring.findIndex((corner) => isSameCorner(corner, from))
      return at === -1 ? ring : moveCorner(ring, at, to)
    }),
  }
}

/**
 * Out of a neighbour too where it shares the edges on both sides, and has corners enough left. A
 * ring of three is open again afterwards.
 */
export function dropCorner(outline: Outline, index: number): Outline {
  const { ring, isClosed } = outline
  const around = besides(ring, index, isClosed)
  const left = removeCorner(ring, index)
  return {
    ...outline,
    ring: left,
    isClosed: isClosed && left.length >= 3,
    neighbours: alter(outline, ({ ring: other, isLine }) => {
      const at = other.findIndex((corner) => isSameCorner(corner, ring[index]!))
      const there = at === -1 ? null : besides(other, at, !isLine)
      const isShared = around && there && isSameEdge(around, there)
      return isShared && other.length > (isLine ? 2 : 3) ? removeCorner(other, at) : other
    }),
  }
}

/** Those whose ring is another than it was. */
export const alteredNeighbours = (
  before: readonly Neighbour[],
  now: readonly Neighbour[],
): Neighbour[] => {
  const first = new Map(before.map(({ id, ring }) => [id, ring]))
  return now.filter(({ id, ring }) => {
    const was = first.get(id)
    return (
      was !== ring &&
      !(was?.length === ring.length && was.every((at, index) => isSameCorner(at, ring[index]!)))
    )
  })
}

/** Whoever has a corner at that spot. */
export const sharersOf = ({ neighbours, under }: Outline, corner: Corner): Neighbour[] =>
  under === 'cut'
    ? []
    : neighbours.filter(({ ring }) => ring.some((other) => isSameCorner(other, corner)))

const isSameEdge = ([a, b]: [Corner, Corner], [c, d]: [Corner, Corner]): boolean =>
  (isSameCorner(a, c) && isSameCorner(b, d)) || (isSameCorner(a, d) && isSameCorner(b, c))

/** The corners before and after; null at the end of a line. */
function besides(ring: Corners, index: number, isClosed: boolean): [Corner, Corner] | null {
  const before = ring[index - 1] ?? (isClosed ? ring.at(-1) : undefined)
  const after = ring[index + 1] ?? (isClosed ? ring[0] : undefined)
  return before && after ? [before, after] : null
}
