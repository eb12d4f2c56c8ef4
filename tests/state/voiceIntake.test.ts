// A voice note on its way into a form: whatever ends its recording, and whatever its form does
// meanwhile.
import { effectScope, reactive, ref, shallowRef } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { DraftWords } from '#client/db/tables.ts'
import type { DraftForm } from '#state/draftForm.ts'
import { useVoiceIntake } from '#state/useVoiceIntake.ts'
import { useFormExit } from '#ui/field/capture/useFormExit.ts'

interface Given {
  microphone: unknown
  part: (bytes: ArrayBuffer, index: number) => void
  end: () => void
  stopped: number
  saved: unknown
  kept: unknown[]
  dropped: unknown[]
}
const given = vi.hoisted((): Given => ({
  microphone: null,
  part: () => undefined,
  end: () => undefined,
  stopped: 0,
  saved: null,
  kept: [],
  dropped: [],
}))

vi.mock('#state/device.ts', () => ({ useDevice: () => ({ environment: { now: () => 7 } }) }))
vi.mock('#state/useSession.ts', () => ({ useSession: () => ({ current: {} }) }))
vi.mock('#client/sensors/screenAwake.ts', () => ({ keepAwake: () => () => undefined }))
vi.mock('#client/sensors/microphone.ts', () => ({
  canRecord: () => true,
  openRecorder: ({ onPart }: { onPart: Given['part'] }) => {
    given.part = onPart
    return given.microphone
  },
}))
vi.mock('#client/phone/intakeStore.ts', () => ({
  partMs: 1000,
  intakeStore: () => ({
    keepPart: (...part: unknown[]) => Promise.resolve(void given.kept.push(part)),
    saveVoice: () => Promise.resolve(given.saved),
    dropParts: (of: unknown) => Promise.resolve(void given.dropped.push(of)),
  }),
}))
vi.mock('vue-i18n', () => ({ useI18n: () => ({ t: (key: string) => key }) }))
vi.mock('vue-router', () => ({ useRouter: () => ({}), onBeforeRouteLeave: () => undefined }))
vi.mock('#state/useDraft.ts', () => ({ hasContent: () => true }))
vi.mock('#ui/notices/useUndo.ts', () => ({ useUndo: () => ({}) }))

const note = { hash: 'v1', bytes: 9, seconds: 4, takenAt: 7 }
function aMicrophone() {
  const ended = new Promise((done) => (given.end = () => done({ ms: 4000 })))
  return { ok: true, value: { stop: () => void (given.stopped++, given.end()), ended } }
}
function aForm(words: Partial<DraftWords> = {}) {
  const draft = reactive({ voice: [], ...words }) as Pick<DraftWords, 'voice' | 'recording'>
  const written: string[] = []
  const scope = effectScope()
  const voice = scope.run(() =>
    useVoiceIntake({
      draft,
      isReady: () => Promise.resolve(),
      keep: () => Promise.resolve(void written.push(JSON.stringify(draft))),
    }),
  )!
  return { draft, voice, scope, written }
}

beforeEach(() => {
  vi.stubGlobal('document', {})
  vi.stubGlobal('navigator', {})
  Object.assign(given, {
    microphone: aMicrophone(),
    saved: { ok: true, value: note },
    stopped: 0,
    kept: [],
    dropped: [],
  })
})
afterEach(() => vi.unstubAllGlobals())

test('a recording is named by its form before it has a part, and becomes a note when it ends', async () => {
  const { draft, voice, written } = aForm()
  await voice.start()
  expect([voice.state.value, draft.recording?.startedAt]).toEqual(['recording', 7])
  expect(written).toHaveLength(1)
  given.part(new ArrayBuffer(3), 0)
  expect(given.kept).toHaveLength(1)
  voice.stop()
  await voice.settled()
  expect([draft.voice, draft.recording, voice.state.value]).toEqual([[note], undefined, 'idle'])
  expect(written.at(-1)).toContain('v1')
  expect(given.dropped, 'its parts, after the form names it').toHaveLength(1)
})

test('whoever saves ends what is being recorded, and waits for it', async () => {
  const { draft, voice } = aForm()
  await voice.start()
  await voice.settled()
  expect([given.stopped, draft.voice]).toEqual([1, [note]])
})

test('a form that is left in the midst of it keeps it all the same', async () => {
  const { draft, voice, scope } = aForm()
  await voice.start()
  scope.stop()
  await voice.settled()
  expect(draft.voice).toEqual([note])
})

test('a microphone that is given after the form was saved hears nothing', async () => {
  let give = (): void => undefined
  given.microphone = new Promise((done) => (give = () => done(aMicrophone())))
  const { draft, voice } = aForm()
  const starting = voice.start()
  await Promise.resolve()
  await voice.settled()
  give()
  await starting
  expect([given.stopped, voice.state.value, draft.recording]).toEqual([1, 'idle', undefined])
})

test('a refusal is told, and nothing else is altered', async () => {
  given.microphone = { ok: false, fault: { code: 'microphoneRefused' } }
  const { draft, voice, written } = aForm({ voice: [note as never] })
  await voice.start()
  expect([voice.fault.value?.code, draft.voice, written]).toEqual(['microphoneRefused', [note], []])
})

test('what a page that died has left is put in, once', async () => {
  const recording = { id: 'r', startedAt: 3 }
  const { draft, voice } = aForm({ recording })
  await voice.recover()
  await voice.recover()
  expect([draft.voice, draft.recording, given.dropped]).toEqual([[note], undefined, [recording]])
})

test('what could not be kept is told; its parts stay, and the form still names them', async () => {
  given.saved = { ok: false, fault: { code: 'storageFull' } }
  const { draft, voice } = aForm()
  await voice.start()
  await voice.settled()
  expect([voice.fault.value?.code, draft.voice, given.dropped]).toEqual(['storageFull', [], []])
  expect(draft.recording).toBeDefined()
  voice.dismiss()
  expect([draft.recording, voice.fault.value]).toEqual([undefined, null])
})

test('one that was taken out comes back where there is room for it still', async () => {
  const { draft, voice } = aForm({ voice: [note as never] })
  const undo = await voice.remove('v1' as never)
  expect(draft.voice).toEqual([])
  await undo()
  expect(draft.voice).toEqual([note])
  const again = await voice.remove('v1' as never)
  draft.voice = [{ ...note, hash: 'v2', seconds: 58 } as never]
  await again()
  expect([draft.voice.length, voice.fault.value?.code]).toEqual([1, 'tooMuchVoice'])
})

test('what another window still records is not left out in silence: whoever saves here is told', async () => {
  vi.stubGlobal('navigator', {
    locks: { request: (_: string, __: object, work: (lock: null) => unknown) => work(null) },
  })
  const recording = { id: 'r', startedAt: 3 }
  const { draft, voice } = aForm({ recording })
  await voice.recover()
  await voice.settled()
  expect([draft.recording, voice.fault.value?.code]).toEqual([recording, 'draftElsewhere'])
})

/** What a form asks before it saves; without it nothing is saved. */
function exitOf({ draft, voice, scope }: ReturnType<typeof aForm>) {
  const form = {
    draft,
    isRestored: ref(true),
    wasRestored: ref(false),
    state: shallowRef({ is: 'editing' }),
    allIn: () => voice.settled(),
  } as unknown as DraftForm
  return scope.run(() => useFormExit(form))!
}

test('a form whose recording cannot be kept is not saved, and its author is told', async () => {
  given.saved = { ok: false, fault: { code: 'storageFull' } }
  const form = aForm()
  const { isAllIn, isBusy } = exitOf(form)
  await form.voice.start()
  expect([await isAllIn(), form.voice.fault.value?.code]).toEqual([false, 'storageFull'])
  expect([await isAllIn(), isBusy.value], 'nor at the next attempt').toEqual([false, false])
  form.voice.dismiss()
  expect(await isAllIn(), 'once they have read it').toBe(true)
})

test('a form is saved with what is being recorded for it', async () => {
  const form = aForm()
  const { isAllIn } = exitOf(form)
  await form.voice.start()
  expect([await isAllIn(), form.draft.voice]).toEqual([true, [note]])
})
