// Decides the changes of a batch one after another, in the order of their numbers, and journals
// each. Asked by takeBatch.ts, which holds the locks and closes the transaction.
import type { Fault } from '#domain/fault.ts'
import type { PhotoHash } from '#domain/ids.ts'
import type { RowType } from '#domain/row.ts'
import type { ChangeEnvelope, ChangeResult } from '#protocol/messages.ts'
import type { AuditedEntry } from '../audit/auditOfPush.ts'
import type { Actor } from '../changes/actor.ts'
import { contentHash } from '../changes/contentHash.ts'
import { isBare, photosNamedBy } from '../changes/readChange.ts'
import { conflictAmount, type Parking } from '../conflicts/createConflict.ts'
import { recordLostRange } from '../incidents/incidents.ts'
import type { Amount } from '../ledger/ledger.ts'
import { clientLogChain } from '../storage/port/audit.ts'
import { again } from './batchOutcomes.ts'
import { decideOne } from './decideOne.ts'
import type { Batch } from './openBatch.ts'

export interface Decided {
  /** Highest number that was taken in. */
  last: number
  results: ChangeResult[]
  /** What went into the journal. */
  journaled: AuditedEntry[]
  /** A number that was named lost has come. */
  hasFound: boolean
  /** Why the changes after the results were not taken in, as in PushOutcome. */
  need: number | null
  fork: boolean
  later?: Fault
}

/** A row, an entry of the audit trail and an incident. */
const namedLost: Amount = { items: 1, bytes: 1000 }

/** @param before highest number that was taken in earlier. */
export async function decideBatch(batch: Batch, before: number): Promise<Decided> {
  const { tx, work, outcomes } = batch
  const { install } = work
  const done: Decided = {
    last: before,
    results: [],
    journaled: [],
    hasFound: false,
    need: null,
    fork: false,
  }
  const noRoom = await takeLost(batch, done)
  if (noRoom) return { ...done, later: noRoom }
  const as = await readAhead(batch)
  for (const envelope of work.changes) {
    const hash = contentHash(envelope)
    if (envelope.n <= done.last) {
      const [known] = await tx.journal(install, envelope.n, envelope.n)
      // A bare envelope is its change, whose content has come before it.
      const isSame = known?.hash === hash || (known?.changeId === envelope.id && isBare(envelope))
      if (known && !isSame) return { ...done, fork: true }
      if (known) {
        const settled = outcomes.settledFor(envelope, hash)
        done.results.push(again(settled ? envelope : known, (settled ?? known).result))
        continue
      }
      // It was named lost and has turned up after all: it is taken in late.
      await tx.takeBackDurable(install, envelope.n)
      done.hasFound = true
    } else if (envelope.n > done.last + 1) return { ...done, need: done.last + 1 }
    const later = await takeOne(batch, as, { envelope, hash }, done)
    if (later) return { ...done, later }
  }
  return done
}

/** Numbers that the phone names lost count as taken in. Returns why there is no room for them. */
async function takeLost({ tx, work, accounts }: Batch, done: Decided): Promise<Fault | null> {
  const { install, device, receivedAt, lost = [] } = work
  for (const [from, to] of lost) {
    if (from !== done.last + 1 || to < from) continue
    const later = await accounts.charge('changes', namedLost)
    if (later) return later
    await tx.putLost(install, device.id, from, to, receivedAt)
    await tx.putAudit(clientLogChain(install), {
      at: receivedAt,
      action: 'lostNamed',
      actor: device.memberId,
      device: device.id,
      detail: { from, to },
    })
    await recordLostRange(tx, device, install, [from, to], receivedAt)
    done.last = to
  }
  return null
}

/**
 * What the whole batch asks for, in three questions instead of three for each change. Returns in
 * whose name it is applied.
 */
async function readAhead(batch: Batch): Promise<Actor | null> {
  const { tx, work, member, rows, outcomes } = batch
  await outcomes.readAhead(work.changes)
  const wanted = new Map<RowType, Set<string>>()
  const named = new Set<PhotoHash>()
  for (const envelope of work.changes) {
    const change = batch.read(envelope)
    if (!change.ok) continue
    const { t, row } = change.value
    wanted.set(t, (wanted.get(t) ?? new Set()).add(row))
    for (const hash of photosNamedBy(change.value)) named.add(hash)
  }
  const deposited = await tx.depositedBy(work.device.memberId, [...named])
  await rows.readAhead(wanted)
  return member ? { member, deposited, receivedAt: work.receivedAt } : null
}

/** Charged, decided and journaled; returns why there is no room for it, and it is not taken in. */
async function takeOne(
  batch: Batch,
  as: Actor | null,
  { envelope, hash }: { envelope: ChangeEnvelope; hash: string },
  done: Decided,
): Promise<Fault | null> {
  const { tx, accounts, outcomes, conflicts } = batch
  const { install, device, receivedAt } = batch.work
  const body = JSON.stringify(envelope)
  const entry = { items: 1, bytes: Buffer.byteLength(body) }
  const noRoom = await accounts.charge('changes', entry)
  if (noRoom) return noRoom
  const result = await decideOne(batch, as, envelope, hash)
  const parking = parkingOf(batch, envelope, hash, result)
  const noRoomParked =
    parking && (await accounts.charge('parked', conflictAmount(parking.envelope)))
  if (noRoomParked) {
    // Parked, it has written nothing yet.
    accounts.takeBack('changes', entry)
    return noRoomParked
  }
  const { id: changeId, n } = envelope
  const { memberId } = device
  await tx.putJournal({ install, n, changeId, hash, body, result, receivedAt, memberId })
  done.journaled.push({ n, changeId, hash, result })
  outcomes.settle({ changeId, hash, isBare: isBare(envelope), result, install, n, memberId })
  if (parking) conflicts.park(parking)
  done.results.push(result)
  done.last = Math.max(done.last, n)
  return null
}

/**
 * The conflict that a parked change opens. A decision that cannot be taken opens none: it is told
 * to who took it, and is no work that waits for another decision.
 */
function parkingOf(
  { work: { ruling, device, receivedAt } }: Batch,
  envelope: ChangeEnvelope,
  hash: string,
  result: ChangeResult,
): Parking | null {
  if (result.s !== 'parked' || result.again || envelope.t === 'case') return null
  const shown = ruling.is === 'unread' ? { id: envelope.id, n: envelope.n } : envelope
  return { envelope: shown, hash, fault: result.fault!, device, receivedAt }
}
