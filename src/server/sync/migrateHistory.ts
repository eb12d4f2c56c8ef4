// What was overwritten before there were rows of history gets them, once, at the start after the
// update (M8).
import type { HistoryEntry } from '#domain/history.ts'
import type { ChangeId } from '#domain/ids.ts'
import { type Row, rowOf } from '#domain/row.ts'
import { scopesOfRow } from '#records/readRights.ts'
import { historyIdOf, withReaders } from '../changes/batchHistory.ts'
import type { HistoryBefore } from '../storage/port/history.ts'
import type { ReadTx, Storage } from '../storage/port/storage.ts'

const perTransaction = 50

/** Returns how many rows were made. Safe to be interrupted, and to run on two nodes at once. */
export async function migrateHistory(storage: Storage): Promise<number> {
  const before = await storage.read((tx) => tx.historyBefore())
  let made = 0
  for (let at = 0; at < before.length; at += perTransaction) {
    const part = before.slice(at, at + perTransaction)
    made += await storage.write(async (tx) => {
      const rows: Row[] = []
      for (const each of part) rows.push(...(await entryOf(tx, each)))
      await tx.lockScopes(rows.flatMap(scopesOfRow))
      const there = new Set(
        (
          await tx.rowsOf(
            'history',
            rows.map((row) => row.id),
          )
        ).map((row) => row.id),
      )
      const fresh = rows.filter((row) => !there.has(row.id))
      for (const row of fresh) await tx.putRow(row, scopesOfRow(row))
      return fresh.length
    })
  }
  return made
}

/** None where the record itself is not there. Whose value it was is no longer known. */
async function entryOf(
  tx: ReadTx,
  { t, row, changeId, field, value, v, overBy, overAt }: HistoryBefore,
): Promise<Row[]> {
  const about = await tx.row(t, row)
  if (!about) return []
  const id = historyIdOf(changeId, { field })
  const entry: HistoryEntry = withReaders(
    { id, concerns: { t, row }, field, value, v, overBy, overAt, changeId: changeId as ChangeId },
    about,
  )
  return [rowOf({ t: 'history', id, v: 1, fv: {} }, { ...entry })]
}
