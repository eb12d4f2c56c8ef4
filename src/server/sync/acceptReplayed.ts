// Changes of a journal from the backup, taken in once more: counted against nobody, blocked by no
// suspicion, and within the caller's transaction, for many phones' changes are one commit there.
// Asked by restore/replayJournal.ts.
import type { ChangeResult } from '#protocol/messages.ts'
import type { WriteTx } from '../storage/port/storage.ts'
import type { BatchWork } from './openBatch.ts'
import { takeBatch } from './takeBatch.ts'

export type ReplayedPush = Pick<
  BatchWork,
  'device' | 'install' | 'changes' | 'receivedAt' | 'lost' | 'ruling'
>

/** The results of the changes, in their order; fewer where a number before them is missing. */
export const acceptReplayed = async (
  tx: WriteTx,
  replayed: ReplayedPush,
): Promise<readonly ChangeResult[]> => (await takeBatch(tx, replayed)).results
