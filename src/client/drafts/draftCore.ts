// What a form's session holds and does to the database: the draft as this page knows it, its state,
// one write at a time. Used by draftSession.ts alone.
import { type Attachment, attachmentsOf } from '#domain/attachment.ts'
import type { Fault } from '#domain/fault.ts'
import type { Instant, ReportId } from '#domain/ids.ts'
import type { Status } from '#domain/step.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import {
  discardDraft,
  type DraftWritten,
  hasContent,
  newDraft,
  sameWords,
  wordsOf,
  writeDraft,
} from './draft.ts'
import { dropUnnamed } from '../photos/dropUnnamed.ts'
import { type Clash, isAltered } from './seen.ts'
import type { Draft, DraftEnd, DraftPurpose, DraftWords, Seen } from '../db/tables.ts'
import { storageFault } from '../db/storageFault.ts'

export type DraftState =
  /** Looked for: nothing is written before it is known what lies there. */
  | { is: 'loading' }
  /** `wasFound`: it is one from before. */
  | { is: 'editing'; wasFound: boolean }
  /** Nothing is written any more: it is on its way into the outbox. */
  | { is: 'saving' }
  /** Both by this form. */
  | { is: 'saved' }
  | { is: 'discarded' }
  /** Another page has written it since; nothing of either is overwritten until a person chooses. */
  | { is: 'elsewhere'; theirs: Draft }
  /**
   * Another page has saved it or thrown it away. `differs`: this form holds words that were never
   * kept.
   */
  | { is: 'ended'; end: DraftEnd | null; differs: boolean }

/** The store beside the database, for what the database does not take. */
export interface Aside {
  all(): Record<string, Draft>
  keep(draft: Draft): void
  drop(id: Draft['id']): void
}

export interface DraftSessionOptions {
  purpose: DraftPurpose
  /** Of the record it makes, where that is known before. */
  record?: ReportId
  /** When it was captured, where that was before this form. */
  startedAt?: Instant
  /** How the report stands whose step it takes. */
  standing?: Status
  capture: () => CaptureDb | null
  aside: Aside
  form: { words(): DraftWords; show(words: DraftWords): void }
  /** What is there to be altered, as it is now; absent for a form that alters nothing. */
  look?: () => Promise<Seen>
  now: () => Instant
  heard?: Partial<{
    state(state: DraftState): void
    kept(at: Instant): void
    fault(fault: Fault | null): void
    clashes(clashes: Clash[]): void
  }>
}

export class DraftCore {
  readonly options: DraftSessionOptions
  /** Names, version and what was seen; its words are those last kept, the form has the newest. */
  head: Draft
  state: DraftState = { is: 'editing', wasFound: false }
  wasFound = false
  /** The form before anybody touched it. */
  blank: DraftWords
  kept: DraftWords
  began: Instant | undefined
  isAside = false
  writing: Promise<void> | null = null
  isStale = false
  /** Every photo and voice note it ever named, so that none is left behind. */
  readonly #attachments = new Map<string, Attachment>()

  constructor(options: DraftSessionOptions) {
    this.options = options
    this.blank = this.kept = options.form.words()
    this.began = options.startedAt
    this.head = this.fresh(options.record)
  }

  get db(): CaptureDb | null {
    return this.options.capture()
  }

  fresh(record?: ReportId, seen?: Seen): Draft {
    const { purpose, standing, form, now } = this.options
    return { ...newDraft(purpose, form.words(), now(), purpose.amends ?? record), seen, standing }
  }

  /** The whole draft as it is now. */
  whole(): Draft {
    const words = this.options.form.words()
    for (const each of attachmentsOf(words)) this.#attachments.set(each.hash, each)
    return { ...this.head, ...words, startedAt: this.began ?? this.options.now() }
  }

  isTouched(words: DraftWords): boolean {
    if (words.isHeld || words.recording) return true
    if (this.head.seen) return isAltered(words, this.head.seen)
    return this.options.purpose.ofCase ? !sameWords(words, this.blank) : hasContent(words)
  }

  isUnkept = (): boolean => !sameWords(this.options.form.words(), this.kept)

  /** A person goes on with it, or begins. */
  edit(): void {
    this.become({ is: 'editing', wasFound: this.wasFound })
  }

  become(next: DraftState): void {
    this.state = next
    this.options.heard?.state?.(next)
  }

  /** What a write, a look or a save was told. */
  take(written: DraftWritten): void {
    if (written.is === 'kept') {
      this.head = written.draft
      this.kept = wordsOf(written.draft)
      return
    }
    const differs = this.isUnkept()
    if (differs) this.putAside()
    this.become(written.is === 'elsewhere' ? written : { ...written, differs })
  }

  /** One write at a time, always of the newest words: a fast typist makes no queue. */
  write(): Promise<void> {
    if ((this.state.is === 'elsewhere' || this.state.is === 'ended') && this.isUnkept()) {
      this.putAside()
      if (this.state.is === 'ended' && !this.state.differs)
        this.become({ ...this.state, differs: true })
    }
    this.isStale = true
    this.writing ??= this.#writeAll().finally(() => (this.writing = null))
    return this.writing
  }

  async #writeAll(): Promise<void> {
    while (this.isStale && this.state.is === 'editing') {
      this.isStale = false
      const { db } = this
      if (!db) return
      try {
        await this.#writeOnce(db)
        this.options.heard?.fault?.(null)
      } catch (error) {
        this.putAside()
        this.options.heard?.fault?.(storageFault(error))
      }
    }
  }

  async #writeOnce(db: CaptureDb): Promise<void> {
    const { form, now, heard } = this.options
    if (!this.isTouched(form.words())) return this.#forget(db)
    this.began ??= now()
    const written = await writeDraft(db, this.whole(), now())
    this.take(written)
    if (written.is !== 'kept') return
    this.dropAside()
    heard?.kept?.(written.draft.writtenAt)
  }

  /**
   * What has been emptied again is no draft; what is put in next is a new one of the same record.
   */
  async #forget(db: CaptureDb): Promise<void> {
    this.began = this.options.startedAt
    if (this.head.version > 0) {
      const refused = await discardDraft(db, this.head, this.options.now())
      if (refused) return this.take(refused)
    }
    this.dropAside()
    if (this.head.version > 0) this.head = this.fresh(this.head.record, this.head.seen)
  }

  /** The last resort for the words, in the version they were written on. */
  putAside(): void {
    const isOver = this.state.is === 'saved' || this.state.is === 'discarded'
    if (isOver || !this.isTouched(this.options.form.words())) return
    this.isAside = true
    this.options.aside.keep(this.whole())
  }

  dropAside(): void {
    if (this.isAside) this.options.aside.drop(this.head.id)
    this.isAside = false
  }

  /** Bytes of photos and voice notes that were made and taken out again. */
  async dropPhotos(): Promise<void> {
    const elsewhere = Object.values(this.options.aside.all()).flatMap(attachmentsOf)
    if (this.db)
      await dropUnnamed(this.db, [...this.#attachments.values()], elsewhere).catch(() => undefined)
  }
}
