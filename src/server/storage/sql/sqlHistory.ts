// storage/port/history.ts on SQL.
import type { HistoryId, MemberId, PhotoHash } from '#domain/ids.ts'
import type { RowType } from '#domain/row.ts'
import type { HistoryBefore, HistoryReads, HistoryWrites } from '../port/history.ts'
import type { InsertQueue } from './insertQueue.ts'
import type { SqlSession } from './sqlDriver.ts'

const entryId = "h.change_id || ':' || h.field"

interface BeforeRecord {
  t: RowType
  id: string
  change_id: string
  field: string
  value: string
  v: number
  member_id: MemberId
  received_at: number
}

export const historyReads = (session: SqlSession): HistoryReads => ({
  historyOf: async (t, id) => {
    const records = await session.all<{ id: HistoryId }>(
      `SELECT ${entryId} AS id FROM history h WHERE h.t = ? AND h.id = ? ORDER BY 1`,
      [t, id],
    )
    return records.map((record) => record.id)
  },
  writersOf: async (t, id) => {
    const records = await session.all<{
      field: string
      v: number
      member_id: MemberId
      at: number
    }>('SELECT field, v, member_id, at FROM writer WHERE t = ? AND id = ?', [t, id])
    return new Map(
      records.map((record) => [
        record.field,
        { v: Number(record.v), by: record.member_id, at: Number(record.at) },
      ]),
    )
  },
  namersOf: async (hash, t, id) => {
    const records = await session.all<{ member_id: MemberId }>(
      'SELECT member_id FROM photo_ref WHERE hash = ? AND t = ? AND id = ? ORDER BY member_id',
      [hash, t, id],
    )
    return records.map((record) => record.member_id)
  },
  previousNamers: async (t, id, hashes) => {
    const records = await session.all<{ hash: PhotoHash; member_id: MemberId }>(
      `SELECT DISTINCT p.hash, p.member_id FROM history h
        JOIN photo_ref p ON p.t = 'history' AND p.id = ${entryId} WHERE h.t = ? AND h.id = ?`,
      [t, id],
    )
    const wanted = new Set(hashes)
    return records
      .filter(({ hash }) => wanted.has(hash))
      .map((record) => ({ hash: record.hash, member: record.member_id }))
  },
  historyBefore: async () => {
    const records = await session.all<BeforeRecord>(
      `SELECT h.t, h.id, h.change_id, h.field, h.value, h.v, j.member_id, j.received_at
       FROM history h JOIN outcome o ON o.change_id = h.change_id JOIN journal j ON j.install = o.install AND j.n = o.n
       LEFT JOIN row_state r ON r.t = 'history' AND r.id = ${entryId}
       WHERE r.id IS NULL ORDER BY h.t, h.id, h.change_id, h.field`,
    )
    return records.map((record): HistoryBefore => ({
      t: record.t,
      row: record.id,
      changeId: record.change_id,
      field: record.field,
      value: JSON.parse(record.value) as unknown,
      v: Number(record.v),
      overBy: record.member_id,
      overAt: Number(record.received_at),
    }))
  },
})

export const historyWrites = (session: SqlSession, queue: InsertQueue): HistoryWrites => ({
  putHistory: (t, id, changeId, field, value, v) =>
    session.run(
      'INSERT INTO history (t, id, change_id, field, value, v) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
      [t, id, changeId, field, JSON.stringify(value ?? null), v],
    ),
  putWriter: (t, id, field, { v, by, at }) => {
    queue.put('writer', `${t}:${id}:${field}`, [t, id, field, v, by, at])
    return Promise.resolve()
  },
  unnamePhoto: async (hash, t, id) => {
    await queue.flush()
    await session.run('DELETE FROM photo_ref WHERE hash = ? AND t = ? AND id = ?', [hash, t, id])
  },
})
