// Writes a pulled answer into the cache. Has no access to the outbox: what arrives never becomes a
// change (no phantom writes).
import type { ScopeId } from '#domain/ids.ts'
import { rowOf } from '#domain/row.ts'
import type { WholeRow } from '#protocol/messages.ts'
import { type CachedRow, type CacheDb, rowKey } from '../db/cacheDb.ts'
import { isUnderWay } from './firstPull.ts'

export interface WholePage {
  scope: string
  to: number
  /** There is more of this scope than the answer had room for. */
  more?: boolean
  head?: number
  rows: readonly WholeRow[]
}

/**
 * Holds what an earlier database of the server told. The server knows no such scope, so every
 * answer says to leave it (L5).
 */
const staleScope = 'former' as ScopeId

/** @param epoch of the answer; a cursor of any other counts in a database that is no more. */
export async function applyPull(
  db: CacheDb,
  pull: { leave: readonly string[]; pages: readonly WholePage[] },
  epoch?: string,
): Promise<void> {
  await db.transaction('rw', db.row, db.cursor, async () => {
    const cursors = await db.cursor.toArray()
    if (cursors.some((cursor) => cursor.epoch !== undefined && cursor.epoch !== epoch))
      await markStale(db)
    const isWhole = pull.pages.every((page) => !page.more)
    // What was shown before stays until everything is here that takes its place.
    for (const scope of pull.leave)
      if (scope !== staleScope || isWhole) await leaveScope(db, scope as ScopeId)
    const rows = await knownRows(db, pull.pages)
    // A row that lies in two scopes comes in two pages and is written once.
    for (const page of pull.pages) {
      for (const row of page.rows) {
        const key = rowKey(row.t, row.id)
        const after = mergePulledRow(rows.get(key) ?? undefined, row, page.scope as ScopeId)
        if (after !== undefined) rows.set(key, after)
      }
    }
    const touched = new Set(
      pull.pages.flatMap((page) => page.rows.map((row) => rowKey(row.t, row.id))),
    )
    const puts = [...touched].flatMap((key) => rows.get(key) ?? [])
    const gone = [...touched].filter((key) => rows.get(key) === null)
    if (puts.length > 0) await db.row.bulkPut(puts)
    if (gone.length > 0) await db.row.bulkDelete(gone)
    const isFirst = cursors.length === 0 || isUnderWay(cursors)
    await db.cursor.bulkPut(
      pull.pages.map((page) => ({
        scope: page.scope as ScopeId,
        at: page.to,
        ...(epoch === undefined ? {} : { epoch }),
        ...(isFirst && !isWhole ? { head: page.head ?? page.to } : {}),
      })),
    )
    if (isFirst && isWhole) await db.cursor.toCollection().modify((cursor) => delete cursor.head)
  })
}

/** What the cache holds of the rows that have come; nothing is asked of an empty one. */
async function knownRows(
  db: CacheDb,
  pages: readonly WholePage[],
): Promise<Map<string, CachedRow | null>> {
  const rows = new Map<string, CachedRow | null>()
  if ((await db.row.count()) === 0) return rows
  const keys = [...new Set(pages.flatMap((page) => page.rows.map((row) => rowKey(row.t, row.id))))]
  const known = await db.row.bulkGet(keys)
  known.forEach((row, i) => {
    if (row) rows.set(keys[i]!, row)
  })
  return rows
}

/**
 * The row as it stands after one more line of a page: null when it is gone, undefined when nothing
 * is to be done.
 */
function mergePulledRow(
  old: CachedRow | undefined,
  row: WholeRow,
  scope: ScopeId,
): CachedRow | null | undefined {
  const others = (old?.scopes ?? []).filter((each) => each !== scope)
  if (row.out) return old && others.length > 0 ? { ...old, scopes: others } : null
  const scopes = [...others, scope]
  // By name alone (a page before this one brought it whole), or older than what is here: only the
  // scope is new.
  if (!row.f || (old && old.v > row.v)) return old && { ...old, scopes }
  return {
    ...rowOf({ t: row.t, id: row.id, v: row.v, fv: row.fv ?? {} }, row.f),
    key: rowKey(row.t, row.id),
    scopes,
  }
}

/** The member is no longer in it: its rows go, unless another scope holds them. */
async function leaveScope(db: CacheDb, scope: ScopeId): Promise<void> {
  await db.row
    .filter((row) => row.scopes.includes(scope))
    .modify((row, context) => {
      row.scopes = row.scopes.filter((each) => each !== scope)
      if (row.scopes.length === 0) delete (context as { value?: unknown }).value
    })
  await db.cursor.delete(scope)
}

/**
 * Another database stands behind the server: everything is asked for again. What is shown stays
 * meanwhile, older than whatever comes (versions count anew there), and what does not come again
 * goes in the end.
 */
export const forgetCursors = (db: CacheDb): Promise<void> =>
  db.transaction('rw', db.row, db.cursor, () => markStale(db))

async function markStale(db: CacheDb): Promise<void> {
  await db.row.toCollection().modify({ v: 0, scopes: [staleScope] })
  await db.cursor.clear()
  await db.cursor.put({ scope: staleScope, at: 0 })
}
