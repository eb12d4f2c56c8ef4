// The storage port on SQL. The order of a scope is its counter row: whoever writes holds it until
// commit, so no reader can skip (L2).
import type { DeviceId, ClientId, PhotoHash, ScopeId } from '#domain/ids.ts'
import type { Row, RowType } from '#domain/row.ts'
import { referenceScope } from '#domain/scope.ts'
import {
  type DeviceRecord,
  deviceFrom,
  telemetryColumns,
  inviteFrom,
  type InviteRecord,
  type JournalRecord,
  journalFrom,
  rowFrom,
  type RowRecord,
  type ScopedRecord,
  scopedRowFrom,
} from '../port/records.ts'
import { createInsertQueue } from './insertQueue.ts'
import { attemptWrites } from './sqlAttempts.ts'
import { auditReads, auditWrites } from './sqlAudit.ts'
import { credentialReads, credentialWrites } from './sqlCredentials.ts'
import { conflictReads, conflictWrites } from './sqlConflicts.ts'
import { durabilityReads, durabilityWrites } from './sqlDurability.ts'
import { type KeptGrids, keepGrids } from './sqlGrids.ts'
import { historyReads, historyWrites } from './sqlHistory.ts'
import { incidentReads, incidentWrites } from './sqlIncidents.ts'
import { outcomeReads, outcomeWrites } from './sqlOutcomes.ts'
import { rescueReads, rescueWrites } from './sqlRescue.ts'
import { stagingReads, stagingWrites } from './sqlStaging.ts'
import { ledgerReads, ledgerWrites } from './sqlLedger.ts'
import { quarantineReads, quarantineWrites } from './sqlQuarantine.ts'
import type { SealRow } from '../port/seals.ts'
import { sealReads, sealWrites } from './sqlSeals.ts'
import { wipeReads, wipeWrites } from './sqlWipes.ts'
import type { SqlDriver, SqlSession, SqlValue } from './sqlDriver.ts'
import type { Device, Invite, ReadTx, Storage, WriteTx } from '../port/storage.ts'
import type { StoredPhoto } from '../port/journal.ts'

/**
 * @param seal signs the rows it writes; left out, rows bear no seal, and the next start of an
 *   server gives them one.
 */
export async function openStorage(
  driver: SqlDriver,
  newEpoch: () => string,
  seal: SealRow = () => '',
): Promise<Storage> {
  await driver.write(async (session) => {
    await session.run(
      "INSERT INTO meta (key, value) VALUES ('epoch', ?) ON CONFLICT (key) DO NOTHING",
      [newEpoch()],
    )
  })
  const grids = keepGrids()
  return {
    write: async (work) => {
      let keep = (): void => undefined
      const value = await driver.write(async (session) => {
        const seen: KeptGrids = (reading, hasWritten) =>
          grids(reading, hasWritten, (whenCommitted) => (keep = whenCommitted))
        const { tx, flush } = writeTx(session, driver.forUpdate, seen, seal)
        const done = await work(tx)
        await flush()
        return done
      })
      keep()
      return value
    },
    ...openReadOnly(driver, grids),
  }
}

/** Of a replica, which takes no writes. */
export const openReadOnly = (
  driver: SqlDriver,
  grids = keepGrids(),
): Pick<Storage, 'read' | 'close'> => ({
  read: (work) => driver.read((session) => work({ ...readTx(session), ...grids(session) })),
  close: () => driver.close(),
})

function readTx(session: SqlSession): Omit<ReadTx, 'grids'> {
  const first = <R>(sql: string, values: readonly SqlValue[]): Promise<R | undefined> =>
    session.first<R>(sql, values)
  return {
    ...conflictReads(session),
    ...credentialReads(session),
    ...durabilityReads(session),
    ...historyReads(session),
    ...incidentReads(session),
    ...outcomeReads(session),
    ...rescueReads(session),
    ...stagingReads(session),
    ...auditReads(session),
    ...ledgerReads(session),
    ...quarantineReads(session),
    ...wipeReads(session),
    ...sealReads(session),
    epoch: async () =>
      (await first<{ value: string }>("SELECT value FROM meta WHERE key = 'epoch'", []))!.value,
    row: async (t, id) => {
      const record = await first<RowRecord<typeof t>>(
        'SELECT t, id, v, fv, f FROM row_state WHERE t = ? AND id = ?',
        [t, id],
      )
      return record && rowFrom(record)
    },
    rows: async (t) =>
      (
        await session.all<RowRecord<typeof t>>(
          'SELECT t, id, v, fv, f FROM row_state WHERE t = ? ORDER BY id',
          [t],
        )
      ).map(rowFrom),
    rowsOf: async (t, ids) => {
      if (ids.length === 0) return []
      return (
        await session.all<RowRecord<typeof t>>(
          `SELECT t, id, v, fv, f FROM row_state WHERE t = ? AND id ${session.isAnyOf}`,
          [t, ids],
        )
      ).map(rowFrom)
    },
    scopesOf: async (t, id) => {
      const records = await session.all<{ scope: ScopeId }>(
        'SELECT scope FROM row_scope WHERE t = ? AND id = ? AND is_out = 0',
        [t, id],
      )
      return records.map((record) => record.scope)
    },
    heads: async (scopes) => {
      if (scopes.length === 0) return new Map()
      const records = await session.all<{ id: ScopeId; head: number }>(
        `SELECT id, head FROM scope WHERE id ${session.isAnyOf}`,
        [scopes],
      )
      return new Map(records.map((record) => [record.id, Number(record.head)]))
    },
    allHeads: async () => {
      const records = await session.all<{ id: ScopeId; head: number }>('SELECT id, head FROM scope')
      return new Map(records.map((record) => [record.id, Number(record.head)]))
    },
    rowsAfter: async (scope, after, limit) => {
      const records = await session.all<ScopedRecord>(
        `SELECT o.seq, o.t, o.id, o.is_out, r.v, r.fv, r.f FROM row_scope o JOIN row_state r ON r.t = o.t AND r.id = o.id
         WHERE o.scope = ? AND o.seq > ? ORDER BY o.seq LIMIT ?`,
        [scope, after, limit],
      )
      return records.map(scopedRowFrom)
    },
    clientLog: async (install) => {
      const record = await first<{ device_id: string; last_n: number }>(
        'SELECT device_id, last_n FROM stream WHERE install = ?',
        [install],
      )
      return record && { install, deviceId: record.device_id as never, last: Number(record.last_n) }
    },
    journal: async (install, from, to) => {
      const records = await session.all<JournalRecord>(
        'SELECT install, n, change_id, hash, result FROM journal WHERE install = ? AND n BETWEEN ? AND ? ORDER BY n',
        [install, from, to],
      )
      return records.map(journalFrom)
    },
    journalBody: async (install, n) =>
      (
        await first<{ body: string }>('SELECT body FROM journal WHERE install = ? AND n = ?', [
          install,
          n,
        ])
      )?.body,
    photo: async (hash) => {
      const record = await first<StoredPhoto>(
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
        await first<{ upload_id: string }>(
          'SELECT upload_id FROM upload WHERE hash = ? AND member_id = ?',
          [hash, member],
        )
      )?.upload_id,
    device: (id) => readDevice(session, id),
    devices: async () =>
      (await session.all<DeviceRecord>('SELECT * FROM device ORDER BY created_at')).map(deviceFrom),
    devicesOf: async (member) =>
      (
        await session.all<DeviceRecord>(
          'SELECT * FROM device WHERE member_id = ? ORDER BY created_at',
          [member],
        )
      ).map(deviceFrom),
    invite: (secretHash) => readInvite(session, secretHash),
  }
}

async function readDevice(
  session: SqlSession,
  id: DeviceId,
  forUpdate = '',
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
  forUpdate = '',
): Promise<Invite | undefined> {
  const record = await session.first<InviteRecord>(
    `SELECT * FROM invite WHERE secret_hash = ?${forUpdate}`,
    [secretHash],
  )
  return record && inviteFrom(record)
}

function writeTx(
  session: SqlSession,
  forUpdate: string,
  grids: KeptGrids,
  seal: SealRow,
): { tx: WriteTx; flush: () => Promise<void> } {
  const heads = new Map<ScopeId, number>()
  const raised = new Set<ScopeId>()

  const next = (scope: ScopeId): number => {
    const head = heads.get(scope)
    if (head === undefined) throw new Error(`scope ${scope} was not locked`)
    heads.set(scope, head + 1)
    raised.add(scope)
    return head + 1
  }

  const queue = createInsertQueue(session)
  const place = (t: RowType, id: string, scope: ScopeId, isOut: 0 | 1): void =>
    queue.put('row_scope', `${t}:${id}:${scope}`, [scope, t, id, next(scope), isOut])

  /** What waits to be written is written before it can be asked for. */
  const reading: SqlSession = {
    ...session,
    all: async (sql, values) => {
      await queue.flush()
      return session.all(sql, values)
    },
    first: async (sql, values) => {
      await queue.flush()
      return session.first(sql, values)
    },
  }

  const tx: WriteTx = {
    ...readTx(reading),
    ...grids(reading, () => heads.has(referenceScope)),
    // Read to be decided on and written back: nobody else may decide on it meanwhile.
    invite: (secretHash) => readInvite(reading, secretHash, forUpdate),
    device: (id) => readDevice(reading, id, forUpdate),
    ...conflictWrites(session),
    ...credentialWrites(session),
    ...durabilityWrites(session, forUpdate),
    ...historyWrites(session, queue),
    ...incidentWrites(session),
    ...outcomeWrites(queue),
    ...rescueWrites(session),
    ...stagingWrites(session),
    ...attemptWrites(session),
    ...auditWrites(session, forUpdate),
    ...ledgerWrites(session),
    ...quarantineWrites(session),
    ...wipeWrites(session),
    ...sealWrites(session),
    lockClientLog: async (install, deviceId) => {
      const [, record] = await Promise.all([
        session.run(
          'INSERT INTO stream (install, device_id, last_n) VALUES (?, ?, 0) ON CONFLICT (install) DO NOTHING',
          [install, deviceId],
        ),
        session.first<{
          device_id: string
          last_n: number
          suspect_to: number | null
        }>(`SELECT device_id, last_n, suspect_to FROM stream WHERE install = ?${forUpdate}`, [
          install,
        ]),
      ])
      const { device_id: known, last_n: last, suspect_to: suspectTo } = record!
      return {
        install,
        deviceId: known as never,
        last: Number(last),
        ...(suspectTo === null ? {} : { suspectTo: Number(suspectTo) }),
      }
    },
    lockScopes: async (scopes) => {
      const locking: Promise<unknown>[] = []
      for (const scope of [...new Set(scopes)].sort()) {
        if (heads.has(scope)) continue
        locking.push(
          session.run('INSERT INTO scope (id, head) VALUES (?, 0) ON CONFLICT (id) DO NOTHING', [
            scope,
          ]),
          session
            .first<{ head: number }>(`SELECT head FROM scope WHERE id = ?${forUpdate}`, [scope])
            .then((record) => heads.set(scope, Number(record!.head))),
        )
      }
      await Promise.all(locking)
    },
    putRow: async (row: Row, scopes) => {
      const before = row.v > 1 ? await tx.scopesOf(row.t, row.id) : []
      const { t, id, v } = row
      const [fv, f] = [JSON.stringify(row.fv), JSON.stringify(row.f)]
      queue.put(v === 1 ? 'row_created' : 'row_state', `${t}:${id}`, [
        t,
        id,
        v,
        fv,
        f,
        seal({ t, id, v, fv, f }),
      ])
      for (const scope of scopes) place(row.t, row.id, scope, 0)
      for (const scope of before) if (!scopes.includes(scope)) place(row.t, row.id, scope, 1)
    },
    namePhotos: (t, id, member, hashes) => {
      for (const hash of hashes)
        queue.put('photo_ref', `${hash}:${t}:${id}:${member}`, [hash, t, id, member])
      return Promise.resolve()
    },
    putJournal: (entry) => {
      queue.put('journal', `${entry.install}:${entry.n}`, [
        entry.install,
        entry.n,
        entry.changeId,
        entry.hash,
        entry.body,
        JSON.stringify(entry.result),
        entry.receivedAt,
        entry.memberId,
      ])
      return Promise.resolve()
    },
    setLast: (install: ClientId, last) =>
      session.run('UPDATE stream SET last_n = ? WHERE install = ?', [last, install]),
    putLost: (install, deviceId, from, to, at) =>
      session.run(
        'INSERT INTO lost (install, device_id, from_n, to_n, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
        [install, deviceId, from, to, at],
      ),
    putPhoto: async (photo, by, at) => {
      await session.run(
        'INSERT INTO photo (hash, bytes, type, device_id, received_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (hash) DO UPDATE SET missing_since = NULL',
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
    putDevice: (device) =>
      session.run(
        `INSERT INTO device (id, member_id, secret_hash, label, created_at, bound_by, revoked_at, seen_at, waiting_changes, waiting_photos, waiting_since)
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
  }
  const flush = async (): Promise<void> => {
    await Promise.all([
      queue.flush(),
      ...[...raised].map((scope) =>
        session.run('UPDATE scope SET head = ? WHERE id = ?', [heads.get(scope)!, scope]),
      ),
    ])
  }
  return { tx, flush }
}
