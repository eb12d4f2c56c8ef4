// Fields with a change of this phone's own that has not been answered. Apart from seen.ts, because
// every list of reports asks for them.
import type { OutboxEntry } from '../db/tables.ts'

export const ownFields = (entries: readonly Pick<OutboxEntry, 'fate' | 'change'>[]): string[] =>
  entries.flatMap(({ fate, change }) =>
    fate === 'waiting' && change.op === 'patch' ? Object.keys(change.set ?? {}) : [],
  )
