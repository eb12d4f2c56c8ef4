// The outline under edit and its steps: what is shown, what may be undone, and why it is not done.
import { computed, shallowRef } from 'vue'
import { crossingOf } from '#geo/ringCrossing.ts'
import type { Corner } from '#geo/corner.ts'
import { areaOf, lengthOf, withoutRepeats } from '#geo/ringEdits.ts'
import {
  alteredNeighbours,
  dropCorner,
  shiftCorner,
  type Neighbour,
  type Outline,
} from '#geo/sharedCorners.ts'
import { endRun, recordEdit, redoEdit, startHistory, undoEdit } from '#map/editor/editHistory.ts'
import type { CrossingRing, OutlineView } from '#map/editor/outlineView.ts'

/** A grid's border, a place's outline, or the line of a path, which does not close. */
export type OutlineKind = 'border' | 'outline' | 'line'

export type OutlineFault =
  | { code: 'tooFew'; least: number }
  | { code: 'crosses'; edges: [number, number] }
  | { code: 'neighbourCrosses'; name: string }

const leastOf = (kind: OutlineKind): number => (kind === 'line' ? 2 : 3)

export function useOutline(kind: OutlineKind, ring: readonly Corner[], first: Neighbour[]) {
  const isRing = kind !== 'line'
  const start: Outline = { ring, isClosed: isRing && ring.length >= 3, neighbours: first }
  const history = shallowRef(startHistory(start))
  const preview = shallowRef<Outline | null>(null)
  const selected = shallowRef<number | null>(null)
  /** What stands on the screen; while a finger holds a corner, what would be. */
  const outline = computed(() => preview.value ?? history.value.now)
  const altered = computed(() => alteredNeighbours(first, outline.value.neighbours))

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
    mayClose: isRing && !outline.value.isClosed && outline.value.ring.length >= 3,
    selected: selected.value,
    crossings: crossings.value,
  }))

  const fault = computed((): OutlineFault | null => {
    const { ring: corners, isClosed, neighbours } = outline.value
    const least = leastOf(kind)
    if (withoutRepeats(corners, isRing).length < least) return { code: 'tooFew', least }
    // Of a ring still open, the edge that will close it may cross the others.
    const own = isRing && !isClosed ? crossingOf(corners) : ownCrossing.value
    if (own) return { code: 'crosses', edges: [own.first + 1, own.second + 1] }
    const other = crossings.value.find(({ neighbourId }) => neighbourId !== null)
    const neighbour = neighbours.find(({ id }) => id === other?.neighbourId)
    return neighbour ? { code: 'neighbourCrosses', name: neighbour.name ?? neighbour.id } : null
  })

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
    /** Square metres of a ring, metres of a line. */
    size: computed(() => (isRing ? areaOf(outline.value.ring) : lengthOf(outline.value.ring))),
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
