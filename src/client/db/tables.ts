// What lies in the tables of this phone, row by row. Names of fields are stored on phones and stay.
import type { Change } from '#domain/change.ts'
import type { Fault } from '#domain/fault.ts'
import type {
  ChangeId,
  ConflictId,
  DraftId,
  GridId,
  Instant,
  MemberId,
  PatrolId,
  PhotoHash,
  PlaceId,
  ReportId,
} from '#domain/ids.ts'
import type { PhotoRef } from '#domain/photo.ts'
import type { Position } from '#domain/position.ts'
import type { Report } from '#domain/report.ts'
import type { Status } from '#domain/step.ts'
import type { VoiceRef } from '#domain/voice.ts'
import type { RescueTally } from '#protocol/rescueFile.ts'

/** What lies under which key: meta.ts. */
export interface MetaEntry {
  key: string
  value: unknown
}

/** What a form is for: one kind, one report that it alters, one parked conflict. */
export interface DraftPurpose {
  /** Of the report; `step:resolve` for a step. */
  kind: string
  /** The report it alters; absent for a new one. */
  amends?: ReportId
  /** The parked conflict whose place it will take. */
  ofCase?: ConflictId
}

/** What a person puts in, and the phone for them. */
export interface DraftWords {
  note: string
  placeId?: PlaceId
  position?: Position
  /** What the person said themselves; absent while the phone fills in where the evidence is. */
  placedBy?: 'place' | 'position'
  /** In which of the grids along a border it lies, where the person has said so. */
  gridId?: GridId
  /** Open reports nearby of which the person said that this is another thing. */
  notSameAs?: { id: ReportId }[]
  photos: PhotoRef[]
  /** Absent of forms by older apps. */
  voice?: VoiceRef[]
  /**
   * A voice note that is being recorded: written before its first part, so that what there is of it
   * after a killed tab is found again.
   */
  recording?: { id: string; startedAt: Instant }
  body: Record<string, unknown>
  patrolId?: PatrolId
  foundOn?: ReportId
  /** Written before the camera opens, so that a killed tab can say what it was doing. */
  intent: 'camera' | null
  /** Another record names the one this will be: it is kept even while it is empty. */
  isHeld?: boolean
}

export type Seeable = Pick<
  Report,
  'note' | 'placeId' | 'position' | 'photos' | 'voice' | 'body' | 'standing'
>

export interface Seen extends Seeable {
  /**
   * Field → the version that the server gave it; null where the server does not know the report
   * yet.
   */
  fv: Record<string, number> | null
  /**
   * Fields with a change of the author's own that has not been answered: what follows it is no
   * surprise.
   */
  own: string[]
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

/** A change and what became of it. Kept after it is acknowledged until a backup has it. */
export interface OutboxEntry {
  n: number
  id: ChangeId
  row: string
  change: Change
  savedAt: Instant
  fate: 'waiting' | 'applied' | 'parked'
  /** Version of the row that has this change in it, once applied. */
  rowV?: number
  fault?: Fault
  /**
   * Until then its author may take it back; absent once it has been put into a request (recall.ts).
   */
  recallUntil?: Instant
  /** The half-written form it was made of, for as long. */
  draftBefore?: Draft
  /** Parked, decided, and its author has seen how it ended: no longer in need of attention. */
  isAcknowledged?: boolean
  /**
   * When the server first said that a backup has it; absent again when it takes that back
   * (B2).
   */
  backedUpAt?: Instant
}

/**
 * What is known of a photo or a voice note on this phone. Its bytes lie in a table of their own, so
 * that counting a thousand photos reads none of them.
 */
export interface SavedPhoto {
  hash: PhotoHash
  size: number
  part: 'photo' | 'thumb' | 'stamped' | 'voice'
  /** `draft` until a saved record names it. */
  state: 'draft' | 'waiting' | 'received' | 'unreadable'
  savedAt: Instant
  fault?: Fault
  receivedAt?: Instant
  /** When the server was last asked whether it is backed up. */
  askedAt?: Instant
  backedUpAt?: Instant
}

/** A second of a recording that is under way, or was when its page died. */
export interface RecordedPart {
  recording: string
  index: number
  bytes: ArrayBuffer
  at: Instant
}

/**
 * A file on its way. Its records lie beside it and go as they are forwarded, so what is left is
 * what remains to be done.
 */
export interface ImportedFile {
  id: string
  name: string
  takenAt: Instant
  /** Header and head record: every request begins with them. */
  opening: ArrayBuffer
  records: number
  /** False while it is being read; a file that stays so was interrupted and is picked once more. */
  isWhole: boolean
  tally: RescueTally
  doneAt?: Instant
  /** Why the server cannot open it. */
  fault?: Fault
}

/** With its head, as it stood in the file. */
export interface SavedFrame {
  file: string
  index: number
  bytes: ArrayBuffer
}

/** What the local fallback remembers of the last save. */
export interface LastSaved {
  n: number
  install: string
}

export interface Waiting {
  changes: number
  photos: number
  voice: number
  bytes: number
  /** Records and photos that a person must look at. */
  attention: number
  /** Half-filled forms. */
  drafts: number
}

/** The same as a person counts it. */
export interface WaitingRecords {
  records: number
  /** Keys of the messages for what waits beside them. */
  beside: string[]
}

/** A wipe under way: everything that must still go, and in whose name to say that it has. */
export interface WipeOrder {
  memberId: MemberId
  device: { id: string; secret: string }
  databases: string[]
  left: { changes: number; photos: number; drafts: number }
  /** Only the server has not heard of it: what the member keeps here by now is new. */
  isErased?: boolean
}
