// What a person saves is saved, whatever the phone foresees; what it foresees is told.
import { createPinia, setActivePinia } from 'pinia'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { effectScope, watch } from 'vue'
import { sealed, type SealedSession } from '#client/phone/sealedSession.ts'
import { useForeseen } from '#state/useForeseen.ts'
import { useSaveChange } from '#state/useSaveChange.ts'
import { aPhone, aReport, aWorld, type Phone, type World } from '../world.ts'

const current = vi.hoisted(() => ({ session: null as SealedSession | null }))
vi.mock('#state/device.ts', () => ({
  useDevice: () => ({ environment: { now: Date.now, local: { setItem: () => undefined } } }),
}))
vi.mock('#state/useSession.ts', () => ({ useSession: () => ({ current: current.session }) }))
vi.mock('#state/useSync.ts', () => ({ useSync: () => ({ syncSoon: () => undefined }) }))
vi.mock('#state/useStorageTrouble.ts', () => ({ useStorageTrouble: () => ({}) }))
vi.mock('#state/useStorageHealth.ts', () => ({
  useStorageHealth: () => ({ askInPassing: () => Promise.resolve() }),
}))

let world: World
let volunteer: Phone
beforeAll(async () => {
  setActivePinia(createPinia())
  world = await aWorld()
  volunteer = await aPhone(world, 'volunteer')
  await volunteer.sync()
  current.session = sealed(volunteer.session)
})
afterAll(() => world.close())

const save = (kind: string, body: object) => {
  const { id, ...report } = aReport(volunteer.session.memberId)
  const set = { ...report, kind, body }
  return useSaveChange()({ t: 'report', row: id, op: 'create', set })
}
const aVisit = { visitKind: 'household', result: 'met', channel: 'door', slot: 'day' }
const count = () => volunteer.session.capture.outbox.count()

test('a hazard is saved, and nothing is foreseen', async () => {
  expect(await save('hazard', aReport(volunteer.session.memberId).body)).toMatchObject({ ok: true })
  expect([await count(), useForeseen().latest]).toEqual([1, null])
})

test('a visit that the server will park is saved, and its author is told why', async () => {
  expect(await save('visit', aVisit)).toMatchObject({ ok: true })
  expect(await count()).toBe(2)
  await vi.waitFor(() => expect(useForeseen().latest?.fault.code).toBe('notAllowed'))
})

test('it is told where the person is by then, though the page that saved has been left', async () => {
  const asked = vi.spyOn(volunteer.session.cache.cursor, 'toArray')
  let answer!: () => void
  asked.mockReturnValueOnce(
    new Promise((resolve) => (answer = () => resolve([{ scope: 's', at: 1 }] as never))) as never,
  )
  const told: unknown[] = []
  const app = effectScope()
  app.run(() => {
    const foreseen = useForeseen()
    watch(
      () => foreseen.latest,
      (latest) => told.push(latest?.fault.code),
    )
  })
  const page = effectScope()
  const saved = page.run(() => save('visit', aVisit))
  expect(await saved).toMatchObject({ ok: true })
  page.stop()
  await vi.waitFor(() => expect(asked).toHaveBeenCalled())
  expect(told).toEqual([])
  answer()
  await vi.waitFor(() => expect(told).toEqual(['notAllowed']))
  app.stop()
})

test('it is saved just so where the phone cannot ask', async () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  volunteer.session.cache.close()
  expect(await save('visit', aVisit)).toMatchObject({ ok: true })
  expect(await count()).toBe(4)
  await vi.waitFor(() => expect(error).toHaveBeenCalledTimes(1))
  error.mockRestore()
})
