// Lays a pulled page into the cache. Has no access to the outbox: what arrives never becomes a change (no phantom writes).
import type { ScopeId } from '#domain/ids.ts'
import type { WholeRow } from '#protocol/messages.ts'
import { type CachedRow, type CacheDb, rowKey } from '../cacheDb.ts'

export interface WholePage {
  scope: string
  to: number
  rows: readonly WholeRow[]
}

export async function applyPull(db: CacheDb, pull: { leave: readonly string[]; pages: readonly WholePage[] }): Promise<void> {
  await db.transaction('rw', db.row, db.cursor, async () => {
    for (const scope of pull.leave) await leaveScope(db, scope as ScopeId)
    const known = new Set(await db.cursor.toCollection().primaryKeys())
    for (const page of pull.pages) await applyPage(db, page, !known.has(page.scope))
  })
}

async function applyPage(db: CacheDb, page: WholePage, isFirst: boolean): Promise<void> {
  const scope = page.scope as ScopeId
  if (page.rows.length > 0) {
    const keys = page.rows.map((row) => rowKey(row.t, row.id))
    const before = isFirst && (await db.row.count()) === 0 ? [] : await db.row.bulkGet(keys)
    const puts: CachedRow[] = []
    const deletes: string[] = []
    page.rows.forEach((row, i) => {
      const old = before[i]
      const others = (old?.scopes ?? []).filter((each) => each !== scope)
      if (row.out) {
        if (others.length > 0 && old) puts.push({ ...old, scopes: others })
        else deletes.push(keys[i]!)
      } else if (!row.f) {
        // By name alone: a page before this one brought it whole.
        if (old) puts.push({ ...old, scopes: [...others, scope] })
      } else if (old && old.v > row.v) puts.push({ ...old, scopes: [...others, scope] })
      else puts.push({ key: keys[i]!, t: row.t, id: row.id, v: row.v, fv: row.fv ?? {}, f: row.f, scopes: [...others, scope] })
    })
    if (puts.length > 0) await db.row.bulkPut(puts)
    if (deletes.length > 0) await db.row.bulkDelete(deletes)
  }
  await db.cursor.put({ scope, at: page.to })
}

/** The member is no longer in it: its rows go, unless another scope holds them. */
async function leaveScope(db: CacheDb, scope: ScopeId): Promise<void> {
  await db.row.filter((row) => row.scopes.includes(scope)).modify((row, context) => {
    row.scopes = row.scopes.filter((each) => each !== scope)
    if (row.scopes.length === 0) delete (context as { value?: unknown }).value
  })
  await db.cursor.delete(scope)
}

/** Another database stands behind the endpoint: ask for everything again; what is shown stays until it is replaced. */
export const forgetCursors = (db: CacheDb): Promise<void> => db.cursor.clear()
