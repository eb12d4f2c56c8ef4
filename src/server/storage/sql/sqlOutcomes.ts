// storage/port/outcomes.ts on SQL.
import type { ClientId, MemberId } from '#domain/ids.ts'
import type { ChangeResult } from '#protocol/messages.ts'
import type { OutcomeReads, OutcomeWrites } from '../port/outcomes.ts'
import type { InsertQueue } from './insertQueue.ts'
import type { SqlSession } from './sqlDriver.ts'

interface OutcomeRecord {
  change_id: string
  hash: string
  is_bare: number
  result: string
  install: ClientId
  n: number
  member_id: MemberId
}

export const outcomeReads = (session: SqlSession): OutcomeReads => ({
  outcomesOf: async (changeIds) => {
    if (changeIds.length === 0) return new Map()
    const records = await session.all<OutcomeRecord>(
      `SELECT change_id, hash, is_bare, result, install, n, member_id FROM outcome WHERE change_id ${session.isAnyOf}`,
      [changeIds],
    )
    return new Map(
      records.map((record) => [
        record.change_id,
        {
          changeId: record.change_id,
          hash: record.hash,
          isBare: Number(record.is_bare) === 1,
          result: JSON.parse(record.result) as ChangeResult,
          install: record.install,
          n: Number(record.n),
          memberId: record.member_id,
        },
      ]),
    )
  },
})

export const outcomeWrites = (queue: InsertQueue): OutcomeWrites => ({
  putOutcome: ({ changeId, hash, isBare, result, install, n, memberId }) => {
    queue.put('outcome', changeId, [
      changeId,
      hash,
      Number(isBare),
      JSON.stringify(result),
      install,
      n,
      memberId,
    ])
    return Promise.resolve()
  },
})
