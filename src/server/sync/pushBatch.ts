// One transaction's worth of changes of one install: decided one after another, written together.
// Hands it changes: acceptPush.ts. Holds the client log's row and its scopes until commit (S2, L2).
import { ownScope } from '#domain/scope.ts'
import type { Applied } from '#domain/applyChange.ts'
import type { Change } from '#domain/change.ts'
import { fault, type Fault } from '#domain/fault.ts'
import { type Grid, type GridTree, treeOf } from '#domain/grid.ts'
import type { ConflictId, Instant, ClientId, MemberId, PhotoHash, ScopeId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import type { Conflict } from '#domain/conflict.ts'
import type { Report } from '#domain/report.ts'
import { fail, type Result } from '#domain/result.ts'
import type { Row, RowType } from '#domain/row.ts'
import type { ChangeEnvelope, ChangeResult } from '#protocol/messages.ts'
import { isSameChange } from '#protocol/sameChange.ts'
import { isShownIn, scopesFor, scopesOfRow } from '#records/readRights.ts'
import { memberOf } from '../access/memberOf.ts'
import type { Actor } from '../changes/actor.ts'
import { contentHash } from '../changes/contentHash.ts'
import { type AuditedEntry, pushedDetail } from '../audit/auditOfPush.ts'
import { type ConflictResolver, conflictResolver } from '../conflicts/conflictResolver.ts'
import { type BatchHistory, batchHistory } from './batchHistory.ts'
import type { decide } from '#records/decide.ts'
import { closeFoundRanges, recordLostRange, recordTelemetry } from '../incidents/incidents.ts'
import { type Amount, countingLedger, type Ledger, type OpenAccount } from '../ledger/ledger.ts'
import type { Account } from '../ledger/limits.ts'
import { conflictAmount } from '../conflicts/createConflict.ts'
import { isBare, photosNamedBy, readChange } from '../changes/readChange.ts'
import { clientLogChain } from '../storage/port/audit.ts'
import type { Outcome } from '../storage/port/outcomes.ts'
import {
  type Device,
  type DeviceSeen,
  rowName,
  type Storage,
  type WriteTx,
} from '../storage/port/storage.ts'

export interface PushOutcome {
  last: number
  results: ChangeResult[]
  need: number | null
  fork: boolean
  /**
   * The member's ledger has no room for the change after the results: neither it nor any after it
   * was taken in (S13).
   */
  later?: Fault
  /** Scopes with news, for the hints. */
  touched: ScopeId[]
  /**
   * Rows that this push created and nothing has altered on the way in: their names and the numbers
   * of their changes (L8).
   */
  created: Map<string, number>
}

export interface Push {
  storage: Storage
  device: Device
  install: ClientId
  changes: readonly ChangeEnvelope[]
  receivedAt: Instant
  /** The version of the app, for the audit trail. */
  app?: string
  lost?: readonly (readonly [number, number])[]
  /** All of it is kept for a supervisor to decide, for this reason (R4). */
  parkAll?: Fault
  /** Absent: all is counted and nothing refused, as for work that was taken in before. */
  ledger?: Ledger
  /** These changes are taken one at a time already (acceptPush.ts). */
  isStep?: boolean
  /** Stored and parked without a look at what is inside: it has ended a process before. */
  isUnread?: boolean
  /**
   * What to note about the device once so many of its changes are decided; null when that is no
   * news. In the same transaction: a commit of its own would cost as much as fifty changes.
   */
  seenAfter?: (decided: number) => DeviceSeen | null
}

/**
 * One of the client log's changes up to this number has ended a process: the batch must be taken
 * one change at a time.
 */
export class SuspectClientLog extends Error {
  readonly to: number
  constructor(to: number) {
    super('a change of this client log has ended a process')
    this.to = to
  }
}

/** A row, an entry of the audit trail and an incident. */
const namedLost: Amount = { items: 1, bytes: 1000 }

export class PushBatch {
  readonly #tx: WriteTx
  readonly #push: Push
  readonly #rows = new Map<string, Row | null>()
  readonly #known = new Map<string, Row | undefined>()
  readonly #touched = new Set<ScopeId>()
  readonly #created = new Map<string, number>()
  readonly #read = new Map<ChangeEnvelope, Result<Change>>()
  #outcomes = new Map<string, Outcome>()
  readonly #settled = new Map<string, Outcome>()
  #deposited = new Set<PhotoHash>()
  #grids: readonly Grid[] = []
  #tree: GridTree = new Map()
  readonly #scopesOfMember = new Map<MemberId, ReadonlySet<ScopeId>>()
  readonly #taken: AuditedEntry[] = []
  readonly #accounts = new Map<Account, OpenAccount>()
  readonly #conflicts: ConflictResolver
  readonly #history: BatchHistory

  constructor(tx: WriteTx, push: Push) {
    this.#tx = tx
    this.#push = push
    const lent = {
      tx,
      receivedAt: push.receivedAt,
      row: (t: RowType, id: string) => this.#row(t, id),
      put: (row: Row) => this.#put(row),
    }
    this.#history = batchHistory(lent)
    this.#conflicts = conflictResolver({
      ...lent,
      tree: () => this.#tree,
      isShown: (row, member) => this.#isShown(row, member),
      giveBack: (memberId, amount) => this.#giveBack(memberId, amount),
      changeIn: (envelope) => this.#changeIn(envelope),
      applyAs: (change, as, decideOn) => this.#applyAs(change, as, decideOn),
    })
  }

  async accept(decideOn: typeof decide): Promise<PushOutcome> {
    const { install, device, changes, lost = [], receivedAt } = this.#push
    const clientLog = await this.#tx.lockClientLog(install, device.id)
    if (clientLog.suspectTo !== undefined && changes.length > 0 && !this.#push.isStep)
      throw new SuspectClientLog(clientLog.suspectTo)
    let last = clientLog.last
    let hasFound = false
    const results: ChangeResult[] = []
    /** Whatever ends the batch, the number goes down with what was done before it (S2). */
    const stop = async (
      need: number | null,
      fork: boolean,
      later?: Fault,
    ): Promise<PushOutcome> => {
      for (const scope of [...(await this.#conflicts.settle()), ...(await this.#history.settle())])
        this.#touched.add(scope)
      for (const account of this.#accounts.values()) await account.close()
      if (last > clientLog.last) await this.#tx.setLast(install, last)
      const seen = this.#push.seenAfter?.(results.length)
      if (seen) {
        await this.#tx.markSeen(device.id, seen)
        await recordTelemetry(this.#tx, device, seen, receivedAt)
      }
      if (hasFound) await closeFoundRanges(this.#tx, device, install, receivedAt)
      // In one order, so that two batches that settle the same changes cannot wait for each other.
      for (const id of [...this.#settled.keys()].sort())
        await this.#tx.putOutcome(this.#settled.get(id)!)
      await this.#audit()
      return {
        last,
        results,
        need,
        fork,
        ...(later && { later }),
        touched: [...this.#touched],
        created: this.#created,
      }
    }
    if (clientLog.deviceId !== device.id) return stop(null, true)
    const member = await memberOf(this.#tx, device.memberId)
    this.#grids = await this.#tx.grids()
    this.#tree = treeOf(this.#grids)
    await this.#lockWhatWillBeWritten(changes)
    for (const [from, to] of lost) {
      if (from !== last + 1 || to < from) continue
      const later = await this.#charge('changes', namedLost)
      if (later) return stop(null, false, later)
      await this.#tx.putLost(install, device.id, from, to, receivedAt)
      await this.#tx.putAudit(clientLogChain(install), {
        at: receivedAt,
        action: 'lostNamed',
        actor: device.memberId,
        device: device.id,
        detail: { from, to },
      })
      await recordLostRange(this.#tx, device, install, [from, to], receivedAt)
      last = to
    }
    await this.#readAhead(changes)
    for (const envelope of changes) {
      const hash = contentHash(envelope)
      if (envelope.n <= last) {
        const [known] = await this.#tx.journal(install, envelope.n, envelope.n)
        // A bare envelope is its change, whose content has come before it.
        const isSame = known?.hash === hash || (known?.changeId === envelope.id && isBare(envelope))
        if (known && !isSame) return stop(null, true)
        if (known) {
          const outcome = this.#outcomeFor(envelope, hash)
          results.push(outcome ? again(envelope, outcome) : { ...known.result, again: 1 })
          continue
        }
        // It was named lost and has turned up after all: it is taken in late.
        await this.#tx.takeBackDurable(install, envelope.n)
        hasFound = true
      } else if (envelope.n > last + 1) return stop(last + 1, false)
      const body = JSON.stringify(envelope)
      const entry = { items: 1, bytes: Buffer.byteLength(body) }
      const noRoom = await this.#charge('changes', entry)
      if (noRoom) return stop(null, false, noRoom)
      const result = await this.#one(envelope, hash, member, decideOn)
      // A decision that cannot be taken is told to who took it; it is no work that waits for
      // another decision.
      const parking =
        result.s === 'parked' && !result.again && envelope.t !== 'case'
          ? {
              envelope: this.#push.isUnread ? { id: envelope.id, n: envelope.n } : envelope,
              hash,
              fault: result.fault!,
              device,
              receivedAt,
            }
          : null
      const conflictRefused =
        parking && (await this.#charge('parked', conflictAmount(parking.envelope)))
      if (conflictRefused) {
        // Parked, it has written nothing yet.
        this.#accounts.get('changes')!.giveBack(entry)
        return stop(null, false, conflictRefused)
      }
      await this.#tx.putJournal({
        install,
        n: envelope.n,
        changeId: envelope.id,
        hash,
        body,
        result,
        receivedAt,
        memberId: device.memberId,
      })
      this.#taken.push({ n: envelope.n, changeId: envelope.id, hash, result })
      this.#settle({
        changeId: envelope.id,
        hash,
        isBare: isBare(envelope),
        result,
        install,
        n: envelope.n,
        memberId: device.memberId,
      })
      if (parking) this.#conflicts.park(parking)
      results.push(result)
      last = Math.max(last, envelope.n)
    }
    return stop(null, false)
  }

  /** Null where there is room. */
  async #charge(account: Account, amount: Amount): Promise<Fault | null> {
    const { device, receivedAt, ledger = countingLedger } = this.#push
    let open = this.#accounts.get(account)
    if (!open)
      this.#accounts.set(
        account,
        (open = await ledger.open(this.#tx, {
          memberId: device.memberId,
          account,
          now: receivedAt,
        })),
      )
    return open.take(amount)
  }

  /** A conflict of theirs is no longer open. */
  async #giveBack(memberId: MemberId, amount: Amount): Promise<void> {
    const { device, receivedAt: now, ledger = countingLedger } = this.#push
    const open = memberId === device.memberId ? this.#accounts.get('parked') : undefined
    if (open) open.giveBack(amount)
    else await ledger.release(this.#tx, { memberId, account: 'parked', now }, amount)
  }

  /**
   * One link for the whole transaction: a link for each change would cost as much as its journal
   * entry.
   */
  async #audit(): Promise<void> {
    const { install, device, receivedAt, app } = this.#push
    if (this.#taken.length === 0) return
    await this.#tx.putAudit(clientLogChain(install), {
      at: receivedAt,
      action: 'pushed',
      actor: device.memberId,
      device: device.id,
      detail: pushedDetail(this.#taken, app),
    })
  }

  async #one(
    envelope: ChangeEnvelope,
    hash: string,
    member: Member | undefined,
    decideOn: typeof decide,
  ): Promise<ChangeResult> {
    const settled = this.#outcomeFor(envelope, hash)
    if (settled) return again(envelope, settled)
    const known = this.#outcomes.get(envelope.id)
    const isAnothers = known !== undefined && known.memberId !== this.#push.device.memberId
    if (known && !isAnothers && (await this.#isSaidIn(known, envelope)))
      return again(envelope, known)
    // Its bare envelope came before it (C8): now that the content is here it is decided like any
    // other. Of another member's nothing is told.
    if (known && (isAnothers ? !isBare(envelope) : !known.isBare))
      return parked(envelope, fault('idTaken'))
    const read = this.#changeIn(envelope)
    if (!read.ok) return parked(envelope, read.fault)
    const change = read.value
    if (!member) return parked(envelope, fault('notYours'))
    if (this.#push.parkAll) return parked(envelope, this.#push.parkAll)
    if (change.t === 'case') {
      const after = await this.#conflicts.decide(change, member, decideOn)
      return after.ok
        ? { n: envelope.n, s: 'applied', rowV: after.value.v }
        : parked(envelope, after.fault)
    }
    const as: Actor = { member, deposited: this.#deposited, receivedAt: this.#push.receivedAt }
    const applied = change.ofCase
      ? await this.#conflicts.applyOnBehalf(change, change.ofCase, as, decideOn)
      : await this.#applyAs(change, as, decideOn)
    if (!applied.ok) return parked(envelope, applied.fault)
    const { row, overwritten } = applied.value
    const unseen = overwritten.filter((old) => old.isUnseen).map((old) => old.field)
    if (known)
      this.#conflicts.addLateArrival({
        conflictId: known.hash as ConflictId,
        by: member.id,
        rowV: row.v,
      })
    // With a photo already here the row differs from what the phone can make of its own change.
    if (change.op === 'create' && !(row.f.arrived as string[] | undefined)?.length)
      this.#created.set(rowName(row), envelope.n)
    return {
      n: envelope.n,
      rowV: row.v,
      ...(unseen.length > 0 ? { s: 'merged', over: unseen } : { s: 'applied' }),
    }
  }

  /**
   * What was decided on this very content; a bare envelope has no content of its own, so whatever
   * was decided on its change is its outcome.
   */
  #outcomeFor(envelope: ChangeEnvelope, hash: string): Outcome | undefined {
    const known = this.#outcomes.get(envelope.id)
    return known?.memberId === this.#push.device.memberId &&
      (known.hash === hash || isBare(envelope))
      ? known
      : undefined
  }

  /**
   * The very act in another telling: two copies of a phone have saved the same form, each at its
   * own moment.
   */
  async #isSaidIn(
    { install, n, isBare: hasNoContent }: Outcome,
    envelope: ChangeEnvelope,
  ): Promise<boolean> {
    const body = hasNoContent ? undefined : await this.#tx.journalBody(install, n)
    return body !== undefined && isSameChange(JSON.parse(body) as object, envelope)
  }

  #settle(outcome: Outcome): void {
    const known = this.#outcomes.get(outcome.changeId)
    if (known && (outcome.isBare || !known.isBare || known.memberId !== outcome.memberId)) return
    this.#outcomes.set(outcome.changeId, outcome)
    this.#settled.set(outcome.changeId, outcome)
  }

  /** Decides the change and, if it may be, writes its row. */
  async #applyAs(change: Change, as: Actor, decideOn: typeof decide): Promise<Result<Applied>> {
    const row = await this.#row(change.t, change.row)
    if (change.op === 'create' && row) return fail(fault('idTaken'))
    const decided = decideOn(change, row, await this.#knownTo(change, as))
    if (!decided.ok) return decided
    const { row: after } = decided.value
    const gone = await this.#history.note(row, decided.value, change, as.member.id)
    const named = photosNamedBy(change)
    const previous =
      row && named.length > 0 ? await this.#tx.previousNamers(after.t, after.id, named) : []
    if (after.t === 'report') {
      const before = ((row?.f as unknown as Report | undefined)?.arrived ?? []).filter(
        (hash) => !gone.has(hash),
      )
      const arrived = named.filter((hash) => as.deposited.has(hash))
      for (const { hash, member } of previous)
        arrived.push(...(await this.#tx.depositedBy(member, [hash])))
      after.f.arrived = [...new Set([...before, ...arrived])].sort()
    }
    await this.#put(after)
    await this.#tx.namePhotos(after.t, after.id, as.member.id, named)
    // Put back, a photo is shown to everybody once more, whoever puts it there.
    for (const { hash, member } of previous)
      await this.#tx.namePhotos(after.t, after.id, member, [hash])
    return decided
  }

  async #put(row: Row): Promise<void> {
    const scopes = scopesOfRow(row)
    await this.#tx.lockScopes(scopes)
    await this.#tx.putRow(row, scopes)
    this.#rows.set(`${row.t}:${row.id}`, row)
    for (const scope of scopes) this.#touched.add(scope)
  }

  /**
   * Every scope the batch can touch, locked before anything is read for a decision, sorted, so that
   * two batches cannot wait for each other.
   */
  async #lockWhatWillBeWritten(changes: readonly ChangeEnvelope[]): Promise<void> {
    const locked = new Set<ScopeId>()
    // On another node a row may move to another scope between the look and the lock: looked at
    // again until nothing new is there.
    for (;;) {
      const { scopes, conflicts } = await this.#scopesToLock(changes)
      this.#rows.clear()
      const fresh = [scopes, conflicts].map((each) =>
        [...each].filter((scope) => !locked.has(scope)),
      )
      if (fresh.flat().length === 0) return
      for (const each of fresh) await this.#tx.lockScopes(each)
      for (const scope of fresh.flat()) locked.add(scope)
    }
  }

  async #scopesToLock(
    changes: readonly ChangeEnvelope[],
  ): Promise<{ scopes: Set<ScopeId>; conflicts: Set<ScopeId> }> {
    // A photo that comes in meanwhile looks for the rows that name it (acceptPhoto.ts): one of the
    // two sees the other. And whoever decides a conflict gives back to its author's ledger with the
    // conflict in hand: where the author parks more, both hold this one first.
    const scopes = new Set<ScopeId>(
      changes.length > 0 ? [ownScope(this.#push.device.memberId)] : [],
    )
    const conflicts = new Set<ScopeId>()
    for (const envelope of changes) {
      const read = this.#changeIn(envelope)
      if (!read.ok) continue
      const change = read.value
      const conflictId = change.t === 'case' ? change.row : change.ofCase
      const conflict = conflictId === undefined ? null : await this.#row('case', conflictId)
      if (conflict) {
        for (const scope of scopesOfRow(conflict)) conflicts.add(scope)
        scopes.add(ownScope((conflict.f as unknown as Conflict).by))
      }
      const original =
        change.t === 'case' && conflict
          ? this.#conflicts.originalOf(conflict.f as unknown as Conflict)
          : read
      if (original.ok) await this.#addScopesOf(original.value, scopes)
    }
    return { scopes, conflicts }
  }

  async #addScopesOf(change: Change, scopes: Set<ScopeId>): Promise<void> {
    if (change.t !== 'report' && change.t !== 'patrol') return
    // A create of a row that is there is parked, so the scopes of that row stay as they are.
    if (change.op === 'patch')
      for (const scope of await this.#tx.scopesOf(change.t, change.row)) scopes.add(scope)
    const set = { ...(change.op === 'create' ? change.set : (change.set ?? {})) } as {
      gridId?: string
      kind?: string
      by?: string
    }
    if (typeof set.gridId === 'string') {
      const by = (typeof set.by === 'string' ? set.by : change.by) as MemberId
      const kind = set.kind ?? (await this.#row(change.t, change.row))?.f.kind
      for (const scope of scopesOfRow({
        t: change.t,
        id: change.row,
        v: 0,
        fv: {},
        f: { ...set, kind, by, steps: [] },
      }))
        scopes.add(scope)
    }
    const handler = change.op === 'patch' ? change.step?.handlerId : undefined
    if (typeof handler === 'string') scopes.add(ownScope(handler))
  }

  /** What the whole batch asks for, in three questions instead of three for each change. */
  async #readAhead(changes: readonly ChangeEnvelope[]): Promise<void> {
    this.#outcomes = await this.#tx.outcomesOf(changes.map((envelope) => envelope.id))
    const wanted = new Map<RowType, Set<string>>()
    const named = new Set<PhotoHash>()
    for (const envelope of changes) {
      const read = this.#changeIn(envelope)
      if (!read.ok) continue
      const change = read.value
      wanted.set(change.t, (wanted.get(change.t) ?? new Set()).add(change.row))
      for (const hash of photosNamedBy(change)) named.add(hash)
    }
    this.#deposited = await this.#tx.depositedBy(this.#push.device.memberId, [...named])
    for (const [t, ids] of wanted) {
      for (const id of ids) this.#rows.set(`${t}:${id}`, null)
      for (const row of await this.#tx.rowsOf(t, [...ids])) this.#rows.set(`${t}:${row.id}`, row)
    }
  }

  #changeIn(envelope: ChangeEnvelope): Result<Change> {
    if (this.#push.isUnread) return fail(fault('internal'))
    let change = this.#read.get(envelope)
    if (!change) this.#read.set(envelope, (change = readChange(envelope)))
    return change
  }

  async #row(t: RowType, id: string): Promise<Row | null> {
    const key = `${t}:${id}`
    let row = this.#rows.get(key)
    if (row === undefined) this.#rows.set(key, (row = (await this.#tx.row(t, id)) ?? null))
    return row
  }

  async #reference(t: RowType, id: unknown): Promise<void> {
    const key = `${t}:${String(id)}`
    if (typeof id === 'string' && !this.#known.has(key))
      this.#known.set(key, await this.#tx.row(t, id))
  }

  #isShown(row: Row, member: Member): boolean {
    let scopes = this.#scopesOfMember.get(member.id)
    if (!scopes)
      this.#scopesOfMember.set(member.id, (scopes = new Set(scopesFor(member, this.#grids))))
    return isShownIn(scopes, row)
  }

  async #knownTo(
    change: Change,
    { member, receivedAt, onBehalfOf }: Actor,
  ): Promise<Parameters<typeof decide>[2]> {
    const set = change.set ?? {}
    const row = (await this.#row(change.t, change.row))?.f ?? {}
    const added = change.op === 'patch' ? change.add?.checks : []
    for (const grid of [set.gridId, row.gridId]) await this.#reference('grid', grid)
    for (const place of [
      set.placeId,
      row.placeId,
      ...[set.checks, row.checks, added].flatMap(placesOf),
    ])
      await this.#reference('place', place)
    if (change.op === 'patch') await this.#reference('member', change.step?.handlerId)
    return {
      member,
      tree: this.#tree,
      // A lent right opens nothing that its lender is not shown.
      isShown: (shown) => this.#isShown(shown, member.lentBy ?? member),
      receivedAt,
      onBehalfOf,
      hasGrid: (id) => this.#known.get(`grid:${id}`) !== undefined,
      hasPlace: (id) => this.#known.get(`place:${id}`) !== undefined,
      otherMember: (id) => this.#known.get(`member:${id}`)?.f as Member | undefined,
    }
  }
}

/** Asked before the change is checked: what is no check names no place. */
const placesOf = (checks: unknown): unknown[] =>
  Array.isArray(checks)
    ? checks.map((check) => (check as { placeId?: unknown } | null)?.placeId)
    : []

const again = ({ n }: ChangeEnvelope, { result }: Outcome): ChangeResult => ({
  ...result,
  n,
  again: 1,
})
const parked = (envelope: ChangeEnvelope, why: Fault): ChangeResult => ({
  n: envelope.n,
  s: 'parked',
  fault: why,
})
