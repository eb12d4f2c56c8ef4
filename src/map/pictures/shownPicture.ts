// A picture of the plan as a screen hands it to the map.
import type { PinnedPoint } from '#geo/pictureFit.ts'

export interface ShownPicture {
  id: string
  bytes: Blob
  /** In pixels. */
  width: number
  height: number
  points: readonly PinnedPoint[]
  /** 0 to 1. */
  opacity: number
}
