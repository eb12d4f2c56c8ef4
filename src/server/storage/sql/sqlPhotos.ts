// What is known of photos on SQL: whose bytes are here, which rows name them, which uploads are
// under way.
import type { PhotoHash } from '#domain/ids.ts'
import type { RowType } from '#domain/row.ts'
import type { StoredPhoto } from '../port/journal.ts'
import type { ReadTx, WriteTx } from '../port/storage.ts'
import type { InsertQueue } from './insertQueue.ts'
import type { SqlSession } from './sqlDriver.ts'

type PhotoReads = Pick<ReadTx, 'photo' | 'depositedBy' | 'isPhotoIn' | 'rowsNaming' | 'upload'>
type PhotoWrites = Pick<WriteTx, 'namePhotos' | 'putPhoto' | 'putUpload' | 'dropUpload'>

export const photoReads = (session: SqlSession): PhotoReads => ({
  photo: async (hash) => {
    const record = await session.first<StoredPhoto>(
      'SELECT hash, bytes, type FROM photo WHERE hash = ?',
      [hash],
    )
    return record && { hash: record.hash, bytes: Number(record.bytes), type: record.type }
  },
  depositedBy: async (member, hashes) => {
    if (hashes.length === 0) return new Set()
    const records = await session.all<{ hash: PhotoHash }>(
      `SELECT hash FROM photo_deposit WHERE member_id = ? AND hash ${session.isAnyOf}`,
      [member, hashes],
    )
    return new Set(records.map((record) => record.hash))
  },
  isPhotoIn: async (hash, scopes) => {
    if (scopes.length === 0) return false
    const found = await session.all(
      `SELECT 1 AS found FROM photo_ref p JOIN photo_deposit d ON d.hash = p.hash AND d.member_id = p.member_id
       JOIN row_scope o ON o.t = p.t AND o.id = p.id
       WHERE p.hash = ? AND o.is_out = 0 AND o.scope ${session.isAnyOf} LIMIT 1`,
      [hash, scopes],
    )
    return found.length > 0
  },
  rowsNaming: async (hash, member) => {
    const records = await session.all<{ t: RowType; id: string }>(
      'SELECT t, id FROM photo_ref WHERE hash = ? AND member_id = ? ORDER BY t, id',
      [hash, member],
    )
    return records.map(({ t, id }) => ({ t, id }))
  },
  upload: async (hash, member) =>
    (
      await session.first<{ upload_id: string }>(
        'SELECT upload_id FROM upload WHERE hash = ? AND member_id = ?',
        [hash, member],
      )
    )?.upload_id,
})

export const photoWrites = (session: SqlSession, queue: InsertQueue): PhotoWrites => ({
  namePhotos: (t, id, member, hashes) => {
    for (const hash of hashes)
      queue.put('photo_ref', `${hash}:${t}:${id}:${member}`, [hash, t, id, member])
    return Promise.resolve()
  },
  putPhoto: async (photo, by, at) => {
    await session.run(
      `INSERT INTO photo (hash, bytes, type, device_id, received_at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (hash) DO UPDATE SET missing_since = NULL`,
      [photo.hash, photo.bytes, photo.type, by.id, at],
    )
    await session.run(
      'INSERT INTO photo_deposit (hash, member_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
      [photo.hash, by.memberId],
    )
  },
  putUpload: (hash, member, uploadId, at) =>
    session.run(
      `INSERT INTO upload (hash, member_id, upload_id, created_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (hash, member_id) DO UPDATE SET upload_id = excluded.upload_id, created_at = excluded.created_at`,
      [hash, member, uploadId, at],
    ),
  dropUpload: (hash, member) =>
    session.run('DELETE FROM upload WHERE hash = ? AND member_id = ?', [hash, member]),
})
