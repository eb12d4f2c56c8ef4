// What the server keeps and phones cache: typed fields with a version each. Which types there are
// is said in records/, a folder each; a row's type tells what is in it.

/**
 * Type of row → its fields. Empty here: each folder of records adds its own by declaring it once
 * more, so that a new type touches no other file.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface RowFields {}
export type RowType = keyof RowFields

/** What apps know that name no sync version (records/recordTypeOf.ts has the current one). */
export const firstSyncVersion = 1

export type Fields = Record<string, unknown>

/** Those of the type, and untouched beside them whatever a later version brought. */
export type FieldsOf<T extends RowType> = RowFields[T] & Fields

interface RowHead<T extends RowType> {
  t: T
  id: string
  /** Raised by one with each change applied. */
  v: number
  /** Field path → the `v` of its last change. */
  fv: Record<string, number>
}

/** Of a row, whatever its type: its fields are found by their names alone. */
export interface LooseRow extends RowHead<RowType> {
  f: Fields
}

/** One of several types where more than one is named: asking for `t` tells which. */
export type Row<T extends RowType = RowType> = {
  [Each in T]: RowHead<Each> & { f: FieldsOf<Each> }
}[T]

/**
 * The fields are believed to be those of the type: they come out of storage, or of a change that
 * was decided.
 */
export const rowOf = <T extends RowType>(head: RowHead<T>, f: Fields): Row<T> =>
  ({ t: head.t, id: head.id, v: head.v, fv: head.fv, f }) as Row<T>

/** Its next version, with these fields, believed in the same way. */
export const nextVersion = <T extends RowType>(row: RowHead<T>, f: Fields): Row<T> =>
  rowOf({ t: row.t, id: row.id, v: row.v + 1, fv: row.fv }, f)
