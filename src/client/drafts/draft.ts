// A half-filled form, kept at every keystroke. It has an id of its own, which no record ever has,
// and a version: a write that does not know the stored version is refused and told what lies there.
// What was saved or thrown away leaves an end, so that nobody brings it back.
import type { Attachment } from '#domain/attachment.ts'
import type { ChangeId, DraftId, Instant, ReportId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import { canonicalJson } from '#protocol/canonicalJson.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import { retryOnce } from '../db/connection.ts'
import type { Draft, DraftEnd, DraftPurpose, DraftWords } from '../db/tables.ts'

/** One text for one purpose. */
export const purposeText = ({ kind, amends, ofCase }: DraftPurpose): string =>
  [kind, amends, ofCase].map((part) => part ?? '').join(' ')

/** Exactly what its author looked at. */
export type DraftVersion = Pick<Draft, 'id' | 'version'>

export type DraftWritten =
  | { is: 'kept'; draft: Draft }
  /** Another page has written it since. */
  | { is: 'elsewhere'; theirs: Draft }
  /** Saved or thrown away; `end` is null where an older app did so. */
  | { is: 'ended'; end: DraftEnd | null }

export type DraftRefused = Exclude<DraftWritten, { is: 'kept' }>

/** Fresh names for a form; `record` of the one it alters. */
export const newDraft = (
  purpose: DraftPurpose,
  words: DraftWords,
  now: Instant,
  record?: ReportId,
): Draft => ({
  ...purpose,
  ...words,
  id: newId<DraftId>(now, crypto),
  version: 0,
  record: record ?? newId<ReportId>(now, crypto),
  change: newId<ChangeId>(now, crypto),
  step: newId<string>(now, crypto),
  startedAt: now,
  writtenAt: now,
})

const hasWords = (value: unknown): boolean =>
  value !== undefined && value !== null && (typeof value !== 'string' || value.trim() !== '')

/** Whether a person put anything in; the position the phone filled in does not count. */
export const hasContent = ({
  photos,
  voice,
  recording,
  body,
  note,
}: Pick<DraftWords, 'photos' | 'voice' | 'recording' | 'body' | 'note'>): boolean =>
  photos.length > 0 ||
  Boolean(voice?.length) ||
  recording !== undefined ||
  hasWords(note) ||
  Object.values(body).some(hasWords)

/** Every one of them: what is left out here would not be kept. */
type EveryWord = { [K in keyof Required<DraftWords>]: DraftWords[K] }
export const wordsOf = ({
  note,
  placeId,
  position,
  placedBy,
  gridId,
  notSameAs,
  photos,
  voice,
  recording,
  body,
  patrolId,
  foundOn,
  intent,
  isHeld,
}: DraftWords): EveryWord => ({
  note,
  placeId,
  position,
  placedBy,
  gridId,
  notSameAs,
  photos,
  // None is none, whether it was never said or taken out again.
  voice: voice?.length ? voice : undefined,
  recording,
  body,
  patrolId,
  foundOn,
  intent,
  isHeld,
})

/** The same to a reader: what the camera was about to do does not count. */
export const sameWords = (a: DraftWords, b: DraftWords): boolean =>
  canonicalJson({ ...wordsOf(a), intent: null }) === canonicalJson({ ...wordsOf(b), intent: null })

/**
 * Must be asked inside a transaction over `draft` and `draftEnd`. Null when the draft lies there in
 * exactly this version.
 */
export async function whyNotThisVersion(
  db: CaptureDb,
  draft: DraftVersion,
): Promise<DraftRefused | null> {
  const [stored, end] = await Promise.all([db.draft.get(draft.id), db.draftEnd.get(draft.id)])
  return whyNotVersion(draft, stored, end)
}

/** The same, of what lies there under its id. */
export function whyNotVersion(
  { version }: DraftVersion,
  stored: Draft | undefined,
  end: DraftEnd | undefined,
): DraftRefused | null {
  if (end) return { is: 'ended', end }
  if (!stored) return version === 0 ? null : { is: 'ended', end: null }
  return stored.version === version ? null : { is: 'elsewhere', theirs: stored }
}

/** Writes the next version over the one its author saw, or nothing. */
export const writeDraft = (db: CaptureDb, draft: Draft, now: Instant): Promise<DraftWritten> =>
  retryOnce(db, () =>
    db.transaction('rw', db.draft, db.draftEnd, async (): Promise<DraftWritten> => {
      const refused = await whyNotThisVersion(db, draft)
      if (refused) return isSameWrite(refused, draft) ?? refused
      const next = { ...draft, version: draft.version + 1, writtenAt: now }
      await db.draft.put(next)
      return { is: 'kept', draft: next }
    }),
  )

/** The very write, made again because its answer was lost with the connection. */
function isSameWrite(refused: DraftWritten, draft: Draft): DraftWritten | null {
  const { theirs } = refused as { theirs?: Draft }
  return theirs?.version === draft.version + 1 &&
    canonicalJson({ ...wordsOf(theirs) }) === canonicalJson({ ...wordsOf(draft) })
    ? { is: 'kept', draft: theirs }
    : null
}

/** Forgets the form in exactly this version. Its photos go with `dropUnnamed`. */
export const discardDraft = (
  db: CaptureDb,
  { id, version }: DraftVersion,
  now: Instant,
): Promise<DraftWritten | null> =>
  retryOnce(db, () =>
    db.transaction('rw', db.draft, db.draftEnd, async () => {
      const refused = await whyNotThisVersion(db, { id, version })
      if (refused) return refused
      await Promise.all([db.draft.delete(id), db.draftEnd.put({ id, at: now })])
      return null
    }),
  )

/** Those of a form's attachments whose bytes lie on this phone. */
export async function attachmentsHere<A extends Attachment>(
  db: CaptureDb,
  attachments: readonly A[],
): Promise<A[]> {
  const known = await db.photo.bulkGet(attachments.map(({ hash }) => hash))
  return attachments.filter((_, i) => known[i] !== undefined)
}
