// Two phones without a network report one thing; who reviews it is told, and their word that it is
// not one reaches every desk.
import { createPinia, setActivePinia } from 'pinia'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { nextTick } from 'vue'
import { recallMs } from '#client/outbox/recall.ts'
import { sealed, type SealedSession } from '#client/phone/sealedSession.ts'
import { treeOf } from '#domain/grid.ts'
import type { GridId, ReportId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import type { Position } from '#domain/position.ts'
import type { ReportView } from '#state/useReports.ts'
import { usePerhapsSame } from '#state/usePerhapsSame.ts'
import { aPhone, aWorld, cast, type Cast, type Phone, type World } from '../world.ts'

const at = vi.hoisted(() => ({
  session: null as SealedSession | null,
  member: null as Member | null,
  now: 0,
}))
const reports = await vi.hoisted(async () =>
  (await import('vue')).shallowReactive({ all: [] as ReportView[] }),
)
vi.mock('#state/device.ts', () => ({
  useDevice: () => ({ environment: { now: () => at.now, local: { setItem: () => undefined } } }),
}))
vi.mock('#state/useReports.ts', () => ({ useReports: () => reports }))
vi.mock('#state/useSession.ts', () => ({
  useSession: () => ({
    get current() {
      return at.session
    },
    get member() {
      return at.member
    },
  }),
}))
vi.mock('#state/useReference.ts', () => ({
  useReference: () => ({
    tree: treeOf([
      { id: 'g-all' as GridId, parentId: null },
      { id: 'g-1' as GridId, parentId: 'g-all' as GridId },
      { id: 'g-2' as GridId, parentId: 'g-all' as GridId },
    ]),
  }),
}))
vi.mock('#state/useSync.ts', () => ({ useSync: () => ({ syncSoon: () => undefined }) }))
vi.mock('#state/useStorageTrouble.ts', () => ({ useStorageTrouble: () => ({}) }))
vi.mock('#state/useForeseen.ts', () => ({ useForeseen: () => ({ tell: () => undefined }) }))
vi.mock('#state/useStorageHealth.ts', () => ({
  useStorageHealth: () => ({ askInPassing: () => Promise.resolve() }),
}))

let world: World
let phones: Record<'worker' | 'volunteer' | 'supervisor' | 'colleague', Phone>
const now = () => at.now
beforeAll(async () => {
  at.now = Date.now()
  world = await aWorld({ now })
  const of = (who: Cast) => aPhone(world, who, { now })
  phones = {
    ...{ worker: await of('worker'), volunteer: await of('volunteer') },
    ...{ supervisor: await of('supervisor'), colleague: await of('colleague') },
  }
})
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const spot = (north: number): Position => ({
  ...{ lat: 28 + north / 111_195, lon: 124, accuracyMetres: 8, source: 'gps', at: at.now },
})
/** This person's desk, with the rows that it has. */
async function sitDown(who: keyof typeof phones) {
  setActivePinia(createPinia())
  at.session = sealed(phones[who].session)
  at.member = cast[who]
  await look(who)
  return usePerhapsSame()
}
async function look(who: keyof typeof phones): Promise<void> {
  reports.all = (await phones[who].views()).map((view) => ({ ...view, number: view.report.id }))
  await nextTick()
}
const reportOf = (id: ReportId) => reports.all.find(({ report }) => report.id === id)!.report

test('the desk is told once, and a word that they are two reaches the other desk', async () => {
  const placeId = undefined
  const one = await phones.worker.report({ position: spot(0), placeId })
  const two = await phones.volunteer.report({ position: spot(23), placeId })
  const far = await phones.volunteer.report({ position: spot(400), placeId })
  for (const who of ['worker', 'volunteer', 'supervisor', 'colleague'] as const)
    expect(await phones[who].sync()).toMatchObject({ ok: true })

  const desk = await sitDown('supervisor')
  expect(desk.of(one)).toEqual([{ id: two, metres: expect.closeTo(23, 0) as number }])
  expect(desk.of(two).map(({ id }) => id)).toEqual([one])
  expect([desk.has(one), desk.has(two), desk.has(far)]).toEqual([true, true, false])

  expect(await desk.sayNotSame(reportOf(one), reportOf(two))).toMatchObject({ ok: true })
  await look('supervisor')
  expect([desk.has(one), desk.has(two)], 'before it has left this desk').toEqual([false, false])

  const other = await sitDown('colleague')
  expect(other.has(two), 'before it has come').toBe(true)
  at.now += recallMs + 1
  for (const who of ['supervisor', 'colleague'] as const)
    expect(await phones[who].sync()).toMatchObject({ ok: true })
  await look('colleague')
  expect([other.has(one), other.has(two)]).toEqual([false, false])
})

test('it is said on the one of them that the person may alter, and not by who reviews neither', async () => {
  const of = { placeId: undefined, body: { type: 'manhole', severity: 'critical', tier: 1 } }
  const own = await phones.worker.report({ ...of, position: spot(0) })
  const others = await phones.volunteer.report({ ...of, position: spot(5) })
  for (const who of ['worker', 'volunteer', 'worker', 'colleague'] as const)
    await phones[who].sync()

  const author = await sitDown('worker')
  expect(author.maySayNotSame(reportOf(others), reportOf(own))).toBe(true)
  expect(await author.sayNotSame(reportOf(others), reportOf(own))).toMatchObject({ ok: true })
  const [entry] = await phones.worker.session.capture.outbox.orderBy('n').reverse().toArray()
  expect(entry?.change).toMatchObject({ row: own, add: { notSameAs: [{ id: others }] } })

  at.member = { ...cast.volunteer, id: 'm-other' as never }
  expect(author.maySayNotSame(reportOf(others), reportOf(own))).toBe(false)
  expect(await author.sayNotSame(reportOf(others), reportOf(own))).toMatchObject({ ok: false })
})

test('what is said of people, what is closed and what is parked is never one', async () => {
  const desk = await sitDown('colleague')
  const like = reports.all.filter(({ report }) => report.body.type === 'manhole')
  const [a, b] = like.map(({ report }) => report.id) as [ReportId, ReportId]
  expect(desk.has(a)).toBe(true)
  const altered = async (more: (view: ReportView) => Partial<ReportView>) => {
    reports.all = like.map((view, index) => (index ? view : { ...view, ...more(view) }))
    await nextTick()
    return [desk.has(a), desk.has(b)]
  }
  expect(await altered(() => ({}))).toEqual([true, true])
  expect(await altered(({ report }) => ({ report: { ...report, standing: 'closed' } }))).toEqual([
    false,
    false,
  ])
  expect(await altered(() => ({ isParked: true }))).toEqual([false, false])
  const visit = (id: string) => ({
    kind: 'visit',
    id: id as ReportId,
    body: { visitKind: 'household' },
  })
  reports.all = like.map((view, i) => ({ ...view, report: { ...view.report, ...visit(`v-${i}`) } }))
  await nextTick()
  expect([desk.has('v-0'), desk.has('v-1')]).toEqual([false, false])
})
