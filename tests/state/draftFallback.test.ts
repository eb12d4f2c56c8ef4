// A form as a screen gets it, over a database that refuses: its words go into the local fallback,
// come back from there, and its state says at each moment where it stands.
import Dexie from 'dexie'
import { effectScope, nextTick, reactive, watch } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CaptureDb } from '#client/db/captureDb.ts'
import { sealed } from '#client/phone/sealedSession.ts'
import type { DraftState } from '#client/drafts/draftSession.ts'
import { succeed } from '#domain/result.ts'
import { useDraft } from '#state/useDraft.ts'
import { aCache, aCapture, me } from '../client/db/aCapture.ts'

const world = vi.hoisted(() => ({
  kept: new Map<string, string>(),
  session: {} as { current: unknown; member: unknown },
  storage: {} as { trouble: unknown; lookAt: (session: unknown) => unknown },
  saved: [] as { change: unknown; draft: unknown }[],
}))

vi.mock('#state/device.ts', () => {
  let at = 1
  const local = {
    getItem: (key: string) => world.kept.get(key) ?? null,
    setItem: (key: string, value: string) => void world.kept.set(key, value),
    removeItem: (key: string) => void world.kept.delete(key),
  }
  return { useDevice: () => ({ environment: { now: () => at++, local } }) }
})
vi.mock('#state/useSession.ts', () => ({ useSession: () => world.session }))
vi.mock('#state/useStorageTrouble.ts', () => ({ useStorageTrouble: () => world.storage }))
vi.mock('#state/useSavePhoto.ts', () => ({ useSavePhoto: () => () => undefined }))
vi.mock('#state/usePatrol.ts', () => ({ usePatrol: () => ({ current: null }) }))
vi.mock('#state/useReference.ts', () => ({
  useReference: () => ({
    placeById: () => undefined,
    gridsAround: () => [],
    myGrids: [{ id: 'g-1' }],
  }),
}))
vi.mock('#state/useSaveChange.ts', () => ({
  useSaveChange:
    () =>
    (change: unknown, _: unknown, { draft }: { draft: unknown }) => {
      world.saved.push({ change, draft })
      return Promise.resolve(succeed(null))
    },
}))

let capture: CaptureDb
const lookAt = vi.fn()
beforeEach(() => {
  capture = aCapture()
  const member = { id: me, name: 'n', roles: [], gridIds: [], isActive: true }
  const local = { memberId: me, member, device: { id: 'd', secret: 's' } }
  world.session = { current: sealed({ ...local, capture, cache: aCache() }), member }
  world.storage = reactive({ trouble: null, lookAt })
  world.kept.clear()
  world.saved.length = 0
  lookAt.mockReset()
})
const scopes: ReturnType<typeof effectScope>[] = []
afterEach(() => scopes.splice(0).forEach((scope) => scope.stop()))

async function aForm() {
  const scope = effectScope()
  scopes.push(scope)
  const states: DraftState['is'][] = []
  const form = scope.run(() => {
    const opened = useDraft('hazard')
    watch(opened.state, ({ is }) => states.push(is), { immediate: true, flush: 'sync' })
    return opened
  })!
  await vi.waitFor(() => expect(form.isRestored.value).toBe(true))
  return { form, states, leave: () => scope.stop() }
}
async function refusing(name: string): Promise<() => void> {
  await capture.open()
  const refuse = (): never => {
    throw new DOMException('no', name)
  }
  capture.draft.hook('creating', refuse)
  return () => capture.draft.hook('creating').unsubscribe(refuse)
}

test('words that the database refuses come back from the local fallback', async () => {
  const accept = await refusing('QuotaExceededError')
  const { form, leave } = await aForm()
  form.draft.note = 'the last words'
  await vi.waitFor(() => expect(form.saveFault.value?.code).toBe('storageFull'))
  expect(form.savedAt.value).toBeNull()
  leave()
  accept()
  const again = await aForm()
  expect([again.form.wasRestored.value, again.form.draft.note]).toEqual([true, 'the last words'])
  again.form.draft.note += ', and more'
  await vi.waitFor(async () =>
    expect((await capture.draft.toArray()).map(({ note }) => note)).toEqual([
      'the last words, and more',
    ]),
  )
  expect(again.form.saveFault.value).toBeNull()
  expect(world.kept.size).toBe(0)
})

test('a database that is lost is looked at, and what was typed lies beside it', async () => {
  await refusing('UnknownError')
  const { form } = await aForm()
  form.draft.note = 'typed meanwhile'
  await vi.waitFor(() => expect(form.saveFault.value?.code).toBe('storageLost'))
  expect(lookAt).toHaveBeenCalledWith(world.session.current)
  expect([...world.kept.values()].join()).toContain('typed meanwhile')
})

test('storage in trouble is no moment to wait: words go beside it at once', async () => {
  const { form } = await aForm()
  form.draft.note = 'before the trouble'
  world.storage.trouble = { code: 'storageEmptied' }
  expect([...world.kept.values()].join()).toContain('before the trouble')
  await nextTick()
})

test('stands at loading, then at editing, then at what became of it', async () => {
  const { form, states } = await aForm()
  expect([form.wasRestored.value, states]).toEqual([false, ['loading', 'editing']])
  form.draft.note = 'a lamp'
  await vi.waitFor(() => expect(form.savedAt.value).not.toBeNull())
  expect(await form.save()).toEqual({
    ok: true,
    value: expect.objectContaining({ record: form.record.value }),
  })
  expect(states).toEqual(['loading', 'editing', 'saving', 'saved'])
  expect(world.saved).toMatchObject([{ change: { op: 'create', set: { note: 'a lamp' } } }])
})

test('what is longer than a blink on its way to the disk is not called kept', async () => {
  const { form } = await aForm()
  form.draft.note = 'a lamp'
  await vi.waitFor(() => expect(form.isKept.value).toBe(true))
  let release = (): void => undefined
  const until = new Promise<void>((resolve) => (release = resolve))
  const held = capture.transaction('rw', capture.draft, () => Dexie.waitFor(until))
  form.draft.note = 'a lamp is out'
  await vi.waitFor(() => expect(form.isKept.value).toBe(false))
  release()
  await held
  await vi.waitFor(() => expect(form.isKept.value).toBe(true))
})

test('what lay there is there before the form says that it is', async () => {
  const { form, leave } = await aForm()
  form.draft.note = 'half a sentence'
  await vi.waitFor(() => expect(form.savedAt.value).not.toBeNull())
  leave()
  const scope = effectScope()
  scopes.push(scope)
  const seen: unknown[] = []
  const again = scope.run(() => {
    const opened = useDraft('hazard')
    watch(
      opened.isRestored,
      () => seen.push([opened.wasRestored.value, opened.draft.note, opened.savedAt.value !== null]),
      { flush: 'sync' },
    )
    return opened
  })!
  await vi.waitFor(() => expect(again.isRestored.value).toBe(true))
  expect(seen).toEqual([[true, 'half a sentence', true]])
  expect(await again.discard()).toBe(true)
  expect(again.state.value.is).toBe('discarded')
  expect(await capture.draft.count()).toBe(0)
})
