// A half-filled form, kept at every keystroke. It has an id of its own, which no record ever has,
// and a version: a write that does not know the stored version is refused and told what lies there.
// What was saved or thrown away leaves an end, so that nobody brings it back.
import type {
  ConflictId,
  ChangeId,
  DraftId,
  Instant,
  PatrolId,
  PlaceId,
  ReportId,
} from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import type { PhotoRef } from '#domain/photo.ts'
import type { Position } from '#domain/position.ts'
import type { Status } from '#domain/step.ts'
import { canonicalJson } from '#protocol/canonicalJson.ts'
import type { CaptureDb } from './captureDb.ts'
import { retryOnce } from './connection.ts'
import type { Seen } from './seen.ts'

/** What a form is for: one kind, one report that it alters, one parked conflict. */
export interface DraftPurpose {
  /** Of the report; `step:resolve` for a step. */
  kind: string
  /** The report it alters; absent for a new one. */
  amends?: ReportId
  /** The parked conflict whose place it will take. */
  ofCase?: ConflictId
}

/** One text for one purpose. */
export const purposeText = ({ kind, amends, ofCase }: DraftPurpose): string =>
  [kind, amends, ofCase].map((part) => part ?? '').join(' ')

/** What a person puts in, and the phone for them. */
export interface DraftWords {
  note: string
  placeId?: PlaceId
  position?: Position
  /** What the person said themselves; absent while the phone fills in where the evidence is. */
  placedBy?: 'place' | 'position'
  photos: PhotoRef[]
  body: Record<string, unknown>
  patrolId?: PatrolId
  foundOn?: ReportId
  /** Written before the camera opens, so that a killed tab can say what it was doing. */
  intent: 'camera' | null
  /** Another record names the one this will be: it is kept even while it is empty. */
  isHeld?: boolean
}

export interface Draft extends DraftPurpose, DraftWords {
  id: DraftId
  /** Raised by one with each write; 0 is not on this phone yet. */
  version: number
  /**
   * Of the record it makes or alters. Fixed with the draft, like the next two: saved a second time
   * it is the same change.
   */
  record: ReportId
  change: ChangeId
  /** Of the step it takes, if any. */
  step: string
  /** When something was first put in. */
  startedAt: Instant
  writtenAt: Instant
  /** What its author saw of the report it alters. */
  seen?: Seen
  /** How the report stood when the step was begun. */
  standing?: Status
}

/** What became of a draft that is no more. */
export interface DraftEnd {
  id: DraftId
  at: Instant
  /** The change it became; absent when it was thrown away. */
  change?: ChangeId
  record?: ReportId
}

/** Exactly what its author looked at. */
export type DraftVersion = Pick<Draft, 'id' | 'version'>

export type DraftWritten =
  | { is: 'kept'; draft: Draft }
  /** Another page has written it since. */
  | { is: 'elsewhere'; theirs: Draft }
  /** Saved or thrown away; `end` is null where an older app did so. */
  | { is: 'ended'; end: DraftEnd | null }

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
  body,
  note,
}: Pick<DraftWords, 'photos' | 'body' | 'note'>): boolean =>
  photos.length > 0 || hasWords(note) || Object.values(body).some(hasWords)

/** Every one of them: what is left out here would not be kept. */
type EveryWord = { [K in keyof Required<DraftWords>]: DraftWords[K] }
export const wordsOf = ({
  note,
  placeId,
  position,
  placedBy,
  photos,
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
  photos,
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
  { id, version }: DraftVersion,
): Promise<Exclude<DraftWritten, { is: 'kept' }> | null> {
  const [stored, end] = await Promise.all([db.draft.get(id), db.draftEnd.get(id)])
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

/** Those of a form's photos whose bytes lie on this phone. */
export async function photosHere(db: CaptureDb, photos: readonly PhotoRef[]): Promise<PhotoRef[]> {
  const known = await db.photo.bulkGet(photos.map((photo) => photo.hash))
  return photos.filter((_, i) => known[i] !== undefined)
}
