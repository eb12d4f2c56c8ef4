// Uploads under way on SQL. An offset advances only from where it was read.
import type { SqlSession } from './sqlDriver.ts'
import type { StagingReads, StagingWrites } from '../port/staging.ts'

export const stagingReads = (session: SqlSession): StagingReads => ({
  staged: async (upload) => {
    const record = await session.first<{ bytes: number; received: number; touched_at: number }>(
      'SELECT bytes, received, touched_at FROM staging WHERE upload_id = ?',
      [upload],
    )
    return (
      record && {
        bytes: Number(record.bytes),
        received: Number(record.received),
        touchedAt: Number(record.touched_at),
      }
    )
  },
  stagedParts: async (upload) =>
    (
      await session.all<{ name: string }>(
        'SELECT name FROM staging_part WHERE upload_id = ? ORDER BY at',
        [upload],
      )
    ).map(({ name }) => name),
  lastStagedPart: async (upload) => {
    const record = await session.first<{ at: number; name: string }>(
      'SELECT at, name FROM staging_part WHERE upload_id = ? ORDER BY at DESC LIMIT 1',
      [upload],
    )
    return record && { begins: Number(record.at), name: record.name }
  },
  stagedBy: async (member) => {
    const record = await session.first<{ items: number; bytes: number | null }>(
      'SELECT COUNT(*) AS items, SUM(s.bytes) AS bytes FROM upload u JOIN staging s ON s.upload_id = u.upload_id WHERE u.member_id = ?',
      [member],
    )
    return { items: Number(record?.items ?? 0), bytes: Number(record?.bytes ?? 0) }
  },
  stagedUploads: async () =>
    (await session.all<{ upload_id: string }>('SELECT upload_id FROM staging')).map(
      (record) => record.upload_id,
    ),
})

export const stagingWrites = (session: SqlSession): StagingWrites => ({
  putStaged: (upload, bytes, at) =>
    session.run(
      'INSERT INTO staging (upload_id, bytes, received, touched_at) VALUES (?, ?, 0, ?)',
      [upload, bytes, at],
    ),
  addStagedPart: async (upload, { begins, from, to, name, at }) => {
    const moved = await session.alter(
      'UPDATE staging SET received = ?, touched_at = ? WHERE upload_id = ? AND received = ?',
      [to, at, upload, from],
    )
    if (moved === 0) return false
    await session.run(
      'INSERT INTO staging_part (upload_id, at, name) VALUES (?, ?, ?) ON CONFLICT (upload_id, at) DO UPDATE SET name = excluded.name',
      [upload, begins, name],
    )
    return true
  },
  dropStaged: async (upload) => {
    await session.run('DELETE FROM staging_part WHERE upload_id = ?', [upload])
    await session.run('DELETE FROM staging WHERE upload_id = ?', [upload])
  },
  dropStagedBefore: async (at) => {
    await session.run(
      'DELETE FROM upload WHERE upload_id IN (SELECT upload_id FROM staging WHERE touched_at < ?)',
      [at],
    )
    await session.run(
      'DELETE FROM staging_part WHERE upload_id IN (SELECT upload_id FROM staging WHERE touched_at < ?)',
      [at],
    )
    await session.run('DELETE FROM staging WHERE touched_at < ?', [at])
  },
})
