// A seal stands beside each row: a signature over all that the row holds, made when it is written,
// with a key that the database does not know (auditKey.ts). Checked by verifyAudit.ts: a row that
// was altered in the database itself no longer fits its seal.
import type { RowType } from '#domain/row.ts'

/** A row as it is stored, fields and versions as text. */
export interface RowText {
  t: RowType
  id: string
  v: number
  fv: string
  f: string
}

export type SealRow = (row: RowText) => string

export interface SealReads {
  /** In the order of type and id, those after this one. */
  sealedRows(
    after: Pick<RowText, 't' | 'id'> | null,
    limit: number,
  ): Promise<(RowText & { seal: string })[]>
  /**
   * Rows by type, and entries of the journal and of the history; none of them ever becomes fewer.
   */
  counts(): Promise<Record<string, number>>
  /**
   * Changes that were taken in, in the order of client and number, those after this one; with the
   * row that each made, if it made one.
   */
  creationsAfter(
    after: { install: string; n: number } | null,
    limit: number,
  ): Promise<{ install: string; n: number; made: { t: RowType; id: string } | null }[]>
  /** Rows of history without their entry, and entries without their row. */
  halvesOfHistory(): Promise<string[]>
}

export interface SealWrites {
  /** Only while the row is as it was when it was read. */
  putSeal(row: RowText, seal: string): Promise<void>
}
