// What each member takes up, charged before it is stored. Beyond an allowance nothing is taken in:
// the phone is told to come later and keeps what it has, and the desk is told whose limit it was,
// once a day. In the transaction of what is charged, wherever that is a row.
import { type Fault, fault } from '#domain/fault.ts'
import type { Instant, MemberId } from '#domain/ids.ts'
import { recordMemberOver } from '../incidents/incidents.ts'
import type { LedgerEntry } from '../storage/port/ledger.ts'
import type { WriteTx } from '../storage/port/storage.ts'
import { type Account, type Allowance, type Allowances, allowances, comeAgain } from './limits.ts'

export interface Amount {
  items: number
  bytes: number
}

/** Whose, of what, and when. */
export interface Charged {
  memberId: MemberId
  account: Account
  now: Instant
}

export interface OpenAccount {
  /** Null where there is room: it counts from now on. */
  take(amount: Amount): Fault | null
  giveBack(amount: Amount): void
  /** Writes it down; whatever was refused is told to the desk. */
  close(): Promise<void>
}

export interface Ledger {
  /**
   * For several charges of one transaction. Others of the same member and account wait until its
   * end.
   */
  open(tx: WriteTx, of: Charged): Promise<OpenAccount>
  /**
   * Null where there was room. A refusal is no error: the transaction is to be committed, for what
   * it tells the desk.
   */
  charge(tx: WriteTx, of: Charged, amount: Amount): Promise<Fault | null>
  /** The thing is gone, or was never stored. */
  release(tx: WriteTx, of: Charged, amount: Amount): Promise<void>
  /**
   * For what is counted where it lies: `present` is asked when nobody else can add to it any more.
   */
  whyNot(
    tx: WriteTx,
    of: Charged,
    present: () => Promise<Amount>,
    amount: Amount,
  ): Promise<Fault | null>
}

/** Within so long the desk hears once of a member and account. */
const tellAgainMs = 86_400_000

/**
 * @param isBinding false: all is counted and nothing refused, for work that was acknowledged long
 *   ago.
 */
export function createLedger(limits: Allowances = allowances, isBinding = true): Ledger {
  const openWith = async (
    tx: WriteTx,
    { memberId, account, now }: Charged,
    present?: () => Promise<Amount>,
  ): Promise<OpenAccount> => {
    const allowance = limits[account]
    const before = await tx.lockLedger(memberId, account, now)
    let used: Amount = present ? await present() : flowedBack(before, allowance, now)
    let refused: { fault: Fault; over: keyof Amount } | undefined
    return {
      take: (amount) => {
        const over = isBinding ? overIn(used, amount, allowance) : null
        if (over) {
          refused ??= { over, fault: comeLater(account, roomAt(used, amount, allowance, now), now) }
          return refused.fault
        }
        used = { items: used.items + amount.items, bytes: used.bytes + amount.bytes }
        return null
      },
      giveBack: ({ items, bytes }) => {
        used = { items: Math.max(0, used.items - items), bytes: Math.max(0, used.bytes - bytes) }
      },
      close: async () => {
        const isToTell =
          refused !== undefined && (before.toldAt === null || now - before.toldAt >= tellAgainMs)
        if (refused && isToTell)
          await recordMemberOver(
            tx,
            { memberId, account, over: refused.over, limit: allowance[refused.over] },
            now,
          )
        await tx.putLedger(memberId, account, {
          ...used,
          at: Math.max(before.at, now),
          toldAt: isToTell ? now : before.toldAt,
        })
      },
    }
  }
  const once = async <T>(
    opening: Promise<OpenAccount>,
    work: (account: OpenAccount) => T,
  ): Promise<T> => {
    const account = await opening
    const done = work(account)
    await account.close()
    return done
  }
  return {
    open: openWith,
    charge: (tx, of, amount) => once(openWith(tx, of), (account) => account.take(amount)),
    release: (tx, of, amount) => once(openWith(tx, of), (account) => account.giveBack(amount)),
    whyNot: (tx, of, present, amount) =>
      once(openWith(tx, of, present), (account) => account.take(amount)),
  }
}

const standardLedger = createLedger()
/** All is counted and nothing refused. */
export const countingLedger = createLedger(allowances, false)

export const ledgerOf = ({ ledger }: { ledger?: Ledger }): Ledger => ledger ?? standardLedger

/** How much is used still. A clock that was put back gives nothing back, and takes nothing. */
function flowedBack({ items, bytes, at }: LedgerEntry, limit: Allowance, now: Instant): Amount {
  const part = limit.refillMs === null ? 0 : Math.min(1, Math.max(0, now - at) / limit.refillMs)
  if (part === 0) return { items, bytes }
  return part === 1
    ? nothing
    : {
        items: Math.max(0, items - limit.items * part),
        bytes: Math.max(0, bytes - limit.bytes * part),
      }
}

const nothing: Amount = { items: 0, bytes: 0 }
const measures = ['items', 'bytes'] as const

/**
 * What is larger than the whole allowance passes where nothing else is: it could never come
 * otherwise.
 */
const overIn = (used: Amount, amount: Amount, limit: Allowance): keyof Amount | null =>
  measures.find((each) => used[each] > 0 && used[each] + amount[each] > limit[each]) ?? null

/** When there will be room, as far as time makes some. */
function roomAt(used: Amount, amount: Amount, limit: Allowance, now: Instant): Instant {
  if (limit.refillMs === null) return now + comeAgain.latest * 1000
  const parts = measures.map(
    (each) => Math.min(used[each], used[each] + amount[each] - limit[each]) / limit[each],
  )
  return Math.ceil(
    now + Math.max(...parts.map((part) => (Number.isFinite(part) ? part : 0))) * limit.refillMs,
  )
}

function comeLater(what: Account, until: Instant, now: Instant): Fault {
  const seconds = Math.ceil((until - now) / 1000)
  return fault('comeLater', {
    what,
    until,
    retryAfterSeconds: Math.min(comeAgain.latest, Math.max(comeAgain.soonest, seconds)),
  })
}
