// storage/port/seals.ts on SQL.
import type { RowType } from '#domain/row.ts'
import type { RowRecord } from '../port/records.ts'
import type { SealReads, SealWrites } from '../port/seals.ts'
import type { SqlSession } from './sqlDriver.ts'

const entryId = "h.change_id || ':' || h.field"

/** What a journal entry brought into being. */
function madeBy(body: string, result: string): { t: RowType; id: string } | null {
  if ((JSON.parse(result) as { s: string }).s === 'parked') return null
  const { op, t, row } = JSON.parse(body) as { op?: string; t: RowType; row: string }
  return op === 'create' ? { t, id: row } : null
}

export const sealReads = (session: SqlSession): SealReads => ({
  sealedRows: async (after, limit) => {
    const records = await session.all<RowRecord & { seal: string }>(
      'SELECT t, id, v, fv, f, seal FROM row_state WHERE (t, id) > (?, ?) ORDER BY t, id LIMIT ?',
      [after?.t ?? '', after?.id ?? '', limit],
    )
    return records.map((record) => ({ ...record, v: Number(record.v) }))
  },
  counts: async () => {
    const byType = await session.all<{ t: string; count: number }>(
      'SELECT t, COUNT(*) AS count FROM row_state GROUP BY t',
    )
    const rest = await session.all<{ t: string; count: number }>(
      "SELECT 'journal' AS t, COUNT(*) AS count FROM journal UNION ALL SELECT 'overwritten' AS t, COUNT(*) AS count FROM history",
    )
    return Object.fromEntries([...byType, ...rest].map(({ t, count }) => [t, Number(count)]))
  },
  creationsAfter: async (after, limit) => {
    const records = await session.all<{ install: string; n: number; body: string; result: string }>(
      'SELECT install, n, body, result FROM journal WHERE (install, n) > (?, ?) ORDER BY install, n LIMIT ?',
      [after?.install ?? '', after?.n ?? 0, limit],
    )
    return records.map(({ install, n, body, result }) => ({
      install,
      n: Number(n),
      made: madeBy(body, result),
    }))
  },
  halvesOfHistory: async () => {
    const withoutRow = await session.all<{ id: string }>(
      `SELECT ${entryId} AS id FROM history h LEFT JOIN row_state r ON r.t = 'history' AND r.id = ${entryId}
       WHERE r.id IS NULL ORDER BY 1`,
    )
    const withoutEntry = await session.all<{ id: string }>(
      `SELECT r.id FROM row_state r LEFT JOIN history h ON r.id = ${entryId} WHERE r.t = 'history' AND h.change_id IS NULL ORDER BY 1`,
    )
    return [...withoutRow, ...withoutEntry].map(({ id }) => id)
  },
})

export const sealWrites = (session: SqlSession): SealWrites => ({
  putSeal: ({ t, id, v, fv, f }, seal) =>
    session.run(
      'UPDATE row_state SET seal = ? WHERE t = ? AND id = ? AND v = ? AND fv = ? AND f = ?',
      [seal, t, id, v, fv, f],
    ),
})
