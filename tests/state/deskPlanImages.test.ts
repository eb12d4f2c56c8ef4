// A picture of the plan on its way to the server over a slow line.
import { beforeEach, expect, test, vi } from 'vitest'
import type { ArchiveSending } from '#client/tiles/sendArchive.ts'
import { fault } from '#domain/fault.ts'
import type { GridId } from '#domain/ids.ts'
import { fail, succeed } from '#domain/result.ts'
import { useDeskPlanImages } from '#state/useDeskPlanImages.ts'

const line = vi.hoisted(() => ({ secondsAPart: 0, parts: 0 }))

vi.mock('#client/tiles/sendArchive.ts', () => ({
  sendArchive: async (_: Blob, __: null, { told, stop }: ArchiveSending) => {
    for (let part = 1; part <= line.parts && !stop.aborted; part++) {
      await new Promise((resolve) => setTimeout(resolve, line.secondsAPart * 1000))
      told(stop.aborted ? part - 1 : part, false)
    }
    return succeed(stop.aborted ? null : { upload: 'sent', url: '' })
  },
}))
vi.mock('#client/http/planImages.ts', () => ({
  makePlanImage: () => Promise.resolve(succeed({})),
}))
vi.mock('#state/device.ts', () => ({ useDevice: () => ({ transport: {} }) }))
vi.mock('#state/useSync.ts', () => ({ useSync: () => ({ syncSoon: () => undefined }) }))
vi.mock('#state/useRights.ts', () => ({ useRights: () => ({ canIn: () => true }) }))
vi.mock('#state/usePlanImages.ts', () => ({ usePlanImages: () => ({ all: [] }) }))

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

test.each([
  ['may take minutes, as long as more of it arrives', 20, succeed(null)],
  ['is given up where nothing arrives for a minute', 61, fail(fault('offline'))],
])('it %s', async (_, secondsAPart, end) => {
  Object.assign(line, { secondsAPart, parts: 9 })
  const images = useDeskPlanImages()
  const told = { name: '', points: [], opacity: 1, gridId: 'g' as GridId }
  const made = images.make(new Blob(['x']), { ...told, id: images.newId() })
  await vi.runAllTimersAsync()
  expect(await made).toEqual(end)
})
