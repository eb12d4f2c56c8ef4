// Which records of visits a desk was shown. Only who reviews is written down: a worker's own grid
// is shown to them by their task, and a commit for each of their pulls would cost as much as the
// work itself.
import type { Instant, ScopeId } from '#domain/ids.ts'
import { hasAbility, type Member } from '#domain/member.ts'
import { isCareScope } from '#domain/scope.ts'
import type { Page } from './pull.ts'
import { readingChain } from '../storage/port/audit.ts'
import type { Storage } from '../storage/port/storage.ts'

export async function auditCareRead(
  storage: Storage,
  member: Member,
  pages: readonly Page[],
  at: Instant,
): Promise<void> {
  if (!hasAbility(member, 'review')) return
  const care = pages.filter(({ scope, rows }) => rows.length > 0 && isCareScope(scope))
  if (care.length === 0) return
  const ranges = care.map(({ scope, from, to }): [ScopeId, number, number] => [scope, from, to])
  await storage.write((tx) =>
    tx.putAudit(readingChain(member.id), {
      at,
      action: 'careRead',
      actor: member.id,
      detail: { ranges },
    }),
  )
}
