// Parked work within one batch: decisions about conflicts (C3, C4), changes that take the place of
// parked ones (C5), conflicts opened for what the batch parks (C1) and closed for what was held
// back and has come (C8). Made by pushBatch.ts, which hands it the context of the batch.
import type { Applied } from '#domain/applyChange.ts'
import type { Change } from '#domain/change.ts'
import { fault } from '#domain/fault.ts'
import type { GridTree } from '#domain/grid.ts'
import type { ConflictId, Instant, MemberId, ScopeId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import {
  afterDecision,
  afterEditing,
  decisionIn,
  type Conflict,
  whyNotAct,
  whyNotDecide,
  withRightsOf,
} from '#domain/conflict.ts'
import { reportLimits } from '#domain/report.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { Fields, Row, RowType } from '#domain/row.ts'
import type { ChangeEnvelope } from '#protocol/messages.ts'
import { scopesOfRow } from '#records/readRights.ts'
import { memberOf } from '../access/memberOf.ts'
import type { Actor } from '../changes/actor.ts'
import type { decide } from '#records/decide.ts'
import type { Amount } from '../ledger/ledger.ts'
import { conflictAmount, createConflict, type Parking, putConflict } from './createConflict.ts'
import { photosNamedBy } from '../changes/readChange.ts'
import type { WriteTx } from '../storage/port/storage.ts'

type DecideOn = typeof decide

/** What the resolver needs of the batch. */
export interface BatchContext {
  tx: WriteTx
  receivedAt: Instant
  /** As this batch has left it. */
  row(t: RowType, id: string): Promise<Row | null>
  put(row: Row): Promise<void>
  tree(): GridTree
  /** Whether the member is shown the row, as it stands. */
  isShown(row: Row, member: Member): boolean
  changeIn(envelope: ChangeEnvelope): Result<Change>
  /** To the ledger of a conflict's author: it is no longer open. */
  giveBack(author: MemberId, amount: Amount): Promise<void>
  /** Decides the change and, if it may be, writes its row. */
  applyAs(change: Change, as: Actor, decideOn: DecideOn): Promise<Result<Applied>>
}

/** A conflict of a change whose content had been held back and is here now. */
export interface LateArrival {
  conflictId: ConflictId
  by: MemberId
  rowV: number
}

export interface ConflictResolver {
  decide(change: Change, member: Member, decideOn: DecideOn): Promise<Result<Row>>
  /**
   * The change may carry the name and photos of the parked work's author, and the conflict closes
   * with it.
   */
  applyOnBehalf(
    change: Change,
    id: ConflictId,
    as: Actor,
    decideOn: DecideOn,
  ): Promise<Result<Applied>>
  originalOf(conflict: Conflict): Result<Change>
  /** Remembered until `settle`. */
  park(parking: Parking): void
  addLateArrival(arrival: LateArrival): void
  /**
   * Opens and closes what was remembered, last of all: their scopes are locked after all others, in
   * one go. Returns those.
   */
  settle(): Promise<ScopeId[]>
}

const conflictIn = (row: Row): Conflict => row.f as unknown as Conflict

export function conflictResolver({
  tx,
  receivedAt,
  giveBack,
  row: rowOf,
  put,
  tree,
  isShown,
  changeIn,
  applyAs,
}: BatchContext): ConflictResolver {
  const parked: Parking[] = []
  const lateArrivals: LateArrival[] = []

  const originalOf = ({ content }: Conflict): Result<Change> =>
    content
      ? changeIn(content as unknown as ChangeEnvelope)
      : fail(fault('tooLarge', { limit: reportLimits.changeBytes }))

  const putDecided = async (row: Row, after: Conflict): Promise<Row> => {
    const decided = { ...row, v: row.v + 1, f: after as unknown as Fields }
    await put(decided)
    const before = conflictIn(row)
    if (before.standing === 'open' && after.standing !== 'open')
      await giveBack(before.by, conflictAmount(before.content))
    return decided
  }

  /** One that the member is not shown is one that is not there. */
  const conflictFor = async (member: Member, id: string): Promise<Row | null> => {
    const row = await rowOf('case', id)
    return row && isShown(row, member) ? row : null
  }

  const applyOnBehalf: ConflictResolver['applyOnBehalf'] = async (change, id, as, decideOn) => {
    const row = await conflictFor(as.member, id)
    if (!row) return fail(fault('unknownReport'))
    const conflict = conflictIn(row)
    const refused = whyNotDecide(conflict, as.member, tree())
    if (refused) return fail(refused)
    const original = originalOf(conflict)
    const theirs = new Set(original.ok ? photosNamedBy(original.value) : [])
    const kept = photosNamedBy(change).filter((hash) => theirs.has(hash))
    const arrived = await tx.depositedBy(conflict.by, kept)
    const applied = await applyAs(
      change,
      { ...as, deposited: new Set([...as.deposited, ...arrived]), onBehalfOf: conflict.by },
      decideOn,
    )
    if (!applied.ok) return applied
    await tx.namePhotos(change.t, change.row, conflict.by, kept)
    await putDecided(row, {
      ...afterEditing(conflict, change.id, as.member.id, receivedAt),
      rowV: applied.value.row.v,
    })
    return applied
  }

  /**
   * The parked change is decided again, as of now: its author's work, with the rights of whoever
   * decides lent to it.
   */
  const apply = async (
    conflict: Conflict,
    member: Member,
    decideOn: DecideOn,
  ): Promise<Result<Applied>> => {
    const original = originalOf(conflict)
    if (!original.ok) return original
    const change = original.value
    // What it would do to another conflict is that decision's own; a lent right lends nothing on.
    if (change.ofCase) return fail(fault('notAllowed'))
    const author = await memberOf(tx, conflict.by)
    if (!author) return fail(fault('notYours'))
    const as: Actor = {
      member: withRightsOf(author, member),
      deposited: await tx.depositedBy(author.id, photosNamedBy(change)),
      receivedAt: conflict.receivedAt,
    }
    return applyAs(change, as, decideOn)
  }

  return {
    applyOnBehalf,
    originalOf,
    decide: async (change, member, decideOn) => {
      if (change.op !== 'patch' || change.by !== member.id || !member.isActive)
        return fail(fault('notYours'))
      const row = await conflictFor(member, change.row)
      if (!row) return fail(fault('unknownReport'))
      const conflict = conflictIn(row)
      const asked = decisionIn(change)
      if (!asked.ok) return asked
      const refused = whyNotAct(conflict, asked.value, member, tree())
      if (refused) return fail(refused)
      const applied =
        asked.value.decision === 'apply' ? await apply(conflict, member, decideOn) : null
      if (applied && !applied.ok) return applied
      const after = afterDecision(conflict, asked.value, member.id, receivedAt)
      return succeed(
        await putDecided(row, applied ? { ...after, rowV: applied.value.row.v } : after),
      )
    },
    park: (parking) => void parked.push(parking),
    addLateArrival: (arrival) => void lateArrivals.push(arrival),
    settle: async () => {
      const rows: Row[] = []
      for (const parking of parked) rows.push(await createConflict(tx, parking))
      const known = await tx.rowsOf(
        'case',
        lateArrivals.map(({ conflictId }) => conflictId),
      )
      const scopes = [...rows, ...known].flatMap(scopesOfRow)
      await tx.lockScopes(scopes)
      for (const row of rows) if (!(await tx.row('case', row.id))) await putConflict(tx, row)
      for (const { conflictId, by, rowV } of lateArrivals) {
        const row = await tx.row('case', conflictId)
        if (row && conflictIn(row).standing === 'open')
          await putDecided(row, {
            ...afterDecision(conflictIn(row), { decision: 'apply' }, by, receivedAt),
            rowV,
          })
      }
      return scopes
    },
  }
}
