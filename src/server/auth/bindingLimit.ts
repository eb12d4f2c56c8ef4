// How many phones and desks one member may have: limits that count for each device mean nothing to
// whoever can make as many as they like.
import type { Fault } from '#domain/fault.ts'
import type { Instant, MemberId } from '#domain/ids.ts'
import { countingLedger, type Ledger } from '../ledger/ledger.ts'
import type { WriteTx } from '../storage/port/storage.ts'

interface Binding {
  memberId: MemberId
  now: Instant
  /** A supervisor has given an invite for it: that it comes soon after another is intended. */
  isInvited: boolean
}

/** Null where one more may be bound: it is charged. */
export async function whyNotBind(
  tx: WriteTx,
  ledger: Ledger,
  { memberId, now, isInvited }: Binding,
): Promise<Fault | null> {
  const living = async () => ({
    items: (await tx.devicesOf(memberId)).filter((device) => device.revokedAt === null).length,
    bytes: 0,
  })
  const tooMany = await ledger.whyNot(tx, { memberId, account: 'devices', now }, living, one)
  return (
    tooMany ??
    (isInvited ? countingLedger : ledger).charge(tx, { memberId, account: 'bindings', now }, one)
  )
}

const one = { items: 1, bytes: 0 }
