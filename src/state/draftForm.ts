// What a form of a report hands to its screen: the words, how they are kept, and what may be done
// with them. Made by useDraft.ts.
import type { ComputedRef, Reactive, Ref, ShallowRef } from 'vue'
import type { DraftWords } from '#client/db/tables.ts'
import type { DraftState } from '#client/drafts/draftSession.ts'
import type { Clash } from '#client/drafts/seen.ts'
import type { Fault } from '#domain/fault.ts'
import type {
  ChangeId,
  ConflictId,
  GridId,
  Instant,
  MemberId,
  PhotoHash,
  ReportId,
} from '#domain/ids.ts'
import type { Result } from '#domain/result.ts'
import type { ParkedReport } from './parkedDraft.ts'
import type { DraftIntake } from './useDraftIntake.ts'
import type { VoiceIntake } from './useVoiceIntake.ts'

/** Parked work that a supervisor puts right: it stays its author's. */
export interface ConflictEdit {
  id: ConflictId
  by: MemberId
  /** Where it belongs when no place says so. */
  gridId?: GridId
  report: ParkedReport
  /** Of the record it will make. */
  row: ReportId
}

export interface SavedForm {
  record: ReportId
  /** What was saved; null where nothing was altered. */
  change: ChangeId | null
}

export interface DraftForm {
  draft: Reactive<DraftWords>
  /** What it is for, the same after a reload. */
  purpose(): string
  /** Of the record it will make, or alters. */
  record: ComputedRef<ReportId>
  /** When something was first put in; now, while nothing is. */
  startedAt: ComputedRef<Instant>
  /** Whether what lay there is here; follows from the state. */
  isRestored: ComputedRef<boolean>
  /** Whether something lay there. */
  wasRestored: Ref<boolean>
  savedAt: Ref<Instant | null>
  /** Whether the phone holds all that is shown. */
  isKept: ComputedRef<boolean>
  /** Why the last keystroke could not be kept, if so. */
  saveFault: Ref<Fault | null>
  /** Where it stands, and whether another window was there first. */
  state: ShallowRef<DraftState>
  /** Fields that this form and somebody else have altered, each in their own way. */
  clashes: ShallowRef<Clash[]>
  busyPhotos: Ref<number>
  voice: VoiceIntake
  /**
   * Resolves when no photo that was added by now is on its way any more, and no voice note is being
   * recorded.
   */
  allIn(): Promise<unknown>
  isSaving: ComputedRef<boolean>
  photoCount: ComputedRef<number>
  addPhotos: DraftIntake['add']
  removePhoto(hash: PhotoHash): Promise<() => Promise<void>>
  setIntent(intent: DraftWords['intent']): Promise<void>
  /** Another record names the one this will be: it stays even while it is empty. */
  hold(): Promise<void>
  save(manner?: { isRecallable?: boolean }): Promise<Result<SavedForm>>
  /** False when another window has altered it: nothing is thrown away then. */
  discard(): Promise<boolean>
  choose(clash: Clash, choice: 'mine' | 'theirs'): void
  takeTheirs(): void
  keepMine(): Promise<void>
}
