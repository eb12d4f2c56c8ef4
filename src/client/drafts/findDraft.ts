// The draft that is open for a purpose. Forms that an older app kept are given names and a version
// of their own on the way, and what lies in the local fallback, because the database did not take
// it, is laid over the very version it was written on.
import { newId } from '#domain/newId.ts'
import type { ChangeId, DraftId, Instant, ReportId } from '#domain/ids.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import { retryOnce } from '../db/connection.ts'
import { attachmentsHere, hasContent, sameWords, whyNotThisVersion } from './draft.ts'
import type { Draft, DraftEnd, DraftPurpose, OutboxEntry } from '../db/tables.ts'

export interface FoundDraft {
  draft: Draft
  /**
   * Words that could not be kept in the database, written on an older version of it, or on one that
   * has ended since.
   */
  aside?: { mine: Draft; end: DraftEnd | null } | { mine: Draft; theirs: Draft }
}

const isFor = (draft: DraftPurpose, { kind, amends, ofCase }: DraftPurpose): boolean =>
  draft.kind === kind && draft.amends === amends && draft.ofCase === ofCase

/** The newest one with something in it. */
export const findDraft = (
  db: CaptureDb,
  purpose: DraftPurpose,
  now: Instant,
): Promise<Draft | undefined> =>
  retryOnce(db, () =>
    db.transaction('rw', [db.draft, db.draftEnd, db.outbox, db.safe], async () => {
      const drafts = await db.draft.where('kind').equals(purpose.kind).toArray()
      const mine: Draft[] = []
      for (const draft of drafts.filter((each) => isFor(each, purpose))) {
        const taken = draft.version === undefined ? await takeOver(db, draft, now) : draft
        if (taken) mine.push(taken)
      }
      return mine.sort((a, b) => b.writtenAt - a.writtenAt)[0]
    }),
  )

/** With what the local fallback holds for the same purpose. */
export async function findWithAside(
  db: CaptureDb,
  purpose: DraftPurpose,
  asides: Record<string, Draft>,
  now: Instant,
): Promise<FoundDraft | undefined> {
  const found = await findDraft(db, purpose, now)
  const kept = Object.values(asides)
    .filter((each) => isFor(each, purpose))
    .sort((a, b) => (b.writtenAt ?? 0) - (a.writtenAt ?? 0))[0]
  if (!kept) return found && { draft: found }
  const mine = withNames(kept, now)
  // Its words may have outlived the database that held its photos and voice notes.
  mine.photos = await attachmentsHere(db, mine.photos)
  if (mine.voice) mine.voice = await attachmentsHere(db, mine.voice)
  const refused = await db.transaction('r', db.draft, db.draftEnd, () =>
    whyNotThisVersion(db, mine),
  )
  if (!refused) return { draft: mine }
  if (refused.is === 'elsewhere')
    return sameWords(refused.theirs, mine)
      ? { draft: refused.theirs }
      : { draft: refused.theirs, aside: { mine, theirs: refused.theirs } }
  // Its row is gone with the database it lay in: what is left of it is a new form.
  if (refused.end === null)
    return {
      draft: {
        ...mine,
        ...newNames(now),
        version: 0,
        record: mine.amends ?? (mine.isHeld ? mine.record : newId<ReportId>(now, crypto)),
      },
    }
  return { draft: mine, aside: { mine, end: refused.end } }
}

const newNames = (now: Instant) => ({
  id: newId<DraftId>(now, crypto),
  change: newId<ChangeId>(now, crypto),
  step: newId<string>(now, crypto),
})

/** Of a form as an older app wrote it: its id was that of the record it was to make. */
function withNames(draft: Draft, now: Instant): Draft {
  if (draft.version !== undefined) return draft
  const record = draft.amends ?? (draft.id as unknown as ReportId)
  return { ...draft, ...newNames(now), version: 0, record, writtenAt: draft.startedAt }
}

/**
 * Undefined where nothing is lost with it: nothing was ever put in, or a record of exactly these
 * words was saved.
 */
async function takeOver(db: CaptureDb, old: Draft, now: Instant): Promise<Draft | undefined> {
  const draft = withNames(old, now)
  await db.draft.delete(old.id)
  if (!hasContent(draft) && !draft.amends && !draft.ofCase) return undefined
  if (!draft.amends) {
    const [entry, safe] = await Promise.all([savedAs(db, draft.record), db.safe.get(draft.record)])
    if (entry && isItsRecord(entry, draft)) return undefined
    // A record has this name already, so another must not get it: the words stay, under new names.
    if (entry ?? safe) draft.record = newId<ReportId>(now, crypto)
  }
  const taken = { ...draft, version: 1 }
  await db.draft.put(taken)
  return taken
}

const savedAs = (db: CaptureDb, record: ReportId): Promise<OutboxEntry | undefined> =>
  db.outbox
    .where('row')
    .equals(record)
    .and((entry) => entry.change.op === 'create')
    .first()

const isItsRecord = ({ change }: OutboxEntry, draft: Draft): boolean => {
  const set = change.set as unknown as Draft
  // Where it is was worked out at the save; a form may say it or leave it open.
  const where = { position: undefined, placeId: undefined, gridId: undefined }
  return sameWords(
    { ...draft, ...where },
    { ...set, intent: draft.intent, isHeld: draft.isHeld, ...where },
  )
}
