// Questions to the list of record types that name none of them. Asked by all who hold a row or a
// change and want to know what its type means.
import type { Fields, RowType } from '#domain/row.ts'
import type { DataClass, RecordType } from './recordType.ts'
import { recordTypes } from './recordTypes.ts'

const byName = new Map<string, RecordType>(recordTypes.map((type) => [type.t, type]))

export const rowTypes: readonly RowType[] = recordTypes.map(({ t }) => t)

/**
 * Raised by the type that is added last. An app names the newest sync version it knows and is sent
 * no rows of a later one.
 */
export const currentSyncVersion = Math.max(...recordTypes.map(({ since }) => since))

/** Undefined for a type of a later version. */
export const recordTypeOf = (t: string): RecordType | undefined => byName.get(t)

export const isRowType = (t: unknown): t is RowType => typeof t === 'string' && byName.has(t)

/** Whether a phone may write it, and a decision is made on what it sends. */
export const isDecided = (t: unknown): t is RowType =>
  typeof t === 'string' && byName.get(t)?.decision !== undefined

/** Whether changes to it bring photos. */
export const bringsPhotos = (t: string): boolean => {
  const type = byName.get(t)
  return type?.decision !== undefined && type.carriesPhotos === true
}

/** What cannot be told is held to be the more guarded class. */
export const dataClassOf = (t: string | undefined, fields: Fields): DataClass =>
  (t === undefined ? undefined : byName.get(t))?.dataClassOf(fields) ?? 'care'
