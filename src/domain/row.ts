// What the server keeps and phones cache: typed fields with a version each. Rows differ by type,
// not by shape.

export const rowTypes = [
  'report',
  'patrol',
  'grid',
  'place',
  'member',
  'case',
  'history',
  'visitRhythm',
] as const
export type RowType = (typeof rowTypes)[number]

/**
 * Raised when a type of row is added. An app names the newest sync version it knows and is sent no
 * rows of a later one.
 */
export const currentSyncVersion = 3
/** What apps know that name none. */
export const firstSyncVersion = 1

export type Fields = Record<string, unknown>

export interface Row {
  t: RowType
  id: string
  /** Raised by one with each change applied. */
  v: number
  /** Field path → the `v` of its last change. */
  fv: Record<string, number>
  f: Fields
}
