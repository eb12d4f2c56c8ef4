// What a batch overwrites, kept as rows of history (M8), and moved with the record they are about.
// Made by sync/openBatch.ts; applyAs.ts tells it of each change. A photo or voice note
// that is taken out of a record is named by its history from then on, and no longer by the record
// (P9).
import { type Attachment, attachmentsOf, blobsOf, isAttachmentField } from '#domain/attachment.ts'
import type { Change } from '#domain/change.ts'
import type { HistoryEntry } from '#domain/history.ts'
import type { GridId, HistoryId, Instant, MemberId, PhotoHash, ScopeId } from '#domain/ids.ts'
import type { Report } from '#domain/report.ts'
import { keyOf } from '#domain/readField.ts'
import { nextVersion, type Row, rowOf } from '#domain/row.ts'
import type { Applied, Overwritten } from '#records/applyChange.ts'
import { dataClassOf, recordTypeOf } from '#records/recordTypeOf.ts'
import { scopesOfRow } from '#records/readRights.ts'
import type { Writer } from '../storage/port/history.ts'
import type { WriteTx } from '../storage/port/storage.ts'
import type { BatchRows } from './batchRows.ts'

export interface HistoryContext {
  tx: WriteTx
  rows: BatchRows
  receivedAt: Instant
}

export interface BatchHistory {
  /** Remembered until `settle`. Returns the photos that the row names no longer. */
  note(before: Row | null, applied: Applied, change: Change, by: MemberId): Promise<Set<PhotoHash>>
  /**
   * Writes what was remembered, last of all, like conflicts (batchConflicts.ts). Returns the scopes
   * it touched.
   */
  settle(): Promise<ScopeId[]>
}

type Concerned = HistoryEntry['concerns']
type Entry = Omit<HistoryEntry, 'gridId' | 'dataClass' | 'authorId'>

export const historyIdOf = (
  changeId: string,
  { field, key }: Pick<Overwritten, 'field' | 'key'>,
): HistoryId => `${changeId}:${nameOf({ field, key })}` as HistoryId
const nameOf = ({ field, key }: Pick<Overwritten, 'field' | 'key'>): string =>
  key === undefined ? field : `${field}:${key}`

/** Who reads it, by the row it is about. */
export function withReaders(entry: Entry, { t, f }: Row): HistoryEntry {
  const { gridId, by } = f as { gridId: GridId; by: MemberId }
  return {
    ...entry,
    gridId,
    authorId: by,
    dataClass: dataClassOf(t, f),
  }
}

/** Those that the record and its steps name now. */
const attachmentsIn = ({ f }: Row): Attachment[] => {
  const { steps = [], ...own } = f as Partial<Pick<Report, 'photos' | 'voice' | 'steps'>>
  return [own, ...steps].flatMap(attachmentsOf)
}

export function batchHistory({ tx, rows: batch, receivedAt }: HistoryContext): BatchHistory {
  const entries: Entry[] = []
  const moved = new Map<string, Concerned>()

  /** Who had put it there: as written down, else whoever made the record. */
  const writerOf = (
    before: Row,
    old: Overwritten,
    writers: ReadonlyMap<string, Writer>,
  ): Pick<HistoryEntry, 'by' | 'at'> => {
    const known = writers.get(nameOf(old))
    if (known && (old.key !== undefined || known.v === old.v)) return { by: known.by, at: known.at }
    const { by, receivedAt, capturedAt, startedAt } = before.f as {
      by: MemberId
      receivedAt?: Instant
      capturedAt?: Instant
      startedAt?: Instant
    }
    const at = receivedAt ?? capturedAt ?? startedAt
    return old.v === 1 ? { by, ...(at === undefined ? {} : { at }) } : {}
  }

  const noteWriters = async ({ row }: Applied, change: Change, by: MemberId): Promise<void> => {
    if (change.op !== 'patch') return
    const set = Object.entries(change.set ?? {})
      .filter(([, value]) => value !== null)
      .map(([field]) => field)
    const added = Object.entries(change.add ?? {}).flatMap(([field, elements]) =>
      elements.map((element) => `${field}:${keyOf(field, element)}`),
    )
    for (const field of [...set, ...added])
      await tx.putWriter(row.t, row.id, field, { v: row.v, by, at: receivedAt })
  }

  /** The history names it in the names of those who named it in the record. */
  const moveAttachment = async (
    id: HistoryId,
    attachment: Attachment,
    after: Row,
  ): Promise<{ gone: PhotoHash[]; arrived: PhotoHash[]; namers: MemberId[] }> => {
    const left = new Set(
      attachmentsIn(after)
        .flatMap(blobsOf)
        .map((blob) => blob.hash),
    )
    const [gone, arrived, namers] = [
      new Set<PhotoHash>(),
      new Set<PhotoHash>(),
      new Set<MemberId>(),
    ]
    for (const { hash } of blobsOf(attachment)) {
      for (const member of await tx.namersOf(hash, after.t, after.id)) {
        await tx.namePhotos('history', id, member, [hash])
        for (const each of await tx.depositedBy(member, [hash])) arrived.add(each)
        namers.add(member)
      }
      if (left.has(hash)) continue
      await tx.unnamePhoto(hash, after.t, after.id)
      gone.add(hash)
    }
    return { gone: [...gone], arrived: [...arrived].sort(), namers: [...namers] }
  }

  return {
    note: async (before, applied, change, by) => {
      const { row, overwritten } = applied
      const gone = new Set<PhotoHash>()
      const concerns: Concerned = { t: row.t, row: row.id }
      if (before && before.f.gridId !== row.f.gridId) moved.set(`${row.t}:${row.id}`, concerns)
      const writers =
        before && overwritten.length > 0
          ? await tx.writersOf(row.t, row.id)
          : new Map<string, Writer>()
      for (const old of overwritten) {
        const id = historyIdOf(change.id, old)
        const moved =
          recordTypeOf(row.t)?.carriesPhotos && isAttachmentField(old.field)
            ? await moveAttachment(id, old.value as Attachment, row)
            : null
        for (const hash of moved?.gone ?? []) gone.add(hash)
        const who = writerOf(before!, old, writers)
        entries.push({
          id,
          concerns,
          field: old.field,
          value: old.value,
          v: old.v,
          ...(who.by === undefined && moved?.namers[0] ? { by: moved.namers[0] } : who),
          overBy: by,
          overAt: receivedAt,
          changeId: change.id,
          ...(moved ? { arrived: moved.arrived } : {}),
        })
        await tx.putHistory(row.t, row.id, change.id, nameOf(old), old.value, old.v)
      }
      await noteWriters(applied, change, by)
      return gone
    },
    settle: async () => {
      const rows = new Map<string, Row>()
      const left: ScopeId[] = []
      const known = new Set(
        (
          await tx.rowsOf(
            'history',
            entries.map(({ id }) => id),
          )
        ).map((row) => row.id),
      )
      for (const entry of entries) {
        const about = await batch.row(entry.concerns.t, entry.concerns.row)
        if (about && !known.has(entry.id))
          rows.set(
            entry.id,
            rowOf({ t: 'history', id: entry.id, v: 1, fv: {} }, { ...withReaders(entry, about) }),
          )
      }
      for (const { t, row: id } of moved.values()) {
        const about = await batch.row(t, id)
        for (const row of await tx.rowsOf('history', await tx.historyOf(t, id))) {
          if (!about || row.f.gridId === about.f.gridId) continue
          left.push(...scopesOfRow(row))
          rows.set(row.id, nextVersion(row, { ...row.f, gridId: about.f.gridId }))
        }
      }
      const scopes = [...left, ...[...rows.values()].flatMap(scopesOfRow)]
      await tx.lockScopes(scopes)
      for (const row of rows.values()) await batch.put(row)
      return scopes
    },
  }
}
