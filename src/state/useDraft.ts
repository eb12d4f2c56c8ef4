// A form that survives: whatever is typed or shot is on this phone at once, comes back after a
// killed tab, and becomes one change.
import {
  computed,
  onScopeDispose,
  reactive,
  ref,
  shallowRef,
  toRaw,
  watch,
  type ComputedRef,
  type Reactive,
  type Ref,
  type ShallowRef,
} from 'vue'
import { purposeText, wordsOf } from '#client/drafts/draft.ts'
import type { DraftState } from '#client/drafts/draftSession.ts'
import type { Clash } from '#client/drafts/seen.ts'
import type { Draft, DraftPurpose, DraftWords, Seen } from '#client/db/tables.ts'
import { watchLive } from '#client/db/watchLive.ts'
import { fault, type Fault } from '#domain/fault.ts'
import type { ConflictId, GridId, Instant, MemberId, PhotoHash, ReportId } from '#domain/ids.ts'
import type { Report } from '#domain/report.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { type KindKey, kindOf } from '#kinds/kinds.ts'
import { amendment, isNothing } from './amendment.ts'
import { draftFrom, type ParkedReport } from './parkedDraft.ts'
import { useDevice } from './device.ts'
import { useSaveChange } from './useSaveChange.ts'
import { type DraftIntake, useDraftIntake } from './useDraftIntake.ts'
import { useDraftStore } from './useDraftStore.ts'
import { useOpenDraft } from './useOpenDraft.ts'
import { usePatrol } from './usePatrol.ts'
import { useSession } from './useSession.ts'
import { useReference } from './useReference.ts'

export { hasContent } from '#client/drafts/draft.ts'
export type { DraftWords } from '#client/db/tables.ts'
export type { DraftState } from '#client/drafts/draftSession.ts'
export type { Clash } from '#client/drafts/seen.ts'

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

export interface DraftForm {
  draft: Reactive<DraftWords>
  /** What it is for, the same after a reload. */
  purpose(): string
  /** Of the record it will make, or alters. */
  record: ComputedRef<ReportId>
  /** When something was first put in; now, while nothing is. */
  startedAt: ComputedRef<Instant>
  isRestored: Ref<boolean>
  wasRestored: Ref<boolean>
  savedAt: Ref<Instant | null>
  /** Why the last keystroke could not be kept, if so. */
  keepFault: Ref<Fault | null>
  /** Whether another window was there first. */
  state: ShallowRef<DraftState>
  /** Fields that this form and somebody else have altered, each in their own way. */
  clashes: ShallowRef<Clash[]>
  busyPhotos: Ref<number>
  /** Resolves when none that was added by now is on its way any more. */
  photosIn: DraftIntake['settled']
  isSaving: ComputedRef<boolean>
  photoCount: ComputedRef<number>
  addPhotos: DraftIntake['add']
  removePhoto(hash: PhotoHash): Promise<() => Promise<void>>
  setIntent(intent: DraftWords['intent']): Promise<void>
  /** Another record names the one this will be: it stays even while it is empty. */
  hold(): Promise<void>
  save(): Promise<Result<ReportId>>
  /** False when another window has altered it: nothing is thrown away then. */
  discard(): Promise<boolean>
  choose(clash: Clash, choice: 'mine' | 'theirs'): void
  takeTheirs(): void
  keepMine(): Promise<void>
}

export function useDraft(
  kind: KindKey,
  options: { amend?: Report; edit?: ConflictEdit } = {},
): DraftForm {
  const device = useDevice()
  const session = useSession()
  const reference = useReference()
  const patrol = usePatrol()
  const saveChange = useSaveChange()
  const openDraft = useOpenDraft()
  const drafts = useDraftStore()
  const amended = options.amend && structuredClone(toRaw(options.amend))
  const edited = options.edit && (JSON.parse(JSON.stringify(options.edit)) as ConflictEdit)

  const draft = reactive<DraftWords>(freshWords())
  const isRestored = ref(false)
  const wasRestored = ref(false)
  const savedAt = ref<Instant | null>(null)
  const keepFault = ref<Fault | null>(null)
  const state = shallowRef<DraftState>({ is: 'open' })
  const clashes = shallowRef<Clash[]>([])
  /** Names of the draft are no part of what a person puts in; this says when they have changed. */
  const names = ref(0)

  function freshWords(): DraftWords {
    if (edited) return draftFrom(edited.report)
    if (!amended)
      return { note: '', photos: [], body: {}, intent: null, patrolId: patrol.current?.id }
    return wordsOf({ ...structuredClone(amended), intent: null })
  }

  const asSeen = ({ note, placeId, position, photos, body, standing }: Report): Seen =>
    structuredClone({ note, placeId, position, photos, body, standing, fv: null, own: [] })

  const purpose: DraftPurpose = { kind, amends: amended?.id, ofCase: edited?.id }
  const draftSession = openDraft({
    purpose,
    record: edited?.row,
    startedAt: edited?.report.capturedAt,
    form: {
      words: () => JSON.parse(JSON.stringify(wordsOf(toRaw(draft)))) as DraftWords,
      show: (words) => Object.assign(draft, structuredClone(words)),
    },
    look: amended && (async () => (await drafts.look(amended.id)) ?? asSeen(amended)),
    heard: {
      state: (next) => {
        state.value = next
        names.value++
      },
      kept: (at) => {
        savedAt.value = at
        names.value++
      },
      fault: (why) => (keepFault.value = why),
      clashes: (next) => (clashes.value = next),
    },
  })

  async function restore(): Promise<void> {
    wasRestored.value = await draftSession.restore()
    if (wasRestored.value) savedAt.value = draftSession.draft.writtenAt
    names.value++
    isRestored.value = true
    // From here on every alteration is kept. The outbox is not touched: a draft is not a change.
    watch(draft, () => void draftSession.write(), { deep: true })
    followOthers()
  }
  const restored = restore()

  /**
   * What other windows and other people do to it meanwhile is shown; what holds is asked again at
   * each write.
   */
  function followOthers(): void {
    if (!session.current || isGone) return
    const ways = [
      watchLive(
        () => draftSession.lookAgain(),
        () => undefined,
        (error) => console.error('draft', error),
      ),
    ]
    if (amended)
      ways.push(
        watchLive(
          () => drafts.look(amended.id),
          () => void draftSession.moveOnNow(),
          (error) => console.error('report', error),
          300,
        ),
      )
    stopFollowing = () => ways.forEach((stop) => stop())
  }
  let isGone = false
  let stopFollowing = (): void => undefined
  onScopeDispose(() => {
    isGone = true
    stopFollowing()
  })

  const intake = useDraftIntake({
    draft,
    isReady: () => restored,
    placeName: () => (draft.placeId ? reference.placeById(draft.placeId)?.name : undefined),
    keep: () => draftSession.write(),
  })

  async function removePhoto(hash: PhotoHash): Promise<() => Promise<void>> {
    const at = draft.photos.findIndex((photo) => photo.hash === hash)
    const [gone] = at < 0 ? [] : draft.photos.splice(at, 1)
    await draftSession.write()
    return async () => {
      if (gone && !draft.photos.some((photo) => photo.hash === hash))
        draft.photos.splice(at, 0, gone)
      await draftSession.write()
    }
  }

  async function setIntent(intent: DraftWords['intent']): Promise<void> {
    await restored
    draft.intent = intent
    await draftSession.write()
  }

  async function hold(): Promise<void> {
    await restored
    draft.isHeld = true
    await draftSession.write()
  }

  /** Photos that are still being taken in belong to it; from then on it is frozen. */
  async function save(): Promise<Result<ReportId>> {
    await restored
    await intake.settled()
    const { member } = session
    if (!member) return fail(fault('signedOut'))
    return amended ? saveAmendment(member.id) : saveNew(member.id)
  }

  async function saveNew(member: MemberId): Promise<Result<ReportId>> {
    const gridId = gridOf()
    if (!gridId) return fail(fault('unknownGrid'))
    return draftSession.save(async (whole, version) => {
      const {
        record,
        change,
        note,
        placeId,
        position,
        photos,
        body,
        patrolId,
        foundOn,
        startedAt,
      } = whole
      const set = {
        kind,
        by: edited?.by ?? member,
        capturedAt: startedAt,
        gridId,
        placeId,
        position,
        note,
        photos,
        body,
        patrolId,
        foundOn,
        steps: [],
        standing: kindOf(kind)!.firstStatus(body),
      }
      const kept = await saveChange(
        {
          id: change,
          t: 'report',
          row: record,
          op: 'create',
          set,
          ...(edited ? { ofCase: edited.id } : {}),
        },
        photos,
        { draft: version },
      )
      return kept.ok ? succeed(record) : kept
    })
  }

  async function saveAmendment(member: MemberId): Promise<Result<ReportId>> {
    const changeOf = (whole: Draft) =>
      amendment(whole, whole.seen ?? asSeen(amended!), member, device.environment.now())
    const { record } = draftSession.draft
    if (state.value.is === 'open' && isNothing(changeOf(draftSession.draft))) {
      await draftSession.discard() // nothing was altered: nothing is sent
      return succeed(record)
    }
    return draftSession.save(async (whole, version) => {
      const kept = await saveChange(changeOf(whole), whole.photos, { draft: version })
      return kept.ok ? succeed(record) : kept
    })
  }

  const gridOf = (): GridId | undefined =>
    (draft.placeId && reference.placeById(draft.placeId)?.gridId) ||
    (draft.position && reference.gridAt(draft.position)?.id) ||
    edited?.gridId ||
    patrol.current?.gridId ||
    reference.myGrids[0]?.id ||
    session.member?.gridIds[0]

  const named = <T>(read: (whole: Draft) => T): ComputedRef<T> =>
    computed(() => (names.value, read(draftSession.draft)))
  return {
    draft,
    purpose: () => purposeText(purpose),
    record: named((whole) => whole.record),
    startedAt: named((whole) => whole.startedAt),
    isRestored,
    wasRestored,
    savedAt,
    keepFault,
    state,
    clashes,
    busyPhotos: intake.busy,
    photosIn: intake.settled,
    isSaving: computed(() => state.value.is === 'saving'),
    photoCount: computed(() => draft.photos.length),
    addPhotos: intake.add,
    removePhoto,
    setIntent,
    hold,
    save,
    discard: draftSession.discard,
    choose: draftSession.choose,
    takeTheirs: draftSession.takeTheirs,
    keepMine: draftSession.keepMine,
  }
}
