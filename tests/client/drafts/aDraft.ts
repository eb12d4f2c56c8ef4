// Half-filled forms of tests, and forms without a screen.
import { newDraft, wordsOf, writeDraft } from '#client/drafts/draft.ts'
import type { Draft, DraftWords } from '#client/db/tables.ts'
import type { DraftSessionOptions } from '#client/drafts/draftCore.ts'
import { openDraftSession } from '#client/drafts/draftSession.ts'
import type { CaptureDb } from '#client/db/captureDb.ts'

export const noWords: DraftWords = { note: '', photos: [], body: {}, intent: null }

export const aDraft = (more: Partial<Draft> = {}): Draft => ({
  ...newDraft({ kind: more.kind ?? 'hazard', amends: more.amends }, { ...noWords }, 1),
  ...more,
})

export async function aKeptDraft(db: CaptureDb, more: Partial<Draft> = {}): Promise<Draft> {
  const written = await writeDraft(db, aDraft(more), 1)
  if (written.is !== 'kept') throw new Error('not kept')
  return written.draft
}

export function aLocalFallback() {
  const kept = new Map<string, Draft>()
  return {
    kept,
    all: () => Object.fromEntries(kept),
    keep: (draft: Draft) => void kept.set(draft.id, draft),
    drop: (id: string) => void kept.delete(id),
  }
}

/** One window with one form open in it. */
export function aWindow(db: CaptureDb, more: Partial<DraftSessionOptions> = {}) {
  const form = { ...structuredClone(noWords) }
  const aside = aLocalFallback()
  let at = 100
  const session = openDraftSession({
    purpose: { kind: 'hazard' },
    capture: () => db,
    aside,
    now: () => at++,
    form: {
      words: () => structuredClone(wordsOf(form)),
      show: (words) => Object.assign(form, structuredClone(words)),
    },
    ...more,
  })
  const type = (note: string): Promise<void> => {
    form.note = note
    return session.write()
  }
  return { form, aside, session, type }
}
