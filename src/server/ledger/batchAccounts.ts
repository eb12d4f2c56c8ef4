// The ledger of one batch: the accounts it charges stay open until its end, and are written once.
// Made by sync/openBatch.ts; conflicts/ gives back what is decided.
import type { Fault } from '#domain/fault.ts'
import type { Instant, MemberId } from '#domain/ids.ts'
import type { WriteTx } from '../storage/port/storage.ts'
import type { Amount, Ledger, OpenAccount } from './ledger.ts'
import type { Account } from './limits.ts'

export class BatchAccounts {
  readonly #tx: WriteTx
  readonly #ledger: Ledger
  readonly #memberId: MemberId
  readonly #now: Instant
  readonly #open = new Map<Account, OpenAccount>()

  /** @param memberId whose work the batch is: all that is charged is charged to them. */
  constructor(
    tx: WriteTx,
    { ledger, memberId, now }: { ledger: Ledger; memberId: MemberId; now: Instant },
  ) {
    this.#tx = tx
    this.#ledger = ledger
    this.#memberId = memberId
    this.#now = now
  }

  /** Null where there is room. */
  async charge(account: Account, amount: Amount): Promise<Fault | null> {
    let open = this.#open.get(account)
    if (!open)
      this.#open.set(
        account,
        (open = await this.#ledger.open(this.#tx, {
          memberId: this.#memberId,
          account,
          now: this.#now,
        })),
      )
    return open.take(amount)
  }

  /** What this batch has charged was not stored after all. */
  takeBack(account: Account, amount: Amount): void {
    this.#open.get(account)?.giveBack(amount)
  }

  /** A conflict of this member is no longer open. */
  async closeConflict(memberId: MemberId, amount: Amount): Promise<void> {
    const open = memberId === this.#memberId ? this.#open.get('parked') : undefined
    if (open) open.giveBack(amount)
    else
      await this.#ledger.release(this.#tx, { memberId, account: 'parked', now: this.#now }, amount)
  }

  async close(): Promise<void> {
    for (const account of this.#open.values()) await account.close()
  }
}
