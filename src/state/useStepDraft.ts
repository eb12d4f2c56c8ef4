// A half-written step — its comment, marks, handler, photos, voice notes — kept at every keystroke
// like a form, until it is taken or dropped.
import {
  computed,
  type ComputedRef,
  reactive,
  type Reactive,
  ref,
  type Ref,
  shallowRef,
  type ShallowRef,
  toRaw,
  watch,
} from 'vue'
import { purposeText } from '#client/drafts/draft.ts'
import type { DraftPurpose, DraftWords } from '#client/db/tables.ts'
import type { DraftSession, DraftState } from '#client/drafts/draftSession.ts'
import type { Fault } from '#domain/fault.ts'
import type { Instant, MemberId, PhotoHash } from '#domain/ids.ts'
import type { PhotoRef, PhotoRole } from '#domain/photo.ts'
import type { Report } from '#domain/report.ts'
import type { Status, StepType } from '#domain/step.ts'
import type { VoiceRef } from '#domain/voice.ts'
import { useDevice } from './device.ts'
import type { SaveThrough } from './useStepActions.ts'
import { type PhotoComing, type PhotoRefusal, useDraftIntake } from './useDraftIntake.ts'
import type { PhotoOrigin } from './useSavePhoto.ts'
import { useOpenDraft } from './useOpenDraft.ts'
import { useVoiceIntake, type VoiceIntake } from './useVoiceIntake.ts'

export interface StepContent {
  comment: string
  photos: PhotoRef[]
  voice: VoiceRef[]
  recording?: DraftWords['recording']
  marks: { fields: string[]; photos: PhotoHash[] }
  handlerId?: MemberId
  dueAt?: Instant
}

export interface StepDraft {
  draft: Reactive<StepContent>
  /** What it is for, the same after a reload. */
  purpose(): string
  isRestored: ComputedRef<boolean>
  /** Something was found again and is still there. */
  hasFound: ComputedRef<boolean>
  /** How many photos are still on their way. */
  busy: Ref<number>
  /** Why the last keystroke could not be kept, if so. */
  saveFault: Ref<Fault | null>
  state: ShallowRef<DraftState>
  /** How the report stood when this was begun, where it stands otherwise now. */
  movedFrom: ComputedRef<Status | null>
  add(
    files: readonly PhotoComing[],
    role: PhotoRole | null,
    origin: Pick<PhotoOrigin, 'source' | 'headingDegrees'>,
  ): Promise<PhotoRefusal[]>
  voice: VoiceIntake
  /**
   * Resolves when no photo that was added by now is on its way any more, and no voice note is being
   * recorded.
   */
  allIn(): Promise<unknown>
  remove(hash: string): void
  setIntent(intent: DraftWords['intent']): Promise<void>
  save: SaveThrough
  discard(): Promise<boolean>
  takeTheirs(): void
  keepMine(): Promise<void>
}

const empty = (): StepContent => ({
  comment: '',
  photos: [],
  voice: [],
  recording: undefined,
  marks: { fields: [], photos: [] },
  handlerId: undefined,
  dueAt: undefined,
})

const isAnything = (content: StepContent): boolean => {
  const { comment, photos, voice, recording, marks, handlerId, dueAt } = content
  return (
    comment !== '' ||
    recording !== undefined ||
    photos.length + voice.length + marks.fields.length + marks.photos.length > 0 ||
    (handlerId ?? dueAt) !== undefined
  )
}

export function useStepDraft(report: () => Report, type: () => StepType): StepDraft {
  const device = useDevice()
  const openDraft = useOpenDraft()
  const draft = reactive<StepContent>(empty())
  const wasRestored = ref(false)
  const saveFault = ref<Fault | null>(null)
  const state = shallowRef<DraftState>({ is: 'loading' })
  const isRestored = computed(() => state.value.is !== 'loading')
  const begunAt = ref<Status>()
  let intent: DraftWords['intent'] = null
  let draftSession: DraftSession

  const purpose = (): DraftPurpose => ({ kind: `step:${type()}`, amends: report().id })

  function words(): DraftWords {
    const { photos, voice, recording, comment, marks, handlerId, dueAt } = JSON.parse(
      JSON.stringify(toRaw(draft)),
    ) as StepContent
    const isMarked = marks.fields.length + marks.photos.length > 0
    return {
      note: comment,
      photos,
      voice,
      recording,
      body: { ...(isMarked ? { marks } : {}), handlerId, dueAt },
      intent,
    }
  }
  const show = ({ note, photos, voice = [], recording, body }: DraftWords): unknown =>
    Object.assign(draft, empty(), { comment: note, photos, voice, recording, ...definedOf(body) })

  let opened: Promise<void>
  // Not by the watch: a form may be left while a photo is still being made ready.
  const keep = (): Promise<void> => draftSession.write()
  const intake = useDraftIntake({ draft, isReady: () => opened, keep })
  const voice = useVoiceIntake({ draft, isReady: () => opened, keep })
  const allIn = (): Promise<unknown> => Promise.all([intake.settled(), voice.settled()])
  async function open(): Promise<void> {
    intent = null
    saveFault.value = null
    state.value = { is: 'loading' }
    Object.assign(draft, empty())
    const mine = openDraft({
      purpose: purpose(),
      standing: report().standing,
      form: { words, show },
      heard: {
        // What was found is told first; then the form is there.
        state: (next) => mine === draftSession && isRestored.value && (state.value = next),
        fault: (why) => mine === draftSession && (saveFault.value = why),
      },
    })
    draftSession = mine
    const found = await mine.restore(() => mine === draftSession)
    if (mine !== draftSession) return
    wasRestored.value = found
    begunAt.value = mine.draft.standing
    state.value = mine.state
    void voice.recover()
  }

  // Two sources, compared one by one: a row that comes in anew must not lay the stored form over
  // what is being written.
  watch(
    [() => report().id, type],
    () => {
      // What is being recorded belongs to the form that is left.
      const isRecording = draft.recording !== undefined && voice.state.value !== 'idle'
      opened = isRecording ? voice.settled().then(open) : open()
    },
    { immediate: true },
  )
  watch(
    draft,
    () => {
      if (isRestored.value) void draftSession.write()
    },
    { deep: true },
  )

  return {
    draft,
    purpose: () => purposeText(purpose()),
    isRestored,
    hasFound: computed(() => wasRestored.value && isAnything(draft)),
    busy: intake.busy,
    saveFault,
    state,
    add: (files, role, origin) =>
      intake.add(files, role, { ...origin, at: device.environment.now() }),
    voice,
    allIn,
    movedFrom: computed(() =>
      begunAt.value && begunAt.value !== report().standing ? begunAt.value : null,
    ),
    remove: (hash) => (draft.photos = draft.photos.filter((photo) => photo.hash !== hash)),
    setIntent: (wanted) => {
      intent = wanted
      return draftSession.write()
    },
    save: async (keep) => {
      const saved = await draftSession.save(keep)
      if (saved.ok) await open()
      return saved
    },
    discard: async () => {
      // What is still on its way goes with it, not into the form that comes next.
      await allIn()
      const isGone = await draftSession.discard()
      if (isGone) await open()
      return isGone
    },
    takeTheirs: () => draftSession.takeTheirs(),
    keepMine: () => draftSession.keepMine(),
  }
}

const definedOf = (body: object): object =>
  Object.fromEntries(
    Object.entries(body).filter(([, value]) => value !== undefined && value !== null),
  )
