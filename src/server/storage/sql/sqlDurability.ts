// storage/port/durability.ts on SQL.
import type { DeviceId, ClientId, MemberId, PhotoHash } from '#domain/ids.ts'
import type { ChangeResult } from '#protocol/messages.ts'
import type { DurabilityReads, DurabilityWrites } from '../port/durability.ts'
import type { SqlSession } from './sqlDriver.ts'

interface EntryRecord {
  install: ClientId
  n: number
  change_id: string
  hash: string
  body: string
  result: string
  received_at: number
  member_id: MemberId
}
interface DepositRecord {
  hash: PhotoHash
  member_id: MemberId
  bytes: number
  type: string
  device_id: DeviceId
  received_at: number
  durable_at: number | null
}

const orNull = (value: number | null | undefined): number | null =>
  value === null || value === undefined ? null : Number(value)

export function durabilityReads(session: SqlSession): DurabilityReads {
  return {
    durable: async (install) => {
      const record = await session.first<{ durable_n: number }>(
        'SELECT durable_n FROM stream WHERE install = ?',
        [install],
      )
      return Number(record?.durable_n ?? 0)
    },
    clientLogsBehind: async (limit) => {
      const records = await session.all<{
        install: ClientId
        device_id: DeviceId
        last_n: number
        durable_n: number
      }>(
        'SELECT install, device_id, last_n, durable_n FROM stream WHERE durable_n < last_n ORDER BY install LIMIT ?',
        [limit],
      )
      return records.map((record) => ({
        install: record.install,
        deviceId: record.device_id,
        durable: Number(record.durable_n),
        last: Number(record.last_n),
      }))
    },
    entriesAfter: async (install, after, limit) => {
      const records = await session.all<EntryRecord>(
        `SELECT install, n, change_id, hash, body, result, received_at, member_id FROM journal
         WHERE install = ? AND n > ? ORDER BY n LIMIT ?`,
        [install, after, limit],
      )
      return records.map((record) => ({
        install: record.install,
        n: Number(record.n),
        changeId: record.change_id,
        hash: record.hash,
        body: record.body,
        result: JSON.parse(record.result) as ChangeResult,
        receivedAt: Number(record.received_at),
        memberId: record.member_id,
      }))
    },
    depositsBehind: async (afterHash, limit) => {
      const records = await session.all<DepositRecord>(
        `SELECT d.hash, d.member_id, p.bytes, p.type, p.device_id, p.received_at, p.durable_at
         FROM photo_deposit d JOIN photo p ON p.hash = d.hash
         WHERE d.durable_at IS NULL AND p.missing_since IS NULL AND d.hash > ? ORDER BY d.hash, d.member_id LIMIT ?`,
        [afterHash, limit],
      )
      return records.map((record) => ({
        hash: record.hash,
        memberId: record.member_id,
        bytes: Number(record.bytes),
        type: record.type,
        deviceId: record.device_id,
        receivedAt: Number(record.received_at),
        isPhotoDurable: record.durable_at !== null,
      }))
    },
    depositorsOf: async (hash) => {
      const records = await session.all<{ member_id: MemberId }>(
        'SELECT member_id FROM photo_deposit WHERE hash = ? ORDER BY member_id',
        [hash],
      )
      return records.map((record) => record.member_id)
    },
    backupStateOf: async (member, hashes) => {
      if (hashes.length === 0) return { backedUp: [], missing: [] }
      const records = await session.all<{
        hash: PhotoHash
        missing_since: number | null
        photo_at: number | null
        deposit_at: number | null
      }>(
        `SELECT p.hash, p.missing_since, p.durable_at AS photo_at, d.durable_at AS deposit_at
         FROM photo_deposit d JOIN photo p ON p.hash = d.hash WHERE d.member_id = ? AND d.hash ${session.isAnyOf} ORDER BY p.hash`,
        [member, hashes],
      )
      const missing = records.filter((record) => record.missing_since !== null)
      const backedUp = records.filter(
        (record) =>
          record.missing_since === null && record.photo_at !== null && record.deposit_at !== null,
      )
      return {
        backedUp: backedUp.map(({ hash }) => hash),
        missing: missing.map(({ hash }) => hash),
      }
    },
    isMissing: async (hash) =>
      (await session.first(
        'SELECT 1 AS found FROM photo WHERE hash = ? AND missing_since IS NOT NULL',
        [hash],
      )) !== undefined,
    photosAfter: async (hash, limit) => {
      const records = await session.all<{ hash: PhotoHash }>(
        'SELECT hash FROM photo WHERE hash > ? AND missing_since IS NULL ORDER BY hash LIMIT ?',
        [hash, limit],
      )
      return records.map((record) => record.hash)
    },
    lag: async () => {
      const entries = await session.first<{ count: number; since: number | null }>(
        `SELECT COUNT(*) AS count, MIN(j.received_at) AS since FROM stream s JOIN journal j ON j.install = s.install AND j.n > s.durable_n
         WHERE s.durable_n < s.last_n`,
      )
      const photos = await session.first<{ count: number; since: number | null }>(
        `SELECT COUNT(DISTINCT p.hash) AS count, MIN(p.received_at) AS since FROM photo_deposit d JOIN photo p ON p.hash = d.hash
         WHERE d.durable_at IS NULL AND p.missing_since IS NULL`,
      )
      const sinces = [orNull(entries?.since), orNull(photos?.since)].filter(
        (since) => since !== null,
      )
      return {
        entries: Number(entries?.count ?? 0),
        photos: Number(photos?.count ?? 0),
        since: sinces.length > 0 ? Math.min(...sinces) : null,
      }
    },
    sumOfHeads: async () => {
      const rows = await session.first<{ sum: number | null }>('SELECT SUM(head) AS sum FROM scope')
      const changes = await session.first<{ sum: number | null }>(
        'SELECT SUM(last_n) AS sum FROM stream',
      )
      return { rows: Number(rows?.sum ?? 0), changes: Number(changes?.sum ?? 0) }
    },
    previousEpochs: () => previousEpochs(session),
    note: async (key) =>
      (await session.first<{ value: string }>('SELECT value FROM meta WHERE key = ?', [key]))
        ?.value,
  }
}

export function durabilityWrites(session: SqlSession, forUpdate: string): DurabilityWrites {
  return {
    markCopied: async ({ install, after, upTo, entries }) => {
      // The client log's row is held, so nobody adds to it while it is counted.
      const clientLog = await session.first<{ durable_n: number }>(
        `SELECT durable_n FROM stream WHERE install = ?${forUpdate}`,
        [install],
      )
      if (Number(clientLog?.durable_n) !== after) return
      const found = await session.first<{ count: number }>(
        'SELECT COUNT(*) AS count FROM journal WHERE install = ? AND n > ? AND n <= ?',
        [install, after, upTo],
      )
      if (Number(found?.count) !== entries) return
      await session.run('UPDATE stream SET durable_n = ? WHERE install = ?', [upTo, install])
    },
    takeBackDurable: async (install, n) => {
      await session.run('UPDATE stream SET durable_n = ? WHERE install = ? AND durable_n >= ?', [
        n - 1,
        install,
        n,
      ])
    },
    markPhotoDurable: async (hash, at) => {
      await session.run(
        'UPDATE photo SET durable_at = ? WHERE hash = ? AND durable_at IS NULL AND missing_since IS NULL',
        [at, hash],
      )
    },
    markDepositDurable: async (hash, member, at) => {
      await session.run(
        'UPDATE photo_deposit SET durable_at = ? WHERE hash = ? AND member_id = ? AND durable_at IS NULL',
        [at, hash, member],
      )
    },
    markMissing: async (hash, at) => {
      await session.run(
        'UPDATE photo SET missing_since = ?, durable_at = NULL WHERE hash = ? AND missing_since IS NULL',
        [at, hash],
      )
      await session.run('UPDATE photo_deposit SET durable_at = NULL WHERE hash = ?', [hash])
    },
    markSound: async (hash) => {
      await session.run('UPDATE photo SET missing_since = NULL WHERE hash = ?', [hash])
    },
    forgetCopies: async () => {
      await session.run('UPDATE stream SET durable_n = 0 WHERE durable_n > 0')
      await session.run('UPDATE photo SET durable_at = NULL WHERE durable_at IS NOT NULL')
      await session.run('UPDATE photo_deposit SET durable_at = NULL WHERE durable_at IS NOT NULL')
    },
    setEpoch: async (epoch) => {
      const before = await session.first<{ value: string }>(
        "SELECT value FROM meta WHERE key = 'epoch'",
      )
      await putNote(
        session,
        previousEpochsKey,
        JSON.stringify([...(await previousEpochs(session)), before!.value]),
      )
      await putNote(session, 'epoch', epoch)
    },
    putNote: (key, value) => putNote(session, key, value),
  }
}

const previousEpochsKey = 'formerEpochs'

async function previousEpochs(session: SqlSession): Promise<string[]> {
  const known = await session.first<{ value: string }>('SELECT value FROM meta WHERE key = ?', [
    previousEpochsKey,
  ])
  return known ? (JSON.parse(known.value) as string[]) : []
}

async function putNote(session: SqlSession, key: string, value: string): Promise<void> {
  await session.run(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    [key, value],
  )
}
