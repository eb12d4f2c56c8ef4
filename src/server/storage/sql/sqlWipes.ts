// Asked and finished wipes in SQL.
import type { SqlSession } from './sqlDriver.ts'
import type { Wipe, WipeReads, WipeWrites } from '../port/wipes.ts'

interface WipeRecord {
  device_id: string
  asked_by: string
  asked_at: number
  done_at: number | null
  left_changes: number | null
  left_photos: number | null
  left_drafts: number | null
}

const wipeFrom = (record: WipeRecord): Wipe => ({
  deviceId: record.device_id as Wipe['deviceId'],
  askedBy: record.asked_by as Wipe['askedBy'],
  askedAt: Number(record.asked_at),
  done:
    record.done_at === null
      ? null
      : {
          at: Number(record.done_at),
          left: {
            changes: Number(record.left_changes),
            photos: Number(record.left_photos),
            drafts: Number(record.left_drafts),
          },
        },
})

export const wipeReads = (session: SqlSession): WipeReads => ({
  wipe: async (device) => {
    const record = await session.first<WipeRecord>('SELECT * FROM wipe WHERE device_id = ?', [
      device,
    ])
    return record && wipeFrom(record)
  },
  wipes: async () =>
    (await session.all<WipeRecord>('SELECT * FROM wipe ORDER BY asked_at')).map(wipeFrom),
})

export const wipeWrites = (session: SqlSession): WipeWrites => ({
  putWipe: ({ deviceId, askedBy, askedAt, done }) =>
    session.run(
      `INSERT INTO wipe (device_id, asked_by, asked_at, done_at, left_changes, left_photos, left_drafts) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (device_id) DO UPDATE SET done_at = excluded.done_at, left_changes = excluded.left_changes,
         left_photos = excluded.left_photos, left_drafts = excluded.left_drafts`,
      [
        deviceId,
        askedBy,
        askedAt,
        done?.at ?? null,
        done?.left.changes ?? null,
        done?.left.photos ?? null,
        done?.left.drafts ?? null,
      ],
    ),
})
