// A picture of the plan, drawn under it: a scan, a photo or one page of a PDF, with a few points of
// it whose place is known. Where it lies follows from them (geo/pictureFit.ts) and is never stored.
import type { PinnedPoint } from '#geo/pictureFit.ts'
import type { AssetHash, GridId, Instant, MemberId, PlanImageId } from './ids.ts'

export interface PlanImage {
  id: PlanImageId
  name: string
  hash: AssetHash
  bytes: number
  /** In pixels, as it is shown. */
  width: number
  height: number
  /** WGS-84. */
  points: PinnedPoint[]
  /** 0.1 to 1. */
  opacity: number
  /** Whose it is: who draws there alters it. */
  gridId: GridId
  madeAt: Instant
  madeBy: MemberId | null
  /** Drawn no longer. */
  retiredAt?: Instant
}

export const planImageLimits = {
  bytes: 10_000_000,
  /** Of its longest side; phones draw no larger ones. */
  pixels: 4096,
  /** Of a file from which it is made: a picture, or a PDF. */
  fileBytes: 50_000_000,
  leastPoints: 2,
  points: 6,
  leastOpacity: 0.1,
  nameCharacters: 60,
} as const
