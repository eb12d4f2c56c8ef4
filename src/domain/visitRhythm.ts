// How often a door is visited. It says that somebody there needs looking after, so it is a row of
// class care and no field of the place.
import type { GridId, PlaceId } from './ids.ts'

export interface VisitRhythm {
  placeId: PlaceId
  /** Of the place: who may read care there may read it. */
  gridId: GridId
  /** A visit is due this many days after the last one; says nothing of why. */
  everyDays: number
}
