// A record type that no file of src has heard of is captured, sent, decided, shown, exported,
// audited and copied like every other.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cachedRow, cachedRows } from '#client/db/cacheDb.ts'
import { localConflicts } from '#client/queries/localConflicts.ts'
import { localRows } from '#client/queries/localRows.ts'
import { onPhone } from '#client/queries/onPhone.ts'
import { foreseeFault } from '#client/outbox/foreseeFault.ts'
import { forwardRescued } from '#client/rescue/forwardRescued.ts'
import { importRescueFile } from '#client/rescue/importRescueFile.ts'
import type { GridId, PlaceId } from '#domain/ids.ts'
import type { FieldsOf } from '#domain/row.ts'
import { currentSyncVersion } from '#records/recordTypeOf.ts'
import { verifyAudit } from '#server/audit/verifyAudit.ts'
import { readingChain } from '#server/storage/port/audit.ts'
import { aBackedServer, type BackedServer } from '../aBackedServer.ts'
import { aProtocolClient, uuid } from '../aProtocolClient.ts'
import { aRescueFile } from '../aRescueFile.ts'
import { aPhone, cast, type Phone } from '../world.ts'
import type { Tenancy } from './tenancy/tenancy.ts'

let server: BackedServer
beforeEach(async () => (server = await aBackedServer()))
afterEach(async () => {
  expect(server.world().errors).toEqual([])
  await server.discard()
})

const aTenancy = (phone: Phone, more: Partial<Tenancy> = {}): Omit<Tenancy, 'id'> => ({
  by: phone.session.memberId,
  gridId: 'g-1' as GridId,
  placeId: 'p-1' as PlaceId,
  registeredAt: Date.now(),
  residents: 2,
  remark: '租住两人',
  phones: [],
  ...more,
})
async function register(phone: Phone, more: Partial<Tenancy> = {}): Promise<string> {
  const row = uuid()
  await phone.capture({ t: 'tenancy', row, op: 'create', set: { ...aTenancy(phone, more) } })
  return row
}
const alter = (phone: Phone, row: string, part: object) =>
  phone.capture({ t: 'tenancy', row, op: 'patch', ...part })
const seenOn = async ({ session }: Phone): Promise<FieldsOf<'tenancy'>[]> =>
  localRows(
    await cachedRows(session.cache, 'tenancy'),
    await onPhone(session.capture),
    'tenancy',
  ).map(({ seen }) => seen.f)
const conflictsOn = async ({ session }: Phone) =>
  localConflicts(
    await cachedRows(session.cache, 'case'),
    (await onPhone(session.capture)).entries,
    session.memberId,
  )
const onServer = () => server.world().deps.storage.read((tx) => tx.rows('tenancy'))

describe('a record type that only the list names', () => {
  it('is captured, altered and shown on its phone before anything is sent', async () => {
    const worker = await aPhone(server, 'worker')
    const row = await register(worker)
    await alter(worker, row, { set: { residents: 3 }, add: { phones: [{ id: 'a', number: '1' }] } })
    expect(await seenOn(worker)).toMatchObject([
      { id: row, residents: 3, phones: [{ id: 'a', number: '1' }] },
    ])
  })

  it('is sent, and pulled by whoever reads its class in its grid', async () => {
    const [worker, desk] = [await aPhone(server, 'worker'), await aPhone(server, 'supervisor')]
    const [neighbour, volunteer] = [
      await aPhone(server, 'neighbour'),
      await aPhone(server, 'volunteer'),
    ]
    const row = await register(worker)
    await alter(worker, row, { set: { residents: 3 } })
    for (const phone of [worker, desk, neighbour, volunteer])
      expect((await phone.sync()).ok).toBe(true)
    expect(await onServer()).toMatchObject([{ t: 'tenancy', id: row, v: 2 }])
    expect((await worker.session.capture.outbox.toArray()).map(({ fate }) => fate)).toEqual([
      'applied',
      'applied',
    ])
    expect((await cachedRow(desk.session.cache, 'tenancy', row))?.f.residents).toBe(3)
    for (const stranger of [neighbour, volunteer]) expect(await seenOn(stranger)).toEqual([])
  })

  it('is merged by its own policies, and what was overwritten becomes history', async () => {
    const [worker, desk] = [await aPhone(server, 'worker'), await aPhone(server, 'supervisor')]
    const row = await register(worker)
    await worker.sync()
    await desk.sync()
    await alter(desk, row, { set: { remark: '续租一年' }, base: { remark: 1 } })
    await alter(worker, row, { set: { remark: '已搬走' }, base: { remark: 1 } })
    await desk.sync()
    await worker.sync()
    await desk.sync()
    expect(await seenOn(desk)).toMatchObject([{ remark: '已搬走' }])
    const history = await cachedRows(desk.session.cache, 'history')
    expect(history.map(({ f }) => [f.concerns.t, f.field, f.value, f.dataClass])).toContainEqual([
      'tenancy',
      'remark',
      '续租一年',
      'care',
    ])
    await alter(worker, row, { set: { placeId: 'p-2' } })
    await worker.sync()
    expect((await worker.session.capture.outbox.toArray()).at(-1)).toMatchObject({
      fate: 'parked',
      fault: { code: 'invalidFields', detail: { field: 'placeId' } },
    })
  })

  it('is foreseen and parked for who may not, shown as a conflict, and applied by a supervisor', async () => {
    const [volunteer, desk] = [
      await aPhone(server, 'volunteer'),
      await aPhone(server, 'supervisor'),
    ]
    await volunteer.sync()
    const row = await register(volunteer)
    const { change } = (await volunteer.session.capture.outbox.toArray()).at(-1)!
    expect(await foreseeFault(volunteer.session, change, Date.now())).toEqual({
      code: 'notAllowed',
    })
    await volunteer.sync()
    await desk.sync()
    expect(await onServer()).toEqual([])
    for (const phone of [volunteer, desk])
      expect(await conflictsOn(phone)).toMatchObject([
        {
          conflict: {
            standing: 'open',
            fault: { code: 'notAllowed' },
            concerns: { t: 'tenancy', row },
            dataClass: 'care',
          },
          change: { t: 'tenancy', set: { residents: 2 } },
        },
      ])
    const { conflict } = (await conflictsOn(desk))[0]!
    expect(conflict.gridIds).toEqual(['g-1'])
    await desk.capture({ t: 'case', row: conflict.id, op: 'patch', set: { decision: 'apply' } })
    await desk.sync()
    await volunteer.sync()
    expect(await onServer()).toMatchObject([{ id: row, f: { by: cast.volunteer.id } }])
    expect(await seenOn(volunteer)).toMatchObject([{ id: row, residents: 2 }])
    expect(await conflictsOn(volunteer)).toMatchObject([{ conflict: { standing: 'applied' } }])
  })

  it('leaves a broken phone in a rescue file and arrives by another one', async () => {
    const [broken, helper] = [await aPhone(server, 'worker'), await aPhone(server, 'volunteer')]
    await broken.sync()
    broken.network.goOffline()
    const row = await register(broken)
    const file = new File([await aRescueFile(broken)], 'a.gridwalk')
    await importRescueFile(helper.session.capture, file, Date.now())
    expect(
      await forwardRescued({ ...helper.session, transport: helper.network, now: Date.now }),
    ).toEqual({ ok: true, value: null })
    expect(await onServer()).toMatchObject([{ id: row, v: 1 }])
  })

  it('lies in the audit trail and in the backup, and is there after a restore', async () => {
    const [worker, desk] = [await aPhone(server, 'worker'), await aPhone(server, 'supervisor')]
    const row = await register(worker)
    await alter(worker, row, { set: { residents: 5 } })
    await worker.sync()
    await desk.sync()
    const { storage } = server.world().deps
    expect((await verifyAudit(storage)).flaws).toEqual([])
    const readByDesk: unknown = expect.arrayContaining([['tenancies:care:g-1', 0, 2]])
    // A desk that reads notes on persons is written down.
    expect(
      await storage.read((tx) => tx.auditLinks(readingChain(cast.supervisor.id), 0, 10)),
    ).toMatchObject([{ action: 'careRead', detail: { ranges: readByDesk } }])
    await server.round()
    const before = (await onServer()).map(({ id, f }) => ({ id, f }))
    await server.loseEverything()
    expect((await server.restore()).changes).toEqual({ taken: 2, known: 0, parked: 0 })
    await server.start()
    expect((await onServer()).map(({ id, f }) => ({ id, f }))).toEqual(before)
    expect(before).toMatchObject([{ id: row, f: { residents: 5 } }])
  })

  it('is kept from an app of an earlier sync version', async () => {
    const worker = await aPhone(server, 'worker')
    await register(worker)
    await worker.sync()
    const client = await aProtocolClient(server, 'worker')
    const scopesAt = async (shape: number) => {
      const { pull } = await client.sync([], { shape, pull: { cursors: {}, max: 1_000_000 } })
      return pull!.pages.filter(({ scope }) => scope.startsWith('tenancies:'))
    }
    expect(currentSyncVersion).toBe(4)
    expect(await scopesAt(3)).toEqual([])
    expect((await scopesAt(4)).flatMap(({ rows }) => rows)).not.toEqual([])
  })
})
