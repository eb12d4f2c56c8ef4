// What the audit trail says of one transaction of a push: which changes, their outcomes, and a
// digest over what the journal holds of them.
import { createHash } from 'node:crypto'
import type { ChangeResult } from '#protocol/messages.ts'
import type { JournalEntry } from '../storage/port/journal.ts'

/** A change as the audit trail names it: its number, its id, its outcome. */
export type AuditedChange = [n: number, changeId: string, outcome: ChangeResult['s']]

export interface PushedDetail extends Record<string, unknown> {
  app: string | null
  changes: AuditedChange[]
  /** Over the journal's entries, so that an entry altered later shows (verifyAudit.ts). */
  digest: string
}

export type AuditedEntry = Pick<JournalEntry, 'n' | 'changeId' | 'hash' | 'result'>

export const pushedDetail = (
  entries: readonly AuditedEntry[],
  app: string | undefined,
): PushedDetail => ({
  app: app ?? null,
  changes: entries.map(({ n, changeId, result }) => [n, changeId, result.s]),
  digest: digestOf(entries),
})

export function digestOf(entries: readonly AuditedEntry[]): string {
  const digest = createHash('sha256')
  for (const { n, changeId, hash, result } of entries)
    digest.update(`${n} ${changeId} ${hash} ${result.s}\n`)
  return digest.digest('hex')
}
