// Rows of one type as this phone sees them: the server's, and the phone's own pending changes on
// top. Asked by the queries of each screen, whatever the type.
import type { Row, RowType } from '#domain/row.ts'
import { applyPending } from '#records/applyPending.ts'
import type { CachedRow } from '../db/cacheDb.ts'
import type { OutboxEntry } from '../db/tables.ts'
import type { OnPhone } from './onPhone.ts'

export interface LocalRow<T extends RowType> {
  /** As the server told it; null where it has told nothing yet. */
  row: CachedRow<T> | null
  seen: Row<T>
  /** The phone's own changes to it, oldest first. */
  entries: readonly OutboxEntry[]
}

/** Those the server has told of first, then those that are only on this phone. */
export function localRows<T extends RowType>(
  rows: readonly CachedRow<T>[],
  own: Pick<OnPhone, 'entries'>,
  t: T,
): LocalRow<T>[] {
  const entriesOf = entriesByRow(own.entries, t)
  const told = rows.map((row): LocalRow<T> => {
    const entries = entriesOf.get(row.id) ?? []
    entriesOf.delete(row.id)
    return { row, seen: applyPending<T>(row, entries)!, entries }
  })
  const untold = [...entriesOf.values()].flatMap((entries): LocalRow<T>[] => {
    const seen = applyPending<T>(null, entries)
    return seen ? [{ row: null, seen, entries }] : []
  })
  return [...told, ...untold]
}

function entriesByRow(entries: readonly OutboxEntry[], t: RowType): Map<string, OutboxEntry[]> {
  const groups = new Map<string, OutboxEntry[]>()
  for (const entry of entries) {
    if (entry.change.t !== t) continue
    const known = groups.get(entry.row)
    if (known) known.push(entry)
    else groups.set(entry.row, [entry])
  }
  return groups
}
