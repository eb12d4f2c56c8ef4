// Rows and their order in each scope on SQL. The order of a scope is its counter row: whoever
// writes holds it until commit, so no reader can skip (L2).
import type { ScopeId } from '#domain/ids.ts'
import type { Row, RowType } from '#domain/row.ts'
import { referenceScope } from '#domain/scope.ts'
import { projectedStatus } from '../port/figures.ts'
import { rowFrom, type RowRecord, type ScopedRecord, scopedRowFrom } from '../port/records.ts'
import type { SealRow } from '../port/seals.ts'
import type { ReadTx, WriteTx } from '../port/storage.ts'
import type { InsertQueue } from './insertQueue.ts'
import type { SqlSession } from './sqlDriver.ts'

type RowReads = Pick<
  ReadTx,
  'row' | 'rows' | 'rowsOf' | 'scopesOf' | 'heads' | 'allHeads' | 'rowsAfter'
>

export const rowReads = (session: SqlSession): RowReads => ({
  row: async (t, id) => {
    const record = await session.first<RowRecord<typeof t>>(
      'SELECT t, id, v, fv, f FROM row_state WHERE t = ? AND id = ?',
      [t, id],
    )
    return record && rowFrom(record)
  },
  rows: async (t) =>
    (
      await session.all<RowRecord<typeof t>>(
        'SELECT t, id, v, fv, f FROM row_state WHERE t = ? ORDER BY id',
        [t],
      )
    ).map(rowFrom),
  rowsOf: async (t, ids) => {
    if (ids.length === 0) return []
    return (
      await session.all<RowRecord<typeof t>>(
        `SELECT t, id, v, fv, f FROM row_state WHERE t = ? AND id ${session.isAnyOf}`,
        [t, ids],
      )
    ).map(rowFrom)
  },
  scopesOf: async (t, id) => {
    const records = await session.all<{ scope: ScopeId }>(
      'SELECT scope FROM row_scope WHERE t = ? AND id = ? AND is_out = 0',
      [t, id],
    )
    return records.map((record) => record.scope)
  },
  heads: async (scopes) => {
    if (scopes.length === 0) return new Map()
    const records = await session.all<{ id: ScopeId; head: number }>(
      `SELECT id, head FROM scope WHERE id ${session.isAnyOf}`,
      [scopes],
    )
    return new Map(records.map((record) => [record.id, Number(record.head)]))
  },
  allHeads: async () => {
    const records = await session.all<{ id: ScopeId; head: number }>('SELECT id, head FROM scope')
    return new Map(records.map((record) => [record.id, Number(record.head)]))
  },
  rowsAfter: async (scope, after, limit) => {
    const records = await session.all<ScopedRecord>(
      `SELECT o.seq, o.t, o.id, o.is_out, r.v, r.fv, r.f FROM row_scope o JOIN row_state r ON r.t = o.t AND r.id = o.id
       WHERE o.scope = ? AND o.seq > ? ORDER BY o.seq LIMIT ?`,
      [scope, after, limit],
    )
    return records.map(scopedRowFrom)
  },
})

interface RowWrites extends Pick<WriteTx, 'lockScopes' | 'putRow'> {
  /** Whether this transaction may write reference rows, and so the grids. */
  holdsReference(): boolean
  /** The numbers that were given; last of all, before commit. */
  flushHeads(): Promise<void>[]
}

/** Status and the version it is of. */
function projectionOf(row: Row): [string | null, number | null] {
  const status = projectedStatus(row)
  return [status, status === null ? null : row.v]
}

/** @param reading sees what waits in the queue. */
export function rowWrites(
  session: SqlSession,
  reading: SqlSession,
  { queue, forUpdate, seal }: { queue: InsertQueue; forUpdate: string; seal: SealRow },
): RowWrites {
  const { scopesOf } = rowReads(reading)
  const heads = new Map<ScopeId, number>()
  const raised = new Set<ScopeId>()

  const next = (scope: ScopeId): number => {
    const head = heads.get(scope)
    if (head === undefined) throw new Error(`scope ${scope} was not locked`)
    heads.set(scope, head + 1)
    raised.add(scope)
    return head + 1
  }

  const place = (t: RowType, id: string, scope: ScopeId, isOut: 0 | 1): void =>
    queue.put('row_scope', `${t}:${id}:${scope}`, [scope, t, id, next(scope), isOut])

  return {
    holdsReference: () => heads.has(referenceScope),
    lockScopes: async (scopes) => {
      const locking: Promise<unknown>[] = []
      for (const scope of [...new Set(scopes)].sort()) {
        if (heads.has(scope)) continue
        locking.push(
          session.run('INSERT INTO scope (id, head) VALUES (?, 0) ON CONFLICT (id) DO NOTHING', [
            scope,
          ]),
          session
            .first<{ head: number }>(`SELECT head FROM scope WHERE id = ?${forUpdate}`, [scope])
            .then((record) => heads.set(scope, Number(record!.head))),
        )
      }
      await Promise.all(locking)
    },
    putRow: async (row, scopes) => {
      const before = row.v > 1 ? await scopesOf(row.t, row.id) : []
      const { t, id, v } = row
      const [fv, f] = [JSON.stringify(row.fv), JSON.stringify(row.f)]
      queue.put(v === 1 ? 'row_created' : 'row_state', `${t}:${id}`, [
        t,
        id,
        v,
        fv,
        f,
        seal({ t, id, v, fv, f }),
        ...projectionOf(row),
      ])
      for (const scope of scopes) place(row.t, row.id, scope, 0)
      for (const scope of before) if (!scopes.includes(scope)) place(row.t, row.id, scope, 1)
    },
    flushHeads: () =>
      [...raised].map((scope) =>
        session.run('UPDATE scope SET head = ? WHERE id = ?', [heads.get(scope)!, scope]),
      ),
  }
}
