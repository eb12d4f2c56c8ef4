// Voice notes into a draft: recorded part by part onto this phone, and put into the draft however
// the recording ends. Whoever saves ends it and waits for it.
import { computed, type ComputedRef, onScopeDispose, ref, type Ref, shallowRef } from 'vue'
import { canRecord, openRecorder, type Recorder } from '#client/sensors/microphone.ts'
import { intakeStore, type IntakeStore, partMs } from '#client/phone/intakeStore.ts'
import { keepAwake } from '#client/sensors/screenAwake.ts'
import type { DraftWords } from '#client/db/tables.ts'
import { type Fault, fault } from '#domain/fault.ts'
import type { PhotoHash } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import { secondsLeft, voiceLimits, type VoiceRef } from '#domain/voice.ts'
import { useDevice } from './device.ts'
import { useSession } from './useSession.ts'

export interface VoiceIntake {
  /** Whether this browser can record here. */
  canRecord: boolean
  state: Ref<'idle' | 'asking' | 'recording' | 'keeping'>
  /** Of the recording under way, in whole seconds. */
  elapsed: Ref<number>
  /** Seconds there is still room for, the recording under way left out. */
  left: ComputedRef<number>
  /** Why nothing was recorded or kept, until the next attempt. */
  fault: Ref<Fault | null>
  start(): Promise<void>
  stop(): void
  /** Takes it out; gives the way to put it back. */
  remove(hash: PhotoHash): Promise<() => Promise<void>>
  /** Ends what is being recorded; resolves once it is in, or refused. */
  settled(): Promise<void>
  dismiss(): void
}

type VoiceDraft = Pick<DraftWords, 'voice' | 'recording'>

export interface VoiceIntakeOptions {
  draft: VoiceDraft
  /** Before it the draft is not there. */
  isReady: () => Promise<unknown>
  /** After each alteration. */
  keep: () => Promise<unknown>
}

/** Whoever records holds this: what another page still records is left to it. */
const lockOf = (id: string): string => `gridwalk-recording-${id}`

export function useVoiceIntake({ draft, isReady, keep }: VoiceIntakeOptions) {
  const device = useDevice()
  const session = useSession()
  const state = ref<'idle' | 'asking' | 'recording' | 'keeping'>('idle')
  const elapsed = ref(0)
  const why = shallowRef<Fault | null>(null)
  const left = computed(() => secondsLeft(draft.voice ?? []))
  let recorder: Recorder | null = null
  let working: Promise<unknown> = Promise.resolve()
  let isGone = false
  /** Raised by whoever will not wait for a microphone that is still being asked for. */
  let turn = 0

  const store = (): IntakeStore | null => session.current && intakeStore(session.current)

  async function start(): Promise<void> {
    if (state.value !== 'idle') return
    state.value = 'asking'
    const mine = ++turn
    why.value = null
    await isReady()
    const intake = store()
    if (!intake || left.value === 0 || isGone) return void (state.value = 'idle')
    const startedAt = device.environment.now()
    const recording = { id: newId<string>(startedAt, crypto), startedAt }
    const parts: ArrayBuffer[] = []
    const opened = await openRecorder({
      maxMs: left.value * 1000,
      partMs,
      onPart: (bytes, index) => {
        parts.push(bytes)
        // What the database does not take, this page still holds.
        intake.keepPart(recording, index, bytes, startedAt).catch(() => undefined)
      },
    })
    const isWanted = mine === turn && !isGone
    if (!opened.ok || !isWanted) {
      if (opened.ok) opened.value.stop()
      else if (isWanted) why.value = opened.fault
      state.value = 'idle'
      return
    }
    recorder = opened.value
    state.value = 'recording'
    elapsed.value = 0
    const begunAt = performance.now()
    const clock = setInterval(
      () => (elapsed.value = Math.floor((performance.now() - begunAt) / 1000)),
      200,
    )
    // A phone that goes to sleep takes the microphone away.
    const letSleep = keepAwake(navigator, document)
    draft.recording = recording
    const kept = keep()
    const { ended } = opened.value
    working = holding(recording.id, async () => {
      const { ms } = await ended
      clearInterval(clock)
      letSleep()
      recorder = null
      state.value = 'keeping'
      await kept
      await putIn(intake, recording, { parts, ms })
      state.value = 'idle'
    })
  }

  /** What there is of a recording becomes a voice note of the draft. */
  async function putIn(
    intake: IntakeStore,
    recording: NonNullable<VoiceDraft['recording']>,
    heard?: { parts: readonly ArrayBuffer[]; ms: number },
  ): Promise<void> {
    const saved = await intake.saveVoice(recording, heard)
    if (!saved.ok) {
      why.value = saved.fault
      return
    }
    const there = draft.voice ?? []
    if (saved.value && !there.some(({ hash }) => hash === saved.value!.hash))
      draft.voice = [...there, fitting(saved.value)]
    draft.recording = undefined
    await keep()
    await intake.dropParts(recording).catch(() => undefined)
  }

  /** Timers may be late by a moment; together they are no longer than may be. */
  const fitting = (note: VoiceRef): VoiceRef => ({
    ...note,
    seconds: Math.max(1, Math.min(note.seconds, left.value)),
  })

  /** What a page that died has left of a recording. */
  function recover(): Promise<unknown> {
    const { recording } = draft
    const intake = store()
    if (!recording || !intake || state.value !== 'idle') return Promise.resolve()
    working = holding(recording.id, () => putIn(intake, recording), { isIfFree: true })
    return working
  }

  function stop(): void {
    recorder?.stop()
  }

  async function settled(): Promise<void> {
    turn++
    stop()
    await working
    // Another window still records into this form: whoever saves here is told, not left waiting.
    if (draft.recording && !why.value) why.value = fault('draftElsewhere')
  }

  onScopeDispose(() => {
    isGone = true
    stop()
  })

  return {
    canRecord: canRecord(),
    state,
    elapsed,
    left,
    fault: why,
    start,
    stop,
    settled,
    recover,
    dismiss: () => {
      why.value = null
      // Refused and read: it is no part of the form any more.
      if (state.value === 'idle' && draft.recording) {
        draft.recording = undefined
        void keep()
      }
    },
    remove: async (hash: PhotoHash) => {
      const there = draft.voice ?? []
      const at = there.findIndex((note) => note.hash === hash)
      draft.voice = there.filter((note) => note.hash !== hash)
      await keep()
      return async () => {
        const now = draft.voice ?? []
        if (at < 0 || now.some((note) => note.hash === hash)) return
        if (secondsLeft(now) < there[at]!.seconds) return void (why.value = tooMuch())
        draft.voice = [...now.slice(0, at), there[at]!, ...now.slice(at)]
        await keep()
      }
    },
  } satisfies VoiceIntake & { recover(): Promise<unknown> }
}

const tooMuch = (): Fault =>
  fault('tooMuchVoice', { limit: voiceLimits.seconds, notes: voiceLimits.notes })

async function holding(
  id: string,
  work: () => Promise<unknown>,
  { isIfFree = false } = {},
): Promise<unknown> {
  const locks = (navigator as Partial<Navigator>).locks
  if (!locks) return work()
  return locks.request(lockOf(id), { ifAvailable: isIfFree }, (lock) => (lock ? work() : undefined))
}
