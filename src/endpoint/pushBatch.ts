// One transaction's worth of changes of one install: decided one after another, written together.
// Hands it changes: acceptPush.ts. Holds the stream's row and its scopes until commit (S2, L2).
import { createHash } from 'node:crypto'
import type { Change } from '#domain/change.ts'
import { currentSchema } from '#domain/change.ts'
import { fault, type Fault } from '#domain/fault.ts'
import { type Grid, withDescendants } from '#domain/grid.ts'
import { type GridId, type Instant, type InstallId, isPhotoHash, type MemberId, type PhotoHash, type ScopeId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import { blobsOf, type PhotoRef } from '#domain/photo.ts'
import { type Report, reportLimits } from '#domain/report.ts'
import type { Row, RowType } from '#domain/row.ts'
import { canonicalJson } from '#protocol/canonicalJson.ts'
import { ChangeBody, type ChangeFrame, type ChangeResult } from '#protocol/messages.ts'
import { parse } from '#protocol/parse.ts'
import { memberOf, scopesOfRow } from './access.ts'
import type { decide } from './decide.ts'
import { type Device, type DeviceSeen, type JournalEntry, rowName, type Storage, type WriteTx } from './storage/storage.ts'

export interface PushOutcome {
  last: number
  results: ChangeResult[]
  need: number | null
  fork: boolean
  /** Scopes with news, for the hints. */
  touched: ScopeId[]
  /** Rows that this push created and nothing has altered on the way in: their names and the numbers of their changes (L8). */
  created: Map<string, number>
}

export interface Push {
  storage: Storage
  device: Device
  install: InstallId
  changes: readonly ChangeFrame[]
  receivedAt: Instant
  lost?: readonly (readonly [number, number])[]
  /** What to note about the device once so many of its changes are decided; null when that is no news. In the same transaction: a commit of its own would cost as much as fifty changes. */
  seenAfter?: (decided: number) => DeviceSeen | null
}

export const contentHash = (change: ChangeFrame): string =>
  createHash('sha256').update(canonicalJson({ ...change, n: undefined })).digest('hex')

export class PushBatch {
  readonly #tx: WriteTx
  readonly #push: Push
  readonly #rows = new Map<string, Row | null>()
  readonly #known = new Map<string, Row | undefined>()
  readonly #touched = new Set<ScopeId>()
  readonly #created = new Map<string, number>()
  readonly #read = new Map<ChangeFrame, Change | Fault>()
  #journal = new Map<string, JournalEntry>()
  #deposited = new Set<PhotoHash>()
  #grids: Set<GridId> | undefined

  constructor(tx: WriteTx, push: Push) {
    this.#tx = tx
    this.#push = push
  }

  async accept(decideOn: typeof decide): Promise<PushOutcome> {
    const { install, device, changes, lost = [], receivedAt } = this.#push
    const stream = await this.#tx.lockStream(install, device.id)
    let last = stream.last
    const results: ChangeResult[] = []
    /** Whatever ends the batch, the number goes down with what was done before it (S2). */
    const stop = async (need: number | null, fork: boolean): Promise<PushOutcome> => {
      if (last > stream.last) await this.#tx.setLast(install, last)
      const seen = this.#push.seenAfter?.(results.length)
      if (seen) await this.#tx.markSeen(device.id, seen)
      return { last, results, need, fork, touched: [...this.#touched], created: this.#created }
    }
    if (stream.deviceId !== device.id) return stop(null, true)
    for (const [from, to] of lost) {
      if (from !== last + 1 || to < from) continue
      await this.#tx.putLost(install, device.id, from, to, receivedAt)
      last = to
    }
    const member = await memberOf(this.#tx, device.memberId)
    await this.#lockWhatWillBeWritten(changes)
    await this.#readAhead(changes)
    for (const frame of changes) {
      const hash = contentHash(frame)
      if (frame.n <= last) {
        const [known] = await this.#tx.journal(install, frame.n, frame.n)
        if (known && known.hash !== hash) return stop(null, true)
        if (known) {
          results.push({ ...known.result, again: 1 })
          continue
        }
        // It was named lost and has turned up after all: it is taken in late.
      } else if (frame.n > last + 1) return stop(last + 1, false)
      const result = await this.#one(frame, hash, member, decideOn)
      await this.#tx.putJournal({
        install, n: frame.n, changeId: frame.id, hash, body: JSON.stringify(frame), result, receivedAt, memberId: device.memberId,
      })
      if (!this.#journal.has(frame.id)) this.#journal.set(frame.id, { install, n: frame.n, changeId: frame.id, hash, result })
      results.push(result)
      last = Math.max(last, frame.n)
    }
    return stop(null, false)
  }

  async #one(frame: ChangeFrame, hash: string, member: Member | undefined, decideOn: typeof decide): Promise<ChangeResult> {
    const known = this.#journal.get(frame.id)
    if (known) return known.hash === hash ? { ...known.result, n: frame.n, again: 1 } : parked(frame, fault('idTaken'))
    const change = this.#changeIn(frame)
    if ('code' in change) return parked(frame, change)
    if (!member) return parked(frame, fault('notYours'))
    const row = await this.#row(change.t, change.row)
    if (change.op === 'create' && row) return parked(frame, fault('idTaken'))
    const decided = decideOn(change, row, await this.#knownTo(change, member))
    if (!decided.ok) return parked(frame, decided.fault)
    const { row: after, overwritten } = decided.value
    const scopes = scopesOfRow(after)
    const named = photosNamedBy(change)
    if (after.t === 'report') {
      const before = (row?.f as unknown as Report | undefined)?.arrived ?? []
      after.f.arrived = [...new Set([...before, ...named.filter((hash) => this.#deposited.has(hash))])].sort()
    }
    // With a photo already here the row differs from what the phone can make of its own change.
    if (change.op === 'create' && !(after.f.arrived as string[] | undefined)?.length) this.#created.set(rowName(after), frame.n)
    await this.#tx.lockScopes(scopes)
    await this.#tx.putRow(after, scopes)
    await this.#tx.namePhotos(after.t, after.id, member.id, named)
    for (const old of overwritten) await this.#tx.putHistory(after.t, after.id, change.id, old.field, old.value, old.v)
    this.#rows.set(`${after.t}:${after.id}`, after)
    for (const scope of scopes) this.#touched.add(scope)
    return {
      n: frame.n, rowV: after.v,
      ...(overwritten.length > 0 ? { s: 'merged', over: overwritten.map((old) => old.field) } : { s: 'applied' }),
    }
  }

  /** Every scope the batch can touch, locked before anything is read for a decision, sorted, so that two batches cannot wait for each other. */
  async #lockWhatWillBeWritten(changes: readonly ChangeFrame[]): Promise<void> {
    const scopes = new Set<ScopeId>()
    for (const frame of changes) {
      const change = this.#changeIn(frame)
      if ('code' in change || (change.t !== 'report' && change.t !== 'patrol')) continue
      // A create of a row that is there is parked, so the scopes of that row stay as they are.
      if (change.op === 'patch') for (const scope of await this.#tx.scopesOf(change.t, change.row)) scopes.add(scope)
      const set = { ...(change.op === 'create' ? change.set : (change.set ?? {})) } as { gridId?: string; kind?: string; by?: string }
      if (typeof set.gridId === 'string') {
        const by = (typeof set.by === 'string' ? set.by : change.by) as MemberId
        const kind = set.kind ?? (await this.#row(change.t, change.row))?.f.kind
        for (const scope of scopesOfRow({ t: change.t, id: change.row, v: 0, fv: {}, f: { ...set, kind, by, steps: [] } })) scopes.add(scope)
      }
      const handler = change.op === 'patch' ? change.step?.handlerId : undefined
      if (typeof handler === 'string') scopes.add(`me:${handler}` as ScopeId)
    }
    this.#rows.clear()
    await this.#tx.lockScopes([...scopes])
  }

  /** What the whole batch asks for, in three questions instead of three for each change. */
  async #readAhead(changes: readonly ChangeFrame[]): Promise<void> {
    this.#journal = await this.#tx.journalOf(changes.map((frame) => frame.id))
    const wanted = new Map<RowType, Set<string>>()
    const named = new Set<PhotoHash>()
    for (const frame of changes) {
      const change = this.#changeIn(frame)
      if ('code' in change) continue
      wanted.set(change.t, (wanted.get(change.t) ?? new Set()).add(change.row))
      for (const hash of photosNamedBy(change)) named.add(hash)
    }
    this.#deposited = await this.#tx.depositedBy(this.#push.device.memberId, [...named])
    for (const [t, ids] of wanted) {
      for (const id of ids) this.#rows.set(`${t}:${id}`, null)
      for (const row of await this.#tx.rowsOf(t, [...ids])) this.#rows.set(`${t}:${row.id}`, row)
    }
  }

  #changeIn(frame: ChangeFrame): Change | Fault {
    let change = this.#read.get(frame)
    if (!change) this.#read.set(frame, (change = readChange(frame)))
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
    if (typeof id === 'string' && !this.#known.has(key)) this.#known.set(key, await this.#tx.row(t, id))
  }

  async #gridsOf(member: Member): Promise<Set<GridId>> {
    this.#grids ??= withDescendants((await this.#tx.rows('grid')).map((row) => row.f as unknown as Grid), member.gridIds)
    return this.#grids
  }

  async #knownTo(change: Change, member: Member): Promise<Parameters<typeof decide>[2]> {
    const set = (change.set ?? {}) as { gridId?: unknown; placeId?: unknown; checks?: { placeId?: unknown }[] }
    const row = (await this.#row(change.t, change.row))?.f as { gridId?: unknown; placeId?: unknown; checks?: { placeId?: unknown }[] } | undefined
    const added = change.op === 'patch' ? ((change.add?.checks ?? []) as { placeId?: unknown }[]) : []
    for (const grid of [set.gridId, row?.gridId]) await this.#reference('grid', grid)
    for (const check of [set, row ?? {}, ...(set.checks ?? []), ...(row?.checks ?? []), ...added]) await this.#reference('place', check.placeId)
    if (change.op === 'patch') await this.#reference('member', change.step?.handlerId)
    const grids = await this.#gridsOf(member)
    return {
      member,
      receivedAt: this.#push.receivedAt,
      hasGrid: (id) => this.#known.get(`grid:${id}`) !== undefined,
      hasPlace: (id) => this.#known.get(`place:${id}`) !== undefined,
      worksIn: (id) => grids.has(id),
      otherMember: (id) => this.#known.get(`member:${id}`)?.f as Member | undefined,
    }
  }
}

const parked = (frame: ChangeFrame, why: Fault): ChangeResult => ({ n: frame.n, s: 'parked', fault: why })

function readChange(frame: ChangeFrame): Change | Fault {
  if (Buffer.byteLength(JSON.stringify(frame)) > reportLimits.changeBytes) return fault('tooLarge', { limit: reportLimits.changeBytes })
  if (typeof frame.schema === 'number' && frame.schema > currentSchema) return fault('unknownSchema', { schema: frame.schema })
  const read = parse(ChangeBody, frame)
  return read.ok ? (read.value as unknown as Change) : fault('invalidFields', { field: String(read.fault.detail?.at ?? '').slice(0, 64) })
}

/** Every photo and thumbnail that this change brings into its row. */
function photosNamedBy(change: Change): PhotoHash[] {
  if (change.t !== 'report') return []
  const named: unknown[] = change.op === 'create' ? [change.set.photos] : [change.add?.photos, change.step?.photos]
  // Asked before the change is checked: what is no photo names none.
  const photos = named.flat().filter((photo): photo is PhotoRef => isPhotoHash(String((photo as PhotoRef | null | undefined)?.thumb?.hash)))
  return [...new Set(photos.flatMap(blobsOf).map((blob) => blob.hash))]
}
