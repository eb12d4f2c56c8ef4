// A parcel on its whole way: draft, outbox, server, decision, and the way by hand.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { forwardRescued } from '#client/rescue/forwardRescued.ts'
import { importRescueFile } from '#client/rescue/importRescueFile.ts'
import type { PlaceId } from '#domain/ids.ts'
import type { Report } from '#domain/report.ts'
import { aRescueFile } from '../aRescueFile.ts'
import { aWindow } from '../client/drafts/aDraft.ts'
import { aReport, aPhone, aWorld, type Phone, type World } from '../world.ts'

const body = { recipient: '张三', size: 'small', fromALaterVersion: [1] }

describe('a parcel', () => {
  let world: World
  let worker: Phone
  let supervisor: Phone
  beforeEach(async () => {
    world = await aWorld()
    worker = await aPhone(world, 'worker')
    supervisor = await aPhone(world, 'supervisor')
  })
  afterEach(async () => {
    expect(world.errors).toEqual([])
    await world.close()
  })
  const sync = async (...phones: Phone[]) => {
    for (const phone of phones) expect(await phone.sync()).toMatchObject({ ok: true })
  }

  it('is found again half-written, saved, sent, and closed by a supervisor', async () => {
    const db = worker.session.capture
    const purpose = { kind: 'parcel' }
    const first = aWindow(db, { purpose })
    Object.assign(first.form, { body, placeId: 'p-1' as PlaceId })
    await first.type('门口')

    const again = aWindow(db, { purpose })
    expect(await again.session.restore()).toBe(true)
    expect(again.form).toMatchObject({ body, note: '门口' })
    const { record, change } = again.session.draft
    const set: Partial<Report> = {
      ...aReport(worker.session.memberId, { kind: 'parcel', body, note: again.form.note }),
    }
    delete set.id
    await worker.capture({ id: change, row: record, op: 'create', set })
    await sync(worker, supervisor)
    const view = await supervisor.view(record)
    expect(view.report).toMatchObject({ kind: 'parcel', body, standing: 'reported' })

    await supervisor.step(view, 'close')
    await sync(supervisor, worker)
    expect((await worker.view(record)).report.standing).toBe('closed')
  })

  it('is parked for what its kind says is missing', async () => {
    const row = await worker.report({ kind: 'parcel', body: { ...body, size: 'large' } })
    await sync(worker)
    expect((await worker.view(row)).isParked).toBe(true)
    const [conflict] = await world.deps.storage.read((tx) => tx.rows('case'))
    expect(conflict?.f.fault).toMatchObject({ code: 'missingPhoto' })
    const whole = await worker.report({
      kind: 'parcel',
      body: { ...body, size: 'large' },
      photos: [await worker.photo(1)],
    })
    await sync(worker)
    expect((await worker.view(whole)).isParked).toBeUndefined()
  })

  it('leaves the phone as a file and arrives by another', async () => {
    await worker.sync()
    worker.network.goOffline()
    const row = await worker.report({ kind: 'parcel', body, photos: [await worker.photo(2)] })
    const { capture } = supervisor.session
    const file = new File([await aRescueFile(worker)], 'a.gridwalk')
    await importRescueFile(capture, file, Date.now())
    const forwarded = await forwardRescued({
      ...supervisor.session,
      transport: supervisor.network,
      now: Date.now,
    })
    expect(forwarded).toEqual({ ok: true, value: null })
    await sync(supervisor)
    expect((await supervisor.view(row)).report).toMatchObject({ kind: 'parcel', body })
  })
})
