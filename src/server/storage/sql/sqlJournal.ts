// Client logs and the journal of their changes on SQL. Whoever writes to a log holds its row until
// commit (S2).
import type { ClientId } from '#domain/ids.ts'
import { journalFrom, type JournalRecord } from '../port/records.ts'
import type { ReadTx, WriteTx } from '../port/storage.ts'
import type { InsertQueue } from './insertQueue.ts'
import type { SqlSession } from './sqlDriver.ts'

type JournalReads = Pick<ReadTx, 'clientLog' | 'journal' | 'journalBody'>
type JournalWrites = Pick<WriteTx, 'lockClientLog' | 'putJournal' | 'setLast' | 'putLost'>

export const journalReads = (session: SqlSession): JournalReads => ({
  clientLog: async (install) => {
    const record = await session.first<{ device_id: string; last_n: number }>(
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
      await session.first<{ body: string }>(
        'SELECT body FROM journal WHERE install = ? AND n = ?',
        [install, n],
      )
    )?.body,
})

export const journalWrites = (
  session: SqlSession,
  queue: InsertQueue,
  forUpdate: string,
): JournalWrites => ({
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
})
