// A form that survives: whatever is typed or shot is on this phone at once, comes back after a
// killed tab, and becomes one change.
import { computed, onScopeDispose, reactive, ref, shallowRef, toRaw, watch } from 'vue'
import { amendment, isNothing } from '#client/drafts/amendment.ts'
import { creation } from '#client/drafts/creation.ts'
import { purposeText, wordsOf } from '#client/drafts/draft.ts'
import type { DraftState } from '#client/drafts/draftSession.ts'
import { type Clash, seenOf } from '#client/drafts/seen.ts'
import type { Draft, DraftPurpose, DraftWords } from '#client/db/tables.ts'
import { attachmentsOf } from '#domain/attachment.ts'
import { fault, type Fault } from '#domain/fault.ts'
import type { GridId, Instant, MemberId } from '#domain/ids.ts'
import type { Report } from '#domain/report.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { Status } from '#domain/step.ts'
import type { ConflictEdit, DraftForm, SavedForm } from './draftForm.ts'
import { followDraft } from './followDraft.ts'
import { draftFrom } from './parkedDraft.ts'
import { useDevice } from './device.ts'
import { useSaveChange } from './useSaveChange.ts'
import { useDraftIntake } from './useDraftIntake.ts'
import { useVoiceIntake } from './useVoiceIntake.ts'
import { useDraftStore } from './useDraftStore.ts'
import { useOpenDraft } from './useOpenDraft.ts'
import { usePatrol } from './usePatrol.ts'
import { useSession } from './useSession.ts'
import { useReference } from './useReference.ts'

export { hasContent } from '#client/drafts/draft.ts'
export type { DraftWords } from '#client/db/tables.ts'
export type { DraftState } from '#client/drafts/draftSession.ts'
export type { Clash } from '#client/drafts/seen.ts'
export type { ConflictEdit, DraftForm } from './draftForm.ts'

/** Sooner than this nobody is told that a keystroke is still on its way to the disk. */
const blinkMs = 300

export function useDraft(
  kind: string,
  options: {
    amend?: Report
    edit?: ConflictEdit
    /** Where the amended report stands as it is shown, which may be newer than the draft knows. */
    standing?: () => Status | undefined
  } = {},
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
  const wasRestored = ref(false)
  const savedAt = ref<Instant | null>(null)
  const saveFault = ref<Fault | null>(null)
  const isBehind = ref(false)
  const state = shallowRef<DraftState>({ is: 'loading' })
  const isRestored = computed(() => state.value.is !== 'loading')
  const clashes = shallowRef<Clash[]>([])
  /** Names of the draft are no part of what a person puts in; this says when they have changed. */
  const names = ref(0)

  function freshWords(): DraftWords {
    if (edited) return draftFrom(edited.report)
    if (!amended)
      return { note: '', photos: [], body: {}, intent: null, patrolId: patrol.current?.id }
    return wordsOf({ ...structuredClone(amended), intent: null })
  }

  const purpose: DraftPurpose = { kind, amends: amended?.id, ofCase: edited?.id }
  const draftSession = openDraft({
    purpose,
    record: edited?.row,
    startedAt: edited?.report.capturedAt,
    form: {
      words: () => JSON.parse(JSON.stringify(wordsOf(toRaw(draft)))) as DraftWords,
      show: (words) => Object.assign(draft, structuredClone(words)),
    },
    look: amended && (async () => (await drafts.look(amended.id)) ?? seenOf(amended)),
    heard: {
      state: (next) => {
        // What was found is told first; then the form is there.
        if (isRestored.value) state.value = next
        names.value++
      },
      kept: (at) => {
        savedAt.value = at
        names.value++
      },
      fault: (why) => (saveFault.value = why),
      clashes: (next) => (clashes.value = next),
    },
  })

  async function restore(): Promise<void> {
    wasRestored.value = await draftSession.restore()
    if (wasRestored.value) savedAt.value = draftSession.draft.writtenAt
    names.value++
    state.value = draftSession.state
    // From here on every alteration is kept. The outbox is not touched: a draft is not a change.
    watch(draft, () => void write(), { deep: true })
    if (session.current && !isGone) stopFollowing = followDraft(draftSession, drafts, amended?.id)
  }
  /** Resolves when all that was put in until then is on the disk, or a fault says why not. */
  async function write(): Promise<void> {
    const late = setTimeout(() => (isBehind.value = true), blinkMs)
    await draftSession.write()
    clearTimeout(late)
    isBehind.value = false
  }
  let isGone = false
  let stopFollowing = (): void => undefined
  onScopeDispose(() => {
    isGone = true
    stopFollowing()
  })
  const restored = restore()

  const intake = useDraftIntake({
    draft,
    isReady: () => restored,
    placeName: () => (draft.placeId ? reference.placeById(draft.placeId)?.name : undefined),
    keep: write,
  })

  const voice = useVoiceIntake({
    draft,
    isReady: () => restored,
    keep: write,
  })
  void restored.then(() => voice.recover())
  const allIn = () => Promise.all([intake.settled(), voice.settled()])

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

  /**
   * Photos and voice notes that are still being taken in belong to it; from then on it is frozen.
   */
  async function save({ isRecallable = false } = {}): Promise<Result<SavedForm>> {
    await restored
    await allIn()
    const { member } = session
    if (!member) return fail(fault('signedOut'))
    return amended ? saveAmendment(member.id) : saveNew(member.id, isRecallable)
  }

  async function saveNew(member: MemberId, isRecallable: boolean): Promise<Result<SavedForm>> {
    const gridId = gridOf()
    if (!gridId) return fail(fault('unknownGrid'))
    return draftSession.save(async (whole, version) => {
      const change = creation(whole, { by: edited?.by ?? member, gridId, ofCase: edited?.id })
      const kept = await saveChange(change, attachmentsOf(whole), {
        draft: version,
        isRecallable,
      })
      return kept.ok ? succeed({ record: whole.record, change: change.id }) : kept
    })
  }

  async function saveAmendment(member: MemberId): Promise<Result<SavedForm>> {
    // Who is shown that it was sent back, and saves, answers that.
    const standing = options.standing?.()
    const changeOf = (whole: Draft) => {
      const seen = whole.seen ?? seenOf(amended!)
      const shown = standing ? { ...seen, standing } : seen
      return amendment(whole, shown, member, device.environment.now())
    }
    const { record } = draftSession.draft
    if (state.value.is === 'editing' && isNothing(changeOf(draftSession.draft))) {
      await draftSession.discard() // nothing was altered: nothing is sent
      return succeed({ record, change: null })
    }
    return draftSession.save(async (whole, version) => {
      const change = changeOf(whole)
      const kept = await saveChange(change, attachmentsOf(whole), { draft: version })
      return kept.ok ? succeed({ record, change: change.id }) : kept
    })
  }

  const gridOf = (): GridId | undefined =>
    (draft.placeId && reference.placeById(draft.placeId)?.gridId) ||
    gridOfPosition() ||
    edited?.gridId ||
    patrol.current?.gridId ||
    reference.myGrids[0]?.id ||
    session.member?.gridIds[0]

  /** As the person has said where a border runs, as long as that can be. */
  function gridOfPosition(): GridId | undefined {
    if (!draft.position) return undefined
    const around = reference.gridsAround(draft.position)
    return (around.find((grid) => grid.id === draft.gridId) ?? around[0])?.id
  }

  const named = <T>(read: (whole: Draft) => T) =>
    computed(() => (names.value, read(draftSession.draft)))
  return {
    draft,
    purpose: () => purposeText(purpose),
    record: named((whole) => whole.record),
    startedAt: named((whole) => whole.startedAt),
    isRestored,
    wasRestored,
    savedAt,
    isKept: computed(() => savedAt.value !== null && !saveFault.value && !isBehind.value),
    saveFault,
    state,
    clashes,
    busyPhotos: intake.busy,
    allIn,
    voice,
    isSaving: computed(() => state.value.is === 'saving'),
    photoCount: computed(() => draft.photos.length),
    addPhotos: intake.add,
    removePhoto: intake.remove,
    setIntent,
    hold,
    save,
    discard: async () => {
      // What is being recorded goes with it.
      await voice.settled()
      return draftSession.discard()
    },
    choose: draftSession.choose,
    takeTheirs: draftSession.takeTheirs,
    keepMine: draftSession.keepMine,
  }
}
