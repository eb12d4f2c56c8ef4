import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { forwardRescued } from '#client/rescue/forwardRescued.ts'
import { framesLeft } from '#client/rescue/importedFiles.ts'
import { importRescueFile } from '#client/rescue/importRescueFile.ts'
import { aRescueFile, partsOf } from '../aRescueFile.ts'
import { loginPage } from '../networkFault.ts'
import { aWorld, aPhone, type Phone, type World } from '../world.ts'

describe('work that leaves the phone as a file', () => {
  let world: World
  let broken: Phone
  let helper: Phone
  beforeEach(async () => {
    world = await aWorld()
    broken = await aPhone(world, 'worker')
    helper = await aPhone(world, 'volunteer')
    await broken.sync()
    broken.network.goOffline()
  })
  afterEach(async () => {
    expect(world.errors).toEqual([])
    await world.close()
  })

  const bring = async (bytes: Uint8Array<ArrayBuffer>, phone = helper) =>
    importRescueFile(phone.session.capture, new File([bytes], 'a.gridwalk'), Date.now())
  const forward = (phone = helper) =>
    forwardRescued({ ...phone.session, transport: phone.network, now: Date.now })
  const taken = async (phone = helper) => (await phone.session.capture.rescue.toArray())[0]!
  const reports = () => world.deps.storage.read((tx) => tx.rows('report'))

  it('arrives by another phone, and the phone it came from doubles nothing when it is back', async () => {
    const ids = [
      await broken.report({
        note: '一',
        photos: [await broken.photo(1, 400_000), await broken.photo(2)],
      }),
      await broken.report({ note: '二' }),
    ]
    await bring(await aRescueFile(broken))
    expect(await forward()).toEqual({ ok: true, value: null })
    expect((await taken()).tally).toMatchObject({ changes: 2, photos: 2, setAside: 0 })
    expect((await reports()).map((row) => row.id).sort()).toEqual([...ids].sort())
    broken.network.goOnline()
    await broken.report({ note: '三' })
    expect(await broken.sync()).toMatchObject({ ok: true, value: { pushed: 3 } })
    expect((await reports()).map((row) => row.f.note).sort()).toEqual(['一', '三', '二'].sort())
    expect((await broken.views()).map((view) => view.receipt.state)).toEqual([
      'received',
      'received',
      'received',
    ])
    expect((await broken.view(ids[0]!)).photos).toEqual({ expected: 2, arrived: 2 })
  })

  it('waits on the other phone while that has no connection, and goes on where it was interrupted', async () => {
    await broken.report({
      photos: [
        await broken.photo(1, 300_000),
        await broken.photo(2, 300_000),
        await broken.photo(3, 300_000),
      ],
    })
    const file = await aRescueFile(broken)
    helper.network.goOffline()
    await bring(file)
    expect(await forward()).toMatchObject({ ok: false, fault: { code: 'offline' } })
    expect(await framesLeft(helper.session.capture, (await taken()).id).count()).toBe(
      partsOf(file).frames.length - 1,
    )
    helper.network.goOnline()
    helper.network.next(/rescue/, 'deliverTwice')
    helper.network.next(/sync/, loginPage)
    await helper.sync()
    const before = helper.network.calls.length
    const cut = {
      ...helper.network,
      send: (path: string, init: RequestInit) =>
        helper.network.calls.length < before + 4
          ? helper.network.send(path, init)
          : Promise.reject(new TypeError('reset')),
    }
    expect((await forwardRescued({ ...helper.session, transport: cut, now: Date.now })).ok).toBe(
      false,
    )
    const left = await framesLeft(helper.session.capture, (await taken()).id).count()
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThan(partsOf(file).frames.length - 1)
    expect((await taken()).doneAt).toBeUndefined()
    expect(await forward()).toEqual({ ok: true, value: null })
    expect(await taken()).toMatchObject({ doneAt: expect.any(Number) as number })
    expect(await reports()).toMatchObject([{ f: { arrived: expect.any(Array) as string[] } }])
    expect((await reports())[0]!.f.arrived).toHaveLength(6)
  })

  it('survives an answer that is lost: the same records again are known', async () => {
    await broken.report()
    await bring(await aRescueFile(broken))
    helper.network.next(/rescue/, 'dropAnswer')
    expect((await forward()).ok).toBe(false)
    expect(await forward()).toEqual({ ok: true, value: null })
    expect((await taken()).tally).toMatchObject({ changes: 0, changesKnown: 1 })
    expect(await reports()).toHaveLength(1)
  })

  it('is refused with a reason where it is no such file, or another organisation’s, and holds nothing else up', async () => {
    expect(await bring(new TextEncoder().encode('jpeg, or so'.repeat(30)))).toEqual({
      ok: false,
      fault: { code: 'rescueNotAFile' },
    })
    const elsewhere = await aWorld()
    const stranger = await aPhone(elsewhere, 'worker')
    await stranger.sync()
    await stranger.report()
    await broken.report()
    await bring(await aRescueFile(stranger))
    await bring(await aRescueFile(broken))
    expect((await forward()).ok).toBe(true)
    const entries = await helper.session.capture.rescue.toArray()
    expect(entries.map((each) => each.fault?.code).sort()).toEqual(['rescueForeign', undefined])
    expect(
      await framesLeft(helper.session.capture, entries.find((each) => each.fault)!.id).count(),
    ).toBeGreaterThan(0)
    expect(await reports()).toHaveLength(1)
    await elsewhere.close()
  })

  it('reads past damage in the middle of the file', async () => {
    await broken.report({ photos: [await broken.photo(1, 50_000), await broken.photo(2, 50_000)] })
    const file = await aRescueFile(broken)
    const { header, frames } = partsOf(file)
    const at = header.length + frames[0]!.length + frames[1]!.length
    file.fill(0, at, at + 40)
    await bring(file)
    expect((await forward()).ok).toBe(true)
    expect((await taken()).tally).toMatchObject({ changes: 1, photos: 2 })
    await bring(await aRescueFile(broken))
    expect((await forward()).ok).toBe(true)
    expect((await reports())[0]!.f.arrived).toHaveLength(4)
  })

  it('cannot be written before the phone has the key, and says so', async () => {
    const { writeRescueFile } = await import('#client/rescue/writeRescueFile.ts')
    const fresh = await aPhone(world, 'neighbour')
    await fresh.report()
    expect(await writeRescueFile({ ...fresh.session, app: 'test', now: Date.now })).toEqual({
      ok: false,
      fault: { code: 'noSealKey' },
    })
  })
})

describe('a phone that is bound anew', () => {
  it('R7 closes what its revoked credential was missed for, once everything has come in', async () => {
    const world = await aWorld()
    const phone = await aPhone(world, 'worker')
    await phone.report({ note: '停用前', photos: [await phone.photo(1)] })
    phone.network.next(/api\/photos/, 'dropRequest')
    await phone.sync()
    phone.network.goOffline()
    const device = phone.session.device.id as never
    await world.deps.storage.write(async (tx) => {
      const { recordUnsentLeft } = await import('#server/incidents/incidents.ts')
      const known = (await tx.device(device))!
      await recordUnsentLeft(
        tx,
        { ...known, waitingChanges: 0, waitingPhotos: 2 },
        'revoked',
        Date.now(),
      )
      await tx.putDevice({ ...known, revokedAt: Date.now() })
    })
    const open = async () =>
      (await world.deps.storage.read((tx) => tx.incidents(0))).map((each) => [
        each.type,
        each.closedAt === null,
      ])
    expect(await open()).toEqual([['unsentLeft', true]])
    const back = await aPhone(world, 'worker', phone.environment)
    await back.sync()
    expect(await open()).toEqual([['unsentLeft', true]])
    await back.sync()
    expect(await open()).toEqual([['unsentLeft', false]])
    await world.close()
  })
})
