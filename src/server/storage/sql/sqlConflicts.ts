import type { ClientId, MemberId } from '#domain/ids.ts'
import type { ConflictReads, ConflictWrites } from '../port/conflicts.ts'
import type { SqlSession } from './sqlDriver.ts'

interface BacklogRecord {
  install: ClientId
  n: number
  hash: string
  body: string
  result: string
  received_at: number
  member_id: MemberId
  label: string | null
}

export const conflictReads = (session: SqlSession): ConflictReads => ({
  parkedBefore: async (limit) => {
    const records = await session.all<BacklogRecord>(
      `SELECT j.install, j.n, j.hash, j.body, j.result, j.received_at, j.member_id, d.label
       FROM case_backlog b JOIN journal j ON j.install = b.install AND j.n = b.n
       LEFT JOIN stream s ON s.install = j.install LEFT JOIN device d ON d.id = s.device_id
       ORDER BY j.install, j.n LIMIT ?`,
      [limit],
    )
    return records.map(({ install, n, hash, body, result, received_at, member_id, label }) => ({
      install,
      n: Number(n),
      hash,
      body,
      result,
      receivedAt: Number(received_at),
      memberId: member_id,
      deviceLabel: label ?? '',
    }))
  },
})

export const conflictWrites = (session: SqlSession): ConflictWrites => ({
  dropParkedBefore: (install, n) =>
    session.run('DELETE FROM case_backlog WHERE install = ? AND n = ?', [install, n]),
})
