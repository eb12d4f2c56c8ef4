// Work that an earlier version parked gets its conflicts, once, at the start after the update (C1).
import type { Row } from '#domain/row.ts'
import type { ChangeEnvelope, ChangeResult } from '#protocol/messages.ts'
import { scopesOfRow } from '#records/readRights.ts'
import { createConflict, putConflict } from './createConflict.ts'
import type { ParkedBefore } from '../storage/port/conflicts.ts'
import type { Storage } from '../storage/port/storage.ts'

const perTransaction = 50

/**
 * Returns how many conflicts were made. Safe to be interrupted, and to run on two nodes at once.
 */
export async function migrateParked(storage: Storage): Promise<number> {
  for (let made = 0; ;) {
    const done = await storage.write(async (tx) => {
      const entries = await tx.parkedBefore(perTransaction)
      const rows: Row<'case'>[] = []
      for (const entry of entries) rows.push(await createConflict(tx, parkingOf(entry)))
      await tx.lockScopes(rows.flatMap(scopesOfRow))
      let fresh = 0
      for (const [i, row] of rows.entries()) {
        if (!(await tx.row('case', row.id))) {
          await putConflict(tx, row)
          fresh++
        }
        await tx.dropParkedBefore(entries[i]!.install, entries[i]!.n)
      }
      return { taken: entries.length, fresh }
    })
    made += done.fresh
    if (done.taken < perTransaction) return made
  }
}

function parkingOf({
  hash,
  body,
  result,
  receivedAt,
  memberId,
  deviceLabel,
}: ParkedBefore): Parameters<typeof createConflict>[1] {
  const { fault } = JSON.parse(result) as ChangeResult
  return {
    envelope: JSON.parse(body) as ChangeEnvelope,
    hash,
    fault: fault ?? { code: 'internal' },
    device: { memberId, label: deviceLabel },
    receivedAt,
  }
}
