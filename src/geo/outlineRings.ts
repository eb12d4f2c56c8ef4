// The rings of the polygon under edit: one of them is under the hands, its outer ring or a hole, or
// a line that is to split it.
import type { Corners } from './ringEdits.ts'
import type { Neighbour, Outline } from './sharedCorners.ts'

/** The outer ring first, then the holes; without the line that is to split them. */
export const ringsOf = ({ ring, rest = [], under = 0 }: Outline): readonly Corners[] =>
  under === 'cut' ? rest : rest.toSpliced(under, 0, ring)

/** Another ring comes under the hands; a hole that has no three corners yet is dropped. */
export function takeRing(outline: Outline, index: number): Outline {
  const all = ringsOf(outline)
  const rings = all.filter((ring, at) => at === 0 || at === index || ring.length >= 3)
  const ring = all[index] ?? []
  return {
    ...outline,
    ring,
    isClosed: ring.length >= 3,
    under: rings.indexOf(ring),
    rest: rings.filter((other) => other !== ring),
  }
}

export function startHole(outline: Outline): Outline {
  const rest = ringsOf(outline)
  return { ...outline, ring: [], isClosed: false, under: rest.length, rest }
}

/** The hole under the hands is filled, and the outer ring comes under them. */
export const fillHole = (outline: Outline): Outline => takeRing({ ...outline, ring: [] }, 0)

export const startCut = (outline: Outline): Outline => ({
  ...outline,
  ring: [],
  isClosed: false,
  under: 'cut',
  rest: ringsOf(outline),
})

export const isCut = ({ under }: Pick<Outline, 'under'>): boolean => under === 'cut'

/** What a corner is put onto: a line that splits ends on edges and moves none of them. */
export const snapTargets = (outline: Outline): readonly Neighbour[] =>
  isCut(outline)
    ? [
        ...(outline.rest ?? []).map((ring, index) => ({ id: `ring ${index}`, ring })),
        ...outline.neighbours,
      ].map((neighbour) => ({ ...neighbour, isFixed: true }))
    : outline.neighbours
