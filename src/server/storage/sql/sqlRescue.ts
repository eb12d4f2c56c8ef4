// Seal keys and records set aside on SQL. The keys lie in `meta`, so that every node and every copy
// of the database has them.
import type { DeviceId, MemberId } from '#domain/ids.ts'
import type { RescueReads, RescueWrites } from '../port/rescue.ts'
import type { SqlSession } from './sqlDriver.ts'

const key = 'sealKeys'

export const rescueReads = (session: SqlSession): RescueReads => ({
  sealKeys: async () => {
    const record = await session.first<{ value: string }>('SELECT value FROM meta WHERE key = ?', [
      key,
    ])
    return record ? (JSON.parse(record.value) as JsonWebKey[]) : []
  },
  setAsideOf: async (file) => {
    const records = await session.all<{
      idx: number
      reason: string
      brought_by: DeviceId
      charged_to: MemberId | null
      at: number
    }>(
      'SELECT idx, reason, brought_by, charged_to, at FROM rescue_aside WHERE file = ? ORDER BY idx',
      [file],
    )
    return records.map(({ idx, reason, brought_by, charged_to, at }) => ({
      file,
      idx: Number(idx),
      reason,
      broughtBy: brought_by,
      chargedTo: charged_to,
      at: Number(at),
    }))
  },
})

export const rescueWrites = (session: SqlSession): RescueWrites => ({
  putFirstSealKey: (made) =>
    session.run('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING', [
      key,
      JSON.stringify([made]),
    ]),
  putSealKeys: (keys) =>
    session.run(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      [key, JSON.stringify(keys)],
    ),
  putSetAside: ({ file, idx, reason, broughtBy, chargedTo, at, frame }) =>
    session.run(
      `INSERT INTO rescue_aside (file, idx, reason, brought_by, charged_to, at, frame) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (file, idx) DO UPDATE SET reason = excluded.reason`,
      [file, idx, reason, broughtBy, chargedTo, at, frame],
    ),
  dropSetAside: async (file, idx) => {
    const record = await session.first<{ charged_to: MemberId | null; bytes: number }>(
      'DELETE FROM rescue_aside WHERE file = ? AND idx = ? RETURNING charged_to, LENGTH(frame) AS bytes',
      [file, idx],
    )
    return record ? { chargedTo: record.charged_to, bytes: Number(record.bytes) } : null
  },
})
