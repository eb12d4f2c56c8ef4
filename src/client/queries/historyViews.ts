// The question screens ask about earlier values: what stood in a record before, newest first.
import type { HistoryEntry } from '#domain/history.ts'
import { type CachedRow, type CacheDb, cachedRows } from '../db/cacheDb.ts'

/** Of each record, by its id. */
export function historyByRow(rows: readonly CachedRow<'history'>[]): Map<string, HistoryEntry[]> {
  const byRow = new Map<string, HistoryEntry[]>()
  const entries = rows
    .map((row): HistoryEntry => row.f)
    .sort((a, b) => b.overAt - a.overAt || b.v - a.v || (a.id < b.id ? -1 : 1))
  for (const entry of entries)
    byRow.set(entry.concerns.row, [...(byRow.get(entry.concerns.row) ?? []), entry])
  return byRow
}

export const historyOf = async (cache: CacheDb, row: string): Promise<HistoryEntry[]> =>
  historyByRow(await cachedRows(cache, 'history')).get(row) ?? []
