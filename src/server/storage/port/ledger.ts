// The port's part for what each member takes up, by account (ledger/limits.ts). Levels are
// fractions: what comes back evenly is lost in whole numbers.
import type { Instant, MemberId } from '#domain/ids.ts'

export interface LedgerEntry {
  items: number
  bytes: number
  /** As of when the two stand. */
  at: Instant
  /** When the desk was last told that the member is beyond it. */
  toldAt: Instant | null
}

export interface LedgerReads {
  /** As last written; undefined where nothing ever was. */
  ledgerEntry(member: MemberId, account: string): Promise<LedgerEntry | undefined>
  /**
   * Of all members together, what of it has not come back: each entry less `bytesPerMs` for the
   * time since.
   */
  ledgerBytes(account: string, back: { bytesPerMs: number; now: Instant }): Promise<number>
}

export interface LedgerWrites {
  /**
   * The entry, made if new and held until the end of the transaction: of many that charge it, one
   * after another.
   */
  lockLedger(member: MemberId, account: string, now: Instant): Promise<LedgerEntry>
  putLedger(member: MemberId, account: string, entry: LedgerEntry): Promise<void>
}
