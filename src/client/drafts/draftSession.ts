// One open form and its draft: written at every alteration, each time on the version it knows;
// frozen before it is saved; and told when another page was there first. Knows no screen: words
// come and go through `form`.
import { type Fault, fault } from '#domain/fault.ts'
import { fail, type Result } from '#domain/result.ts'
import {
  discardDraft,
  type DraftRefused,
  type DraftVersion,
  whyNotThisVersion,
  wordsOf,
} from './draft.ts'
import { DraftCore, type DraftSessionOptions, type DraftState } from './draftCore.ts'
import { type FoundDraft, findWithAside } from './findDraft.ts'
import { type Clash, moveOn, settle, unseen } from './seen.ts'
import type { Draft, Seen } from '../db/tables.ts'

export type { DraftSessionOptions, DraftState } from './draftCore.ts'

export interface DraftSession {
  readonly draft: Draft
  readonly state: DraftState
  /** True when something was found. Nothing is written before. */
  restore(isStillWanted?: () => boolean): Promise<boolean>
  write(): Promise<void>
  /**
   * @param keep puts the change that this very version of the draft makes into the outbox. From
   *   here on nothing else is written.
   */
  save<T>(
    saveDraft: (draft: Draft, version: DraftVersion) => Promise<Result<T>>,
  ): Promise<Result<T>>
  /** False when another page has written it since: nothing is thrown away then. */
  discard(): Promise<boolean>
  /** Whether another page was there since. */
  lookAgain(): Promise<void>
  /** What it alters has moved on, or may have. */
  moveOnNow(): Promise<void>
  choose(clash: Clash, choice: 'mine' | 'theirs'): void
  /** The other page's words, instead of these. */
  takeTheirs(): void
  /** These words as the next version, or as a draft of its own where the one before has ended. */
  keepMine(): Promise<void>
  /** Into the local fallback: the database may not be there much longer. */
  putAside(): void
}

export function openDraftSession(options: DraftSessionOptions): DraftSession {
  const core = new DraftCore(options)
  const { form, now, aside, purpose } = options
  let clashes: Clash[] = []
  let nowSeen: Seen | undefined

  function clashing(next: Clash[]): void {
    clashes = next
    options.heard?.clashes?.(next)
  }

  async function restore(isStillWanted = () => true): Promise<boolean> {
    core.become({ is: 'loading' })
    const found = await lookFor(isStillWanted)
    if (!isStillWanted()) return false
    core.wasFound = found !== undefined
    if (!found?.aside) core.edit()
    else
      core.become(
        'theirs' in found.aside
          ? { is: 'elsewhere', theirs: found.aside.theirs }
          : { is: 'ended', end: found.aside.end, differs: true },
      )
    // What was put in meanwhile.
    if (core.isStale) void core.write()
    return core.wasFound
  }

  /** Shows what there is of before; undefined where there is nothing, or nothing in it. */
  async function lookFor(isStillWanted: () => boolean): Promise<FoundDraft | undefined> {
    const { db } = core
    nowSeen = await options.look?.()
    core.head.seen = nowSeen
    const asides = aside.all()
    const found = db
      ? await findWithAside(db, purpose, asides, now()).catch(() => undefined)
      : undefined
    if (!isStillWanted()) return undefined
    core.blank = core.kept = form.words()
    if (!found) return undefined
    const fresh = core.head
    core.head = found.aside?.mine ?? found.draft
    core.isAside = core.head.id in asides
    if (nowSeen) core.head.seen ??= unseen(core.head, nowSeen)
    if (!core.isTouched(core.head)) {
      if (db && core.head.version > 0) await discardDraft(db, core.head, now()).catch(() => null)
      core.head = fresh
      return undefined
    }
    core.began = core.head.startedAt
    form.show(wordsOf(core.head))
    core.kept = found.aside && 'theirs' in found.aside ? wordsOf(found.aside.theirs) : form.words()
    core.whole() // its photos are known from now on
    if (nowSeen) rebase(nowSeen)
    return found
  }

  function rebase(next: Seen): void {
    nowSeen = next
    if (!core.head.seen) return
    const moved = moveOn(form.words(), core.head.seen, next)
    core.head = { ...core.head, seen: moved.seen }
    form.show(moved.words)
    clashing(moved.clashes)
  }

  async function moveOnNow(): Promise<void> {
    const next = await options.look?.()
    if (!next || core.state.is !== 'editing') return
    rebase(next)
    if (core.head.version > 0) await core.write()
  }

  function choose(clash: Clash, choice: 'mine' | 'theirs'): void {
    if (!core.head.seen || !nowSeen || core.state.is !== 'editing') return
    const settled = settle(form.words(), core.head.seen, nowSeen, clash, choice)
    core.head = { ...core.head, seen: settled.seen }
    form.show(settled.words)
    clashing(clashes.filter((each) => each !== clash))
    void core.write()
  }

  const isNow = (is: DraftState['is']): boolean => core.state.is === is
  const whyNotNow = (): Fault => fault(isNow('elsewhere') ? 'draftElsewhere' : 'draftEnded')

  async function save<T>(
    saveDraft: (draft: Draft, version: DraftVersion) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    if (!isNow('editing')) return fail(whyNotNow())
    core.become({ is: 'saving' })
    await core.writing
    if (!isNow('saving')) return fail(whyNotNow())
    const { id, version } = core.head
    const saved = await saveDraft(core.whole(), { id, version })
    if (saved.ok) {
      core.become({ is: 'saved' })
      core.dropAside()
      await core.dropPhotos()
      return saved
    }
    core.edit()
    const { code } = saved.fault
    if (code === 'idTaken') core.take({ is: 'ended', end: null })
    else if (code === 'draftElsewhere' || code === 'draftEnded') await lookAgain()
    else if (core.isStale) void core.write()
    return saved
  }

  async function lookAgain(): Promise<void> {
    const { db, head } = core
    if (!db) return
    const refused = await db.transaction('r', db.draft, db.draftEnd, () =>
      whyNotThisVersion(db, head),
    )
    if (refused && core.head === head && !core.writing && (isNow('editing') || isNews(refused)))
      core.take(refused)
  }

  /**
   * The other page has gone on since a person was asked: what is offered is what lies there now.
   */
  const isNews = (refused: DraftRefused): boolean =>
    core.state.is === 'elsewhere' &&
    (refused.is === 'ended' || refused.theirs.version !== core.state.theirs.version)

  async function discard(): Promise<boolean> {
    const before = core.state
    if (before.is === 'elsewhere') return false
    core.become({ is: 'discarded' })
    await core.writing
    const { db, head } = core
    const refused =
      db && before.is === 'editing' && head.version > 0 ? await discardDraft(db, head, now()) : null
    if (refused?.is === 'elsewhere') {
      core.become(refused)
      return false
    }
    core.dropAside()
    await core.dropPhotos()
    return true
  }

  function takeTheirs(): void {
    if (core.state.is !== 'elsewhere') return
    const { theirs } = core.state
    core.dropAside()
    core.head = theirs
    core.began = theirs.startedAt
    form.show(wordsOf(theirs))
    core.kept = form.words()
    core.edit()
  }

  async function keepMine(): Promise<void> {
    const { state } = core
    if (state.is !== 'elsewhere' && state.is !== 'ended') return
    core.dropAside()
    if (state.is === 'elsewhere') core.head = { ...core.head, version: state.theirs.version }
    else {
      core.head = core.fresh(undefined, core.head.seen)
      core.began = options.startedAt
    }
    core.edit()
    await core.write()
  }

  return {
    restore,
    save,
    discard,
    lookAgain,
    moveOnNow,
    choose,
    takeTheirs,
    keepMine,
    write: () => core.write(),
    putAside: () => core.putAside(),
    get draft() {
      return core.whole()
    },
    get state() {
      return core.state
    },
  }
}
