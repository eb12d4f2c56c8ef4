// One transaction's worth of changes of one client log, and the parts that take it in: each part
// knows those named before it, and none of those after. Asked by takeBatch.ts.
import type { ClientId, Instant } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import type { ChangeEnvelope } from '#protocol/messages.ts'
import { memberOf } from '../access/memberOf.ts'
import { type BatchHistory, batchHistory } from '../changes/batchHistory.ts'
import { BatchRows } from '../changes/batchRows.ts'
import { envelopeReader, type ReadEnvelope, unread } from '../changes/envelopeReader.ts'
import { BatchConflicts } from '../conflicts/batchConflicts.ts'
import { BatchAccounts } from '../ledger/batchAccounts.ts'
import { countingLedger, type Ledger } from '../ledger/ledger.ts'
import type { Device, DeviceSeen, WriteTx } from '../storage/port/storage.ts'
import { BatchOutcomes } from './batchOutcomes.ts'
import type { Ruling } from './ruling.ts'

/** Numbers that the phone cannot give any more, first and last. */
export type LostRange = readonly [from: number, to: number]

export interface BatchWork {
  device: Device
  install: ClientId
  changes: readonly ChangeEnvelope[]
  receivedAt: Instant
  ruling: Ruling
  lost?: readonly LostRange[]
  /** The version of the app, for the audit trail. */
  app?: string
  /** Absent: all is counted and nothing refused, as for work that was taken in before. */
  ledger?: Ledger
  /**
   * What to note about the device once so many of its changes are decided; null when that is no
   * news. In the same transaction: a commit of its own would cost as much as fifty changes.
   */
  seenAfter?: (decided: number) => DeviceSeen | null
}

export interface Batch {
  tx: WriteTx
  work: BatchWork
  /** Whose device it is; absent where the organisation knows them no longer. */
  member: Member | undefined
  read: ReadEnvelope
  rows: BatchRows
  history: BatchHistory
  accounts: BatchAccounts
  conflicts: BatchConflicts
  outcomes: BatchOutcomes
}

export async function openBatch(tx: WriteTx, work: BatchWork): Promise<Batch> {
  const { device, receivedAt, ledger = countingLedger } = work
  const { memberId } = device
  const member = await memberOf(tx, memberId)
  const rows = new BatchRows(tx, await tx.grids())
  const accounts = new BatchAccounts(tx, { ledger, memberId, now: receivedAt })
  return {
    tx,
    work,
    member,
    read: work.ruling.is === 'unread' ? unread : envelopeReader(),
    rows,
    history: batchHistory({ tx, rows, receivedAt }),
    accounts,
    conflicts: new BatchConflicts({ tx, rows, accounts, receivedAt }),
    outcomes: new BatchOutcomes(tx, memberId),
  }
}
