// The conflicts of one batch: opened for what it parks (C1), closed for what was withheld and has
// come (C8), and written where somebody decides one. Made by sync/openBatch.ts.
import { afterDecision, type Conflict } from '#domain/conflict.ts'
import type { ConflictId, Instant, MemberId, ScopeId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import { nextVersion, type Row } from '#domain/row.ts'
import { scopesOfRow } from '#records/readRights.ts'
import type { BatchRows } from '../changes/batchRows.ts'
import type { BatchAccounts } from '../ledger/batchAccounts.ts'
import type { WriteTx } from '../storage/port/storage.ts'
import { conflictAmount, createConflict, type Parking, putConflict } from './createConflict.ts'

/** A conflict of a change whose content had been withheld and is here now. */
export interface LateArrival {
  conflictId: ConflictId
  by: MemberId
  rowV: number
}

interface Parts {
  tx: WriteTx
  rows: BatchRows
  accounts: BatchAccounts
  receivedAt: Instant
}

export const conflictIn = (row: Row<'case'>): Conflict => row.f

export class BatchConflicts {
  readonly #tx: WriteTx
  readonly #rows: BatchRows
  readonly #accounts: BatchAccounts
  readonly #receivedAt: Instant
  readonly #parked: Parking[] = []
  readonly #lateArrivals: LateArrival[] = []

  constructor({ tx, rows, accounts, receivedAt }: Parts) {
    this.#tx = tx
    this.#rows = rows
    this.#accounts = accounts
    this.#receivedAt = receivedAt
  }

  /** Remembered until `settle`. */
  park(parking: Parking): void {
    this.#parked.push(parking)
  }

  /** Remembered until `settle`. */
  addLateArrival(arrival: LateArrival): void {
    this.#lateArrivals.push(arrival)
  }

  /** One that the member is not shown is one that is not there. */
  async shownTo(member: Member, id: string): Promise<Row<'case'> | null> {
    const row = await this.#rows.row('case', id)
    return row && this.#rows.isShown(row, member) ? row : null
  }

  /** No longer open, it gives back to the ledger of its author. */
  async putDecided(row: Row<'case'>, after: Conflict): Promise<Row> {
    const decided = nextVersion(row, { ...after })
    await this.#rows.put(decided)
    const before = conflictIn(row)
    if (before.standing === 'open' && after.standing !== 'open')
      await this.#accounts.closeConflict(before.by, conflictAmount(before.content))
    return decided
  }

  /**
   * Opens and closes what was remembered, last of all: their scopes are locked after all others, in
   * one go. Returns those.
   */
  async settle(): Promise<ScopeId[]> {
    const tx = this.#tx
    const rows: Row<'case'>[] = []
    for (const parking of this.#parked) rows.push(await createConflict(tx, parking))
    const known = await tx.rowsOf(
      'case',
      this.#lateArrivals.map(({ conflictId }) => conflictId),
    )
    const scopes = [...rows, ...known].flatMap(scopesOfRow)
    await tx.lockScopes(scopes)
    for (const row of rows) if (!(await tx.row('case', row.id))) await putConflict(tx, row)
    for (const { conflictId, by, rowV } of this.#lateArrivals) {
      const row = await tx.row('case', conflictId)
      if (row && conflictIn(row).standing === 'open')
        await this.putDecided(row, {
          ...afterDecision(conflictIn(row), { decision: 'apply' }, by, this.#receivedAt),
          rowV,
        })
    }
    return scopes
  }
}
