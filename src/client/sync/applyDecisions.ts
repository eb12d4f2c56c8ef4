// Parked work that somebody has decided: the outbox learns how it ended, from the conflict rows
// that were pulled (C3–C5). Nothing is sent and nothing goes: what was applied counts as applied,
// what was declined stays whole on this phone.
import type { ChangeId } from '#domain/ids.ts'
import type { Conflict } from '#domain/conflict.ts'
import { type CacheDb, cachedRows } from '../db/cacheDb.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import type { OutboxEntry } from '../db/tables.ts'

export async function applyDecisions(capture: CaptureDb, cache: CacheDb): Promise<void> {
  const parked = await capture.outbox.where('fate').equals('parked').toArray()
  if (parked.length === 0) return
  const conflicts = new Map((await cachedRows(cache, 'case')).map(({ f }) => [f.changeId, f]))
  const settled = parked.flatMap((entry) => {
    const decided = conflicts.get(entry.id)
    const after = decided && afterConflict(entry, decided)
    return after ? [after] : []
  })
  if (settled.length > 0) await capture.outbox.bulkPut(settled)
}

function afterConflict(
  entry: OutboxEntry,
  { standing, rowV, isAcknowledged }: Conflict,
): OutboxEntry | null {
  if (standing === 'applied' || standing === 'appliedEdited') {
    const { fault: _over, ...rest } = entry
    return { ...rest, fate: 'applied', ...(rowV === undefined ? {} : { rowV }) }
  }
  return isAcknowledged && !entry.isAcknowledged ? { ...entry, isAcknowledged } : null
}

/**
 * Quiet on this phone at once; the change that says so is kept beside it and travels like every
 * other.
 */
export const acknowledgeHere = (capture: CaptureDb, id: ChangeId): PromiseLike<unknown> =>
  capture.outbox.where('id').equals(id).modify({ isAcknowledged: true })
