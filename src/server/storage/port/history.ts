// What the storage knows of earlier values: which rows of history a record has, and who wrote what
// stands in its fields.
import type { HistoryId, Instant, MemberId, PhotoHash } from '#domain/ids.ts'
import type { RowType } from '#domain/row.ts'

/**
 * Who put the value there that stands in a field, or the element into a set; a creation is not
 * written down.
 */
export interface Writer {
  v: number
  by: MemberId
  at: Instant
}

/** A value that was overwritten before there were rows of history. */
export interface HistoryBefore {
  t: RowType
  row: string
  changeId: string
  field: string
  value: unknown
  v: number
  overBy: MemberId
  overAt: Instant
}

export interface HistoryReads {
  historyOf(t: RowType, id: string): Promise<HistoryId[]>
  /** By field, and by `field:key` for an element. */
  writersOf(t: RowType, id: string): Promise<Map<string, Writer>>
  /** Who named the photo in this row. */
  namersOf(hash: PhotoHash, t: RowType, id: string): Promise<MemberId[]>
  /** Who named these photos in the record before they were taken out of it. */
  previousNamers(
    t: RowType,
    id: string,
    hashes: readonly PhotoHash[],
  ): Promise<{ hash: PhotoHash; member: MemberId }[]>
  historyBefore(): Promise<HistoryBefore[]>
}

export interface HistoryWrites {
  /** @param field of an element with its key (`photos:<hash>`). */
  putHistory(
    t: RowType,
    id: string,
    changeId: string,
    field: string,
    value: unknown,
    v: number,
  ): Promise<void>
  putWriter(t: RowType, id: string, field: string, writer: Writer): Promise<void>
  /** The row names the photo no longer. */
  unnamePhoto(hash: PhotoHash, t: RowType, id: string): Promise<void>
}
