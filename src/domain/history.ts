// A value that another has taken the place of: what stood there, who had put it there, who replaced
// it. A row like every other (type `history`), so that it reaches whoever may review the work, and
// those whose value it was. Phone and server ask the same questions here.
import { keyOf, readField } from './applyChange.ts'
import type { PatchChange } from './change.ts'
import { fault } from './fault.ts'
import { policyOf } from './fieldPolicy.ts'
import type { ChangeId, GridId, HistoryId, Instant, MemberId, PhotoHash } from './ids.ts'
import { fail, type Result, succeed } from './result.ts'
import type { Row } from './row.ts'

export interface HistoryEntry {
  id: HistoryId
  concerns: { t: 'report' | 'patrol'; row: string }
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

/**
 * The part of a patch that puts the old value back, over what stands there now and with that seen.
 */
export function putBack(
  entry: HistoryEntry,
  row: Pick<Row, 't' | 'id' | 'f' | 'fv'> | null,
): Result<Pick<PatchChange, 'set' | 'base' | 'add'>> {
  const { concerns, field, value } = entry
  if (!row || row.t !== concerns.t || row.id !== concerns.row) return fail(fault('unknownReport'))
  const policy = policyOf(concerns.t, field)
  const now = readField(row.f, field)
  if (policy === 'set') {
    const isThere = ((now ?? []) as unknown[]).some(
      (element) => keyOf(field, element) === keyOf(field, value),
    )
    return isThere
      ? fail(fault('changedMeanwhile'))
      : succeed({ add: { [field]: [value as { id?: string; hash?: string }] } })
  }
  if (policy !== 'last' && policy !== 'keepBoth')
    return fail(fault('invalidFields', { field: field.slice(0, 64) }))
  if (JSON.stringify(now) === JSON.stringify(value)) return fail(fault('changedMeanwhile'))
  return succeed({ set: { [field]: value }, base: { [field]: row.fv[field] ?? 1 } })
}
