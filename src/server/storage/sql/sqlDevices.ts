// Devices and invites on SQL. Within a writing transaction one that is read by its id or secret is
// held until its end: nobody else may decide on it meanwhile.
import type { DeviceId } from '#domain/ids.ts'
import {
  deviceFrom,
  type DeviceRecord,
  inviteFrom,
  type InviteRecord,
  telemetryColumns,
} from '../port/records.ts'
import type { Device, Invite, ReadTx, WriteTx } from '../port/storage.ts'
import type { SqlSession } from './sqlDriver.ts'

type DeviceReads = Pick<ReadTx, 'device' | 'devices' | 'deviceLabels' | 'devicesOf' | 'invite'>
type DeviceWrites = Pick<WriteTx, 'putDevice' | 'markSeen' | 'putInvite'>

export const deviceReads = (session: SqlSession, forUpdate = ''): DeviceReads => ({
  device: (id) => readDevice(session, id, forUpdate),
  devices: async () =>
    (await session.all<DeviceRecord>('SELECT * FROM device ORDER BY created_at')).map(deviceFrom),
  deviceLabels: async (ids) => {
    if (ids.length === 0) return new Map()
    const records = await session.all<Pick<DeviceRecord, 'id' | 'label'>>(
      `SELECT id, label FROM device WHERE id ${session.isAnyOf}`,
      [ids],
    )
    return new Map(records.map(({ id, label }) => [id, label]))
  },
  devicesOf: async (member) =>
    (
      await session.all<DeviceRecord>(
        'SELECT * FROM device WHERE member_id = ? ORDER BY created_at',
        [member],
      )
    ).map(deviceFrom),
  invite: (secretHash) => readInvite(session, secretHash, forUpdate),
})

export const deviceWrites = (session: SqlSession): DeviceWrites => ({
  putDevice: (device) =>
    session.run(
      `INSERT INTO device (id, member_id, secret_hash, label, created_at, bound_by, revoked_at,
        seen_at, waiting_changes, waiting_photos, waiting_since)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET revoked_at = excluded.revoked_at, label = excluded.label`,
      [
        device.id,
        device.memberId,
        device.secretHash,
        device.label,
        device.createdAt,
        device.boundBy ?? null,
        device.revokedAt,
        device.seenAt,
        device.waitingChanges,
        device.waitingPhotos,
        device.waitingSince,
      ],
    ),
  markSeen: (id, seen) =>
    session.run(
      `UPDATE device SET seen_at = ?, waiting_changes = ?, waiting_photos = ?, waiting_since = ?,
         app = ?, clock_off_ms = ?, persisted = ?, installed = ?, unreadable = ? WHERE id = ?`,
      [
        seen.seenAt,
        seen.waitingChanges,
        seen.waitingPhotos,
        seen.waitingSince,
        ...telemetryColumns(seen.says),
        id,
      ],
    ),
  putInvite: (invite) =>
    session.run(
      `INSERT INTO invite (secret_hash, member_id, created_by, expires_at, taken_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (secret_hash) DO UPDATE SET taken_at = excluded.taken_at`,
      [invite.secretHash, invite.memberId, invite.createdBy, invite.expiresAt, invite.takenAt],
    ),
})

async function readDevice(
  session: SqlSession,
  id: DeviceId,
  forUpdate: string,
): Promise<Device | undefined> {
  const record = await session.first<DeviceRecord>(
    `SELECT * FROM device WHERE id = ?${forUpdate}`,
    [id],
  )
  return record && deviceFrom(record)
}

async function readInvite(
  session: SqlSession,
  secretHash: string,
  forUpdate: string,
): Promise<Invite | undefined> {
  const record = await session.first<InviteRecord>(
    `SELECT * FROM invite WHERE secret_hash = ?${forUpdate}`,
    [secretHash],
  )
  return record && inviteFrom(record)
}
