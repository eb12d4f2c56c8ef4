// Whether the server would park a change, as far as this phone can tell: the server's own question
// (records/decide.ts), asked with what the phone was told. Called by state/useSaveChange.ts once
// the change is saved; it holds nothing up, and the server decides for good.
import type { NewChange } from '#domain/change.ts'
import type { Fault } from '#domain/fault.ts'
import { treeOf } from '#domain/grid.ts'
import type { Instant } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import type { Row } from '#domain/row.ts'
import { applyPending } from '#records/applyPending.ts'
import { decide } from '#records/decide.ts'
import { isDecided } from '#records/recordTypeOf.ts'
import { type CacheDb, cachedRow, cachedRows } from '../db/cacheDb.ts'
import type { CaptureDb } from '../db/captureDb.ts'

/**
 * Null where nothing speaks against it, and where the phone cannot know: before the first pull is
 * whole, of a row that is not here, of a grid, place or member that it has not been told of.
 */
export async function foreseeFault(
  { capture, cache, member }: { capture: CaptureDb; cache: CacheDb; member: Member },
  change: NewChange,
  now: Instant,
): Promise<Fault | null> {
  // A decision on parked work is asked about where it is taken (domain/conflict.ts).
  if (!isDecided(change.t)) return null
  const cursors = await cache.cursor.toArray()
  if (cursors.length === 0 || cursors.some(({ head }) => head !== undefined)) return null
  const [grids, here, me, replaced, handler] = await Promise.all([
    cachedRows(cache, 'grid'),
    rowHere(capture, cache, change),
    cachedRow(cache, 'member', change.by),
    change.ofCase === undefined ? undefined : cachedRow(cache, 'case', change.ofCase),
    cachedRow(cache, 'member', handlerIn(change) ?? ''),
  ])
  if (change.op === 'patch' && !here) return null
  if (change.ofCase !== undefined && !replaced) return null
  const verdict = decide({ ...change, n: 0 }, here, {
    member: me?.f ?? member,
    tree: treeOf(grids.map(({ f }) => f)),
    // What is on this phone has been shown to its member.
    isShown: () => true,
    // One that was not told of may be new.
    hasGrid: () => true,
    hasPlace: () => true,
    otherMember: () => handler?.f,
    ...(replaced ? { onBehalfOf: replaced.f.by } : {}),
    receivedAt: now,
  })
  if (verdict.ok) return null
  const isUntold = verdict.fault.code === 'missingHandler' && handlerIn(change) && !handler
  return isUntold ? null : verdict.fault
}

const handlerIn = (change: NewChange): string | undefined =>
  change.op === 'patch' ? change.step?.handlerId : undefined

/** The row as its member sees it without this change. */
async function rowHere(capture: CaptureDb, cache: CacheDb, change: NewChange): Promise<Row | null> {
  const [told, entries] = await Promise.all([
    cachedRow(cache, change.t, change.row),
    capture.outbox.where('row').equals(change.row).sortBy('n'),
  ])
  const before = entries.findIndex(({ id }) => id === change.id)
  return applyPending(told ?? null, before < 0 ? entries : entries.slice(0, before))
}
