// Quarantined photos in SQL.
import type { QuarantinedPhoto, QuarantineReads, QuarantineWrites } from '../port/quarantine.ts'
import type { SqlSession } from './sqlDriver.ts'

interface QuarantineRecord {
  hash: string
  member_id: string
  device_id: string
  bytes: number
  fault: string
  at: number
}

const photoFrom = (record: QuarantineRecord): QuarantinedPhoto => ({
  hash: record.hash as QuarantinedPhoto['hash'],
  memberId: record.member_id as QuarantinedPhoto['memberId'],
  deviceId: record.device_id as QuarantinedPhoto['deviceId'],
  bytes: Number(record.bytes),
  fault: record.fault as QuarantinedPhoto['fault'],
  at: Number(record.at),
})

export const quarantineReads = (session: SqlSession): QuarantineReads => ({
  quarantined: async (hash, member) => {
    const record = await session.first<QuarantineRecord>(
      'SELECT * FROM quarantine WHERE hash = ? AND member_id = ?',
      [hash, member],
    )
    return record && photoFrom(record)
  },
  quarantine: async () =>
    (await session.all<QuarantineRecord>('SELECT * FROM quarantine ORDER BY at DESC, hash')).map(
      photoFrom,
    ),
})

export const quarantineWrites = (session: SqlSession): QuarantineWrites => ({
  putQuarantined: ({ hash, memberId, deviceId, bytes, fault, at }) =>
    session.run(
      'INSERT INTO quarantine (hash, member_id, device_id, bytes, fault, at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
      [hash, memberId, deviceId, bytes, fault, at],
    ),
})
