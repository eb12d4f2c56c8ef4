// A photo that is still being made ready when its step's form goes away: it lies in that step's
// draft all the same.
import { effectScope, nextTick } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import type { DraftWords } from '#client/db/tables.ts'
import type { Report } from '#domain/report.ts'
import type { PhotoComing } from '#state/useDraftIntake.ts'
import { useStepDraft } from '#state/useStepDraft.ts'

const written = vi.hoisted(() => [] as unknown[])
const ready = vi.hoisted(() => ({ now: (): void => undefined }))

vi.mock('#state/device.ts', () => ({ useDevice: () => ({ environment: { now: () => 1 } }) }))
vi.mock('#state/useSavePhoto.ts', () => ({
  useSavePhoto: () => () =>
    new Promise((done) => (ready.now = () => done({ ok: true, value: { hash: 'h1' } }))),
}))
vi.mock('#state/useVoiceIntake.ts', () => ({
  useVoiceIntake: () => ({
    state: { value: 'idle' },
    recover: () => Promise.resolve(),
    settled: () => Promise.resolve(),
  }),
}))
vi.mock('#state/useOpenDraft.ts', () => ({
  useOpenDraft:
    () =>
    ({ form }: { form: { words(): DraftWords } }) => ({
      draft: {},
      state: { is: 'editing', wasFound: false },
      restore: () => Promise.resolve(false),
      discard: () => Promise.resolve(void written.push('discarded')).then(() => true),
      write: () =>
        Promise.resolve(void written.push(form.words().photos.map((photo) => photo.hash))),
    }),
}))

afterEach(() => void written.splice(0))

/**
 * A step's form with these photos on their way, asked for when it stands; the last of them is being
 * made ready.
 */
async function withPhotos(photos: () => PhotoComing[]) {
  const scope = effectScope()
  const form = scope.run(() =>
    useStepDraft(
      () => ({ id: 'r1', standing: 'open' }) as unknown as Report,
      () => 'resolve',
    ),
  )!
  await vi.waitFor(() => expect(form.isRestored.value).toBe(true))
  const before = ready.now
  const added = form.add(photos(), 'after', { source: 'camera' })
  await vi.waitFor(() => expect(ready.now).not.toBe(before))
  return { scope, form, added }
}

test('a form that is left while a photo is on its way keeps the photo in its draft', async () => {
  const { scope, added } = await withPhotos(() => [new Blob(['x'])])
  scope.stop()
  ready.now()
  expect(await added).toEqual([])
  await nextTick()
  expect(written.at(-1)).toEqual(['h1'])
})

test('a form that is thrown away while a photo is on its way takes that photo with it', async () => {
  const { scope, form, added } = await withPhotos(() => [new Blob(['x'])])
  const discarded = form.discard()
  await nextTick()
  ready.now()
  await added
  expect(await discarded).toBe(true)
  expect(written.at(-1)).toBe('discarded')
  expect(form.draft.photos).toEqual([])
  scope.stop()
})

test('a photo that goes wrong on its way is told, and the one after it gets in', async () => {
  const gone = () => Promise.reject<Blob | null>(new Error('the camera has gone'))
  const { scope, form, added } = await withPhotos(() => [
    gone(),
    Promise.resolve(null),
    new Blob(['x']),
  ])
  ready.now()
  expect(await added).toMatchObject([{ fault: { code: 'photoNotKept' } }])
  expect(form.draft.photos).toEqual([{ hash: 'h1' }])
  expect(form.busy.value).toBe(0)
  scope.stop()
})
