// Photos and bytes of a day in SQL.
import type { PhotoDay, PhotoDayReads, PhotoDayWrites } from './photoDays.ts'
import type { SqlSession } from './sqlDriver.ts'

const dayFrom = (record: { photos: number | null; bytes: number | null } | undefined): PhotoDay => ({ photos: Number(record?.photos ?? 0), bytes: Number(record?.bytes ?? 0) })

export const photoDayReads = (session: SqlSession): PhotoDayReads => ({
  photoDay: async (device, day) => dayFrom(await session.first('SELECT photos, bytes FROM photo_day WHERE device_id = ? AND day = ?', [device, day])),
  photoDayOfAll: async (day) => dayFrom(await session.first('SELECT SUM(photos) AS photos, SUM(bytes) AS bytes FROM photo_day WHERE day = ?', [day])),
})

export const photoDayWrites = (session: SqlSession): PhotoDayWrites => ({
  countPhoto: (device, day, bytes) =>
    session.run(
      `INSERT INTO photo_day (device_id, day, photos, bytes) VALUES (?, ?, 1, ?)
       ON CONFLICT (device_id, day) DO UPDATE SET photos = photo_day.photos + 1, bytes = photo_day.bytes + excluded.bytes`,
      [device, day, bytes],
    ),
})
