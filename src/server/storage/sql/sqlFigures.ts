// storage/port/figures.ts on SQL. Conflicts are counted in an index of their own. Devices and
// chains are one short row each, of which the engine sends the sum alone.
import { type FigureReads, type FigureWrites, projectedStatus } from '../port/figures.ts'
import { rowFrom, type RowRecord } from '../port/records.ts'
import type { SqlSession } from './sqlDriver.ts'

export const figureReads = (session: SqlSession): FigureReads => {
  const figure = async (sql: string): Promise<number> =>
    Number((await session.first<{ n: number | null }>(sql))?.n ?? 0)
  return {
    openConflicts: () =>
      figure("SELECT COUNT(*) AS n FROM row_state WHERE t = 'case' AND status = 'open'"),
    devicesWaiting: () =>
      figure(
        'SELECT COUNT(*) AS n FROM device WHERE revoked_at IS NULL AND waiting_changes + waiting_photos > 0',
      ),
    auditLinkCount: () => figure('SELECT SUM(seq) AS n FROM audit_chain'),
    unprojected: async (limit) =>
      (
        await session.all<RowRecord>(
          `SELECT t, id, v, fv, f FROM row_state
           WHERE t = 'case' AND (status_v IS NULL OR status_v <> v) ORDER BY id LIMIT ?`,
          [limit],
        )
      ).map(rowFrom),
  }
}

export const figureWrites = (session: SqlSession): FigureWrites => ({
  project: (row) =>
    session.run('UPDATE row_state SET status = ?, status_v = v WHERE t = ? AND id = ? AND v = ?', [
      projectedStatus(row),
      row.t,
      row.id,
      row.v,
    ]),
})
