// What the outline under edit looks like at a moment, and what a person does to it.
import type { Crossing } from '#geo/ringCrossing.ts'
import type { Outline } from '#geo/sharedCorners.ts'

/** A ring of its own, or one of the neighbours', that runs over itself. */
export interface CrossingRing {
  /** Null for the outline itself. */
  neighbourId: string | null
  crossing: Crossing
}

export interface OutlineView {
  outline: Outline
  /** A tap on the map adds a corner at the end. */
  isDrawing: boolean
  /** A tap on the first corner closes the ring. */
  mayClose: boolean
  selected: number | null
  crossings: readonly CrossingRing[]
}

/** A corner, or the handle amid the edge that begins there. */
export interface OutlinePoint {
  kind: 'corner' | 'edge'
  index: number
}

export interface OutlineHands {
  /** Spoken name of a corner or a handle. */
  labelOf(point: OutlinePoint): string
  /** While a finger holds a corner: what would be. */
  previewed(outline: Outline): void
  /** Done. Edits of one run are undone together. */
  edited(outline: Outline, selected: number | null, run?: string): void
  selected(index: number | null): void
  closed(): void
}
