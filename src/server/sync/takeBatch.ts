// Takes in one batch within the transaction it is given: locks, decides, writes down. Asked by
// acceptInParts.ts and acceptReplayed.ts. Holds the client log's row and its scopes until commit
// (S2, L2).
import { pushedDetail } from '../audit/auditOfPush.ts'
import { closeFoundRanges, recordTelemetry } from '../incidents/incidents.ts'
import { clientLogChain } from '../storage/port/audit.ts'
import type { ClientLog, WriteTx } from '../storage/port/storage.ts'
import { type Decided, decideBatch } from './decideBatch.ts'
import { type Batch, type BatchWork, openBatch } from './openBatch.ts'
import { nothingTaken, type PushOutcome } from './pushOutcome.ts'
import { scopesToLock } from './scopesToLock.ts'

export type Taken =
  | { is: 'taken'; outcome: PushOutcome }
  /**
   * One of the client log's changes up to this number has ended a process: nothing was taken in or
   * written, the changes must come one at a time.
   */
  | { is: 'suspect'; to: number }

export async function takeUnlessSuspect(tx: WriteTx, work: BatchWork): Promise<Taken> {
  const clientLog = await tx.lockClientLog(work.install, work.device.id)
  return clientLog.suspectTo !== undefined && work.changes.length > 0
    ? { is: 'suspect', to: clientLog.suspectTo }
    : { is: 'taken', outcome: await takeInto(clientLog, tx, work) }
}

/** Whatever the client log is suspected of. */
export async function takeBatch(tx: WriteTx, work: BatchWork): Promise<PushOutcome> {
  return takeInto(await tx.lockClientLog(work.install, work.device.id), tx, work)
}

async function takeInto(clientLog: ClientLog, tx: WriteTx, work: BatchWork): Promise<PushOutcome> {
  if (clientLog.deviceId !== work.device.id) {
    await recordSeen(tx, work, 0)
    return { ...nothingTaken(clientLog.last), fork: true }
  }
  const batch = await openBatch(tx, work)
  await batch.rows.lock(() => scopesToLock(batch))
  const decided = await decideBatch(batch, clientLog.last)
  await writeDown(batch, clientLog.last, decided)
  const { last, results, need, fork, later } = decided
  const { touched, created } = batch.rows
  return {
    last,
    results,
    need,
    fork,
    ...(later && { later }),
    touched: [...touched],
    created,
  }
}

/** Whatever ended the batch, the number goes down with what was done before it (S2). */
async function writeDown(batch: Batch, before: number, decided: Decided): Promise<void> {
  const { tx, work, rows, conflicts, history, accounts, outcomes } = batch
  const { install, device, receivedAt } = work
  for (const scope of [...(await conflicts.settle()), ...(await history.settle())])
    rows.touched.add(scope)
  await accounts.close()
  if (decided.last > before) await tx.setLast(install, decided.last)
  await recordSeen(tx, work, decided.results.length)
  if (decided.hasFound) await closeFoundRanges(tx, device, install, receivedAt)
  await outcomes.write()
  await audit(batch, decided)
}

async function recordSeen(
  tx: WriteTx,
  { device, receivedAt, seenAfter }: BatchWork,
  decided: number,
): Promise<void> {
  const seen = seenAfter?.(decided)
  if (!seen) return
  await tx.markSeen(device.id, seen)
  await recordTelemetry(tx, device, seen, receivedAt)
}

/**
 * One link for the whole transaction: a link for each change would cost as much as its journal
 * entry.
 */
async function audit({ tx, work }: Batch, { journaled }: Decided): Promise<void> {
  const { install, device, receivedAt, app } = work
  if (journaled.length === 0) return
  await tx.putAudit(clientLogChain(install), {
    at: receivedAt,
    action: 'pushed',
    actor: device.memberId,
    device: device.id,
    detail: pushedDetail(journaled, app),
  })
}
