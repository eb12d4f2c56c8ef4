// Rows that this phone has just created come back by the number of their change; here they become
// whole again (L8).
import type { Instant } from '#domain/ids.ts'
import { createdRow } from '#records/createdRow.ts'
import type { SyncResponse, WholeRow } from '#protocol/messages.ts'
import type { OutboxEntry } from '../db/tables.ts'
import type { WholePage } from './applyPull.ts'

export function expandOwnRows(
  pull: NonNullable<SyncResponse['pull']>,
  sent: readonly OutboxEntry[],
  receivedAt: Instant,
): { leave: string[]; pages: WholePage[] } {
  const changes = new Map(sent.map((entry) => [entry.n, entry.change]))
  const whole = (n: number): WholeRow[] => {
    const change = changes.get(n)
    return change?.op === 'create' ? [createdRow(change, receivedAt)] : []
  }
  return {
    leave: pull.leave,
    pages: pull.pages.map((page) => ({
      ...page,
      rows: page.rows.flatMap((row) => ('own' in row ? whole(row.own) : [row])),
    })),
  }
}
