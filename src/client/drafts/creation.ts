// The change that a new report's draft becomes: all of it at once, under the names that the draft
// has had from its first keystroke. Called by state/useDraft.ts, handed to the outbox.
import type { CreateChange } from '#domain/change.ts'
import type { ConflictId, GridId, MemberId } from '#domain/ids.ts'
import { kindOrPlain } from '#kinds/kinds.ts'
import type { Draft } from '../db/tables.ts'

type Creation = Pick<CreateChange, 'id' | 't' | 'row' | 'op' | 'set' | 'ofCase'>

export interface CreationBy {
  /** Whose report it is; of parked work its author, not whoever puts it right. */
  by: MemberId
  gridId: GridId
  /** The parked conflict whose place it takes. */
  ofCase?: ConflictId
}

export function creation(draft: Draft, { by, gridId, ofCase }: CreationBy): Creation {
  const { kind, record, change, note, placeId, position, photos, voice, body } = draft
  return {
    id: change,
    t: 'report',
    row: record,
    op: 'create',
    set: {
      kind,
      by,
      capturedAt: draft.startedAt,
      gridId,
      placeId,
      position,
      note,
      photos,
      ...(voice?.length ? { voice } : {}),
      body,
      patrolId: draft.patrolId,
      foundOn: draft.foundOn,
      ...(draft.notSameAs?.length ? { notSameAs: draft.notSameAs } : {}),
      steps: [],
      standing: kindOrPlain(kind).firstStatus(body),
    },
    ...(ofCase ? { ofCase } : {}),
  }
}
