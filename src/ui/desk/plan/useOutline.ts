// The outline under edit and its steps: what is shown, what may be undone, and why it is not done.
import { computed, shallowRef } from 'vue'
import { checkPolygon } from '#geo/checkRings.ts'
import type { Corner } from '#geo/corner.ts'
import { fillHole, isCut, ringsOf, startCut, startHole, takeRing } from '#geo/outlineRings.ts'
import { crossingOf } from '#geo/ringCrossing.ts'
import { areaOf, lengthOf, withoutRepeats, type Corners } from '#geo/ringEdits.ts'
import {
  alteredNeighbours,
  dropCorner,
  shiftCorner,
  type Neighbour,
  type Outline,
} from '#geo/sharedCorners.ts'
import { splitPolygon, type SplitFault } from '#geo/splitPolygon.ts'
import { endRun, recordEdit, redoEdit, startHistory, undoEdit } from '#map/editor/editHistory.ts'
import type { CrossingRing, OutlineView } from '#map/editor/outlineView.ts'

/** A grid's border, a place's outline, or the line of a path, which does not close. */
export type OutlineKind = 'border' | 'outline' | 'line'

export type OutlineFault =
  | { code: 'tooFew'; least: number }
  | { code: 'crosses'; edges: [number, number] }
  | { code: 'neighbourCrosses'; name: string }
  | { code: 'holeOutside' | 'holesCross' }
  | { code: SplitFault }

/** Of the polygon, apart from the ring that is under the hands. */
const holeFaults = ['holeOutside', 'holesCross'] as const

export function useOutline(
  kind: OutlineKind,
  ring: Corners,
  first: Neighbour[],
  holes: readonly Corners[] = [],
) {
  const isRing = kind !== 'line'
  const start: Outline = {
    ...{ ring, isClosed: isRing && ring.length >= 3, neighbours: first },
    ...(holes.length > 0 && { under: 0, rest: holes }),
  }
  const history = shallowRef(startHistory(start))
  const preview = shallowRef<Outline | null>(null)
  const selected = shallowRef<number | null>(null)
  /** What stands on the screen; while a finger holds a corner, what would be. */
  const outline = computed(() => preview.value ?? history.value.now)
  const altered = computed(() => alteredNeighbours(first, outline.value.neighbours))

  const rings = computed(() => ringsOf(outline.value))
  const under = computed(() => outline.value.under ?? 0)
  /** What is drawn now runs round something: it is neither a path nor a line that splits. */
  const goesRound = computed(() => isRing && !isCut(outline.value))

  const ownCrossing = computed(() =>
    isRing ? crossingOf(outline.value.ring, outline.value.isClosed) : null,
  )
  const crossings = computed((): CrossingRing[] => {
    const own = ownCrossing.value
    const others = altered.value.flatMap((neighbour) => {
      const crossing = neighbour.isLine ? null : crossingOf(neighbour.ring)
      return crossing ? [{ neighbourId: neighbour.id, crossing }] : []
    })
    return own ? [{ neighbourId: null, crossing: own }, ...others] : others
  })
  const view = computed((): OutlineView => ({
    outline: outline.value,
    isDrawing: !outline.value.isClosed,
    mayClose: goesRound.value && !outline.value.isClosed && outline.value.ring.length >= 3,
    selected: selected.value,
    crossings: crossings.value,
  }))

  const fault = computed((): OutlineFault | null => {
    const { ring: corners, isClosed, neighbours } = outline.value
    const least = goesRound.value ? 3 : 2
    if (withoutRepeats(corners, goesRound.value).length < least) return { code: 'tooFew', least }
    if (isCut(outline.value)) return splitFault.value
    // Of a ring still open, the edge that will close it may cross the others.
    const own = isRing && !isClosed ? crossingOf(corners) : ownCrossing.value
    if (own) return { code: 'crosses', edges: [own.first + 1, own.second + 1] }
    const other = crossings.value.find(({ neighbourId }) => neighbourId !== null)
    const neighbour = neighbours.find(({ id }) => id === other?.neighbourId)
    if (neighbour) return { code: 'neighbourCrosses', name: neighbour.name ?? neighbour.id }
    if (rings.value.length < 2) return null
    const found = checkPolygon(rings.value.map((each) => [...each])).map(({ code }) => code)
    const code = holeFaults.find((each) => found.includes(each))
    return code ? { code } : null
  })
  const split = computed(() =>
    isCut(outline.value)
      ? splitPolygon(rings.value, outline.value.ring, outline.value.neighbours)
      : null,
  )
  const splitFault = computed((): OutlineFault | null =>
    typeof split.value === 'string' ? { code: split.value } : null,
  )

  function edit(next: Outline, at: number | null = null, run?: string): void {
    preview.value = null
    selected.value = at
    history.value = recordEdit(history.value, next, run ?? null)
  }
  function step(moved: typeof history.value): void {
    preview.value = null
    history.value = moved
    const last = moved.now.ring.length - 1
    if (selected.value !== null && selected.value > last) selected.value = last < 0 ? null : last
  }

  return {
    outline,
    /** After the last step; `outline` is ahead of it while a finger holds a corner. */
    settled: computed(() => history.value.now),
    view,
    altered,
    selected: computed(() => selected.value),
    canUndo: computed(() => history.value.past.length > 0),
    canRedo: computed(() => history.value.future.length > 0),
    /** Square metres without the holes, or metres of a line. */
    size: computed(() => {
      const [outer = [], ...inner] = rings.value
      if (!isRing) return lengthOf(outer)
      return areaOf(outer) - inner.reduce((sum, hole) => sum + areaOf(hole), 0)
    }),
    /** Of the polygon, the outer one first. */
    rings,
    /** Which of them is under the hands; `cut` while a line is drawn that is to split it. */
    under,
    /** What the line would make of it; null while none is drawn. */
    split,
    fault,
    edit,
    preview: (next: Outline) => (preview.value = next),
    select(index: number | null): void {
      if (index === selected.value) return
      selected.value = index
      history.value = endRun(history.value)
    },
    close: () => edit({ ...history.value.now, isClosed: true }, selected.value),
    move: (index: number, to: Corner) => edit(shiftCorner(history.value.now, index, to), index),
    remove(index: number): void {
      const next = dropCorner(history.value.now, index)
      edit(next, next.ring.length === 0 ? null : Math.min(index, next.ring.length - 1))
    },
    startHole: () => edit(startHole(history.value.now)),
    fillHole: () => edit(fillHole(history.value.now)),
    startCut: () => edit(startCut(history.value.now)),
    take: (index: number) => edit(takeRing(history.value.now, index)),
    undo: () => step(undoEdit(history.value)),
    redo: () => step(redoEdit(history.value)),
    /** Another outline than the one under edit: begun anew. */
    restart(corners: readonly Corner[]): void {
      selected.value = null
      preview.value = null
      history.value = startHistory({
        ...start,
        ring: corners,
        isClosed: isRing && corners.length >= 3,
      })
    },
  }
}
