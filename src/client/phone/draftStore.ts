// Half-filled forms of whoever uses this phone: opened with their queue of writes and the local
// fallback beside it, found again, and put there for a form that is to go on with parked work.
import type { Instant, ReportId } from '#domain/ids.ts'
import type { Draft, DraftPurpose, DraftWords, Seen } from '../db/tables.ts'
import {
  draftsAside,
  dropDraftAside,
  keepDraftAside,
  type LocalFallback,
} from '../db/localFallback.ts'
import { newDraft, writeDraft } from '../drafts/draft.ts'
import {
  type DraftSession,
  type DraftSessionOptions,
  openDraftSession,
} from '../drafts/draftSession.ts'
import { findDraft } from '../drafts/findDraft.ts'
import { lookAt } from '../drafts/seen.ts'
import { type SealedSession, unsealed } from './sealedSession.ts'

export interface DraftStore {
  /** What the database does not take goes into the local fallback, and comes back from there. */
  open(options: Omit<DraftSessionOptions, 'capture' | 'aside'>): DraftSession
  find(purpose: DraftPurpose, now: Instant): Promise<Draft | undefined>
  /** False when a page was there first, or nobody is at work. */
  put(
    purpose: DraftPurpose,
    words: DraftWords,
    now: Instant,
    more?: { record?: ReportId; startedAt?: Instant },
  ): Promise<boolean>
  /** What there is of a report to be altered; null where this phone does not have it. */
  look(id: ReportId): Promise<Seen | null>
}

/** @param current asked anew each time: a form outlives the session it was opened in. */
export function draftStore(current: () => SealedSession | null, local: LocalFallback): DraftStore {
  const capture = () => {
    const session = current()
    return session && unsealed(session).capture
  }
  const aside: DraftSessionOptions['aside'] = {
    all: () => draftsOf((memberId) => draftsAside(local, memberId)) ?? {},
    keep: (draft) => draftsOf((memberId) => keepDraftAside(local, memberId, draft)),
    drop: (id) => draftsOf((memberId) => dropDraftAside(local, memberId, id)),
  }
  function draftsOf<T>(act: (memberId: SealedSession['memberId']) => T): T | undefined {
    const session = current()
    return session ? act(session.memberId) : undefined
  }
  return {
    open: (options) => openDraftSession({ ...options, capture, aside }),
    find: async (purpose, now) => {
      const db = capture()
      return db ? findDraft(db, purpose, now) : undefined
    },
    put: async (purpose, words, now, { record, startedAt } = {}) => {
      const db = capture()
      if (!db) return false
      // Free of what a screen wraps around it.
      const plain = JSON.parse(JSON.stringify(words)) as DraftWords
      const draft = newDraft(purpose, plain, now, record)
      const written = await writeDraft(db, { ...draft, startedAt: startedAt ?? now }, now)
      return written.is === 'kept'
    },
    look: async (id) => {
      const session = current()
      if (!session) return null
      const { capture: db, cache } = unsealed(session)
      return lookAt(db, cache, id)
    },
  }
}
