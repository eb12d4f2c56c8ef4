// A value that another has taken the place of: what stood there, who had put it there, who replaced
// it. A row like every other (type `history`), so that it reaches whoever may review the work, and
// those whose value it was. Phone and server ask the same questions here.
import type { ChangeId, GridId, HistoryId, Instant, MemberId, PhotoHash } from './ids.ts'
import type { RowType } from './row.ts'

export interface HistoryEntry {
  id: HistoryId
  concerns: { t: RowType; row: string }
  /** Path of the field, e.g. `note` or `body.severity`. */
  field: string
  /** What stood there; of a set (photos, checks, pauses) the element that was taken out. */
  value: unknown
  /** Version of the row that brought it. */
  v: number
  /** Who had put it there, and when it was received; absent where that is not known. */
  by?: MemberId
  at?: Instant
  overBy: MemberId
  overAt: Instant
  /** The change that took its place. */
  changeId: ChangeId
  /**
   * Of the row it is about, as that stands now: who may read it follows from these. Where the row
   * lies is not told to who is not shown it.
   */
  gridId?: GridId
  dataClass: 'work' | 'care'
  authorId: MemberId
  /** Of the photo that was taken out, those of its files that the server has. */
  arrived?: PhotoHash[]
}

/** Put there by this member, and replaced by another. */
export const isTheirOwn = ({ by, overBy }: HistoryEntry, member: MemberId | undefined): boolean =>
  by !== undefined && by === member && overBy !== member
