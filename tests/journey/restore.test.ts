import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { takeInvite } from '#client/http/account.ts'
import type { ReportId } from '#domain/ids.ts'
import { upsertReference } from '#server/organisation/upsertReference.ts'
import { adminChain } from '#server/storage/port/audit.ts'
import { type JournalLine, linesOf, readLines, zipped } from '#server/backup/segment.ts'
import { aBackedServer, type BackedServer } from '../aBackedServer.ts'
import { aPhone, type Cast, cast, type Phone } from '../world.ts'

let backed: BackedServer
beforeEach(async () => (backed = await aBackedServer()))
afterEach(() => backed.discard())

const must = async (phone: Phone): Promise<void> => {
  const done = await phone.sync()
  expect([done, backed.world().errors]).toMatchObject([{ ok: true }, []])
}
/**
 * Sessions are not copied: after a loss people open a fresh invite, and their phone stays the one
 * it is.
 */
const signInAgain = async (phone: Phone, who: Cast): Promise<void> => {
  expect(await takeInvite(phone.network, await backed.invite(cast[who]), 'again')).toMatchObject({
    ok: true,
  })
}
const rowsNow = async () =>
  (await backed.world().deps.storage.read((tx) => tx.rows('report'))).sort((a, b) =>
    a.id < b.id ? -1 : 1,
  )
/** What a report says, without the numbers that a restore may count anew. */
const said = (rows: Awaited<ReturnType<typeof rowsNow>>) => rows.map(({ id, f }) => ({ id, f }))

describe('everything but the backup is lost', () => {
  it('a restore brings back every report, step, photo and parked change, and nothing twice', async () => {
    const [worker, supervisor] = [
      await aPhone(backed, 'worker'),
      await aPhone(backed, 'supervisor'),
    ]
    const photo = await worker.photo(1)
    const seen = await worker.report({ photos: [photo], note: '三楼灯不亮' })
    await worker.report({ note: '楼道堆物' })
    await worker.report({ gridId: 'g-nowhere' as never })
    await must(worker)
    await must(supervisor)
    await supervisor.step(await supervisor.view(seen), 'accept')
    await must(supervisor)
    await backed.round()
    const before = await rowsNow()
    const conflicts = await backed.world().deps.storage.read((tx) => tx.rows('case'))

    await backed.loseEverything()
    const restored = await backed.restore()
    await backed.start()
    expect(restored.changes).toEqual({ taken: 4, known: 0, parked: 0 })
    const links = await backed.world().deps.storage.read((tx) => tx.auditLinks(adminChain, 0, 100))
    expect(links.filter(({ action }) => action === 'restored')).toMatchObject([
      { actor: null, detail: { epoch: restored.epoch } },
    ])
    expect(restored.photos).toMatchObject({ photos: 2, deposits: 2, missing: 0 })
    expect(said(await rowsNow())).toEqual(said(before))
    expect(
      (await backed.world().deps.storage.read((tx) => tx.rows('case'))).map((row) => row.f),
    ).toEqual(conflicts.map((row) => row.f))

    await signInAgain(supervisor, 'supervisor')
    for (const phone of [worker, supervisor, worker, supervisor]) await must(phone)
    expect(said(await rowsNow())).toEqual(said(before))
    expect((await supervisor.views()).map((view) => view.report.id).sort()).toEqual(
      before.map((row) => row.id),
    )
    expect((await supervisor.view(seen)).report).toMatchObject({
      standing: 'accepted',
      note: '三楼灯不亮',
      arrived: [photo.hash, photo.thumb.hash].sort(),
    })
  })

  it('phones that are newer than the copy offer the rest again, in their old order', async () => {
    const [worker, supervisor] = [
      await aPhone(backed, 'worker'),
      await aPhone(backed, 'supervisor'),
    ]
    const old = await worker.report({ note: 'before the copy' })
    await must(worker)
    await backed.round()
    const photo = await worker.photo(2)
    const fresh = await worker.report({ note: 'after the copy', photos: [photo] })
    await must(worker)
    await must(supervisor)
    await supervisor.step(await supervisor.view(old), 'accept')
    await must(supervisor)
    const before = said(await rowsNow())
    await worker.report({ note: 'never sent' })

    await backed.loseEverything()
    expect((await backed.restore()).changes.taken).toBe(1)
    await backed.start()
    await signInAgain(supervisor, 'supervisor')
    for (const phone of [worker, supervisor, worker, supervisor]) await must(phone)

    const after = said(await rowsNow())
    expect(after).toHaveLength(3)
    const found = (id: ReportId) => after.find((row) => row.id === id)?.f
    expect(found(old)).toMatchObject({ standing: 'accepted', note: 'before the copy' })
    expect((found(old)?.steps as unknown[]).length).toBe(
      (before.find((row) => row.id === old)?.f.steps as unknown[]).length,
    )
    expect(found(fresh)).toMatchObject({
      note: 'after the copy',
      arrived: [photo.hash, photo.thumb.hash].sort(),
    })
    expect((await supervisor.views()).map((view) => view.report.note).sort()).toEqual([
      'after the copy',
      'before the copy',
      'never sent',
    ])
    await backed.round()
    await must(worker)
    expect(
      (await worker.session.capture.outbox.toArray()).filter((entry) => entry.fate !== 'applied'),
    ).toEqual([])
  })

  it('done twice it does no more than once', async () => {
    const worker = await aPhone(backed, 'worker')
    for (let i = 0; i < 3; i++) await worker.report()
    await must(worker)
    await backed.round()
    const before = said(await rowsNow())
    await backed.loseEverything()
    const first = await backed.restore()
    const second = await backed.restore()
    expect(first.changes).toEqual({ taken: 3, known: 0, parked: 0 })
    expect(second.changes).toEqual({ taken: 0, known: 3, parked: 0 })
    expect(second.epoch).not.toBe(first.epoch)
    await backed.start()
    await must(worker)
    expect(said(await rowsNow())).toEqual(before)
  })

  it('what was allowed then is not judged by the rights of today', async () => {
    const worker = await aPhone(backed, 'worker')
    const id = await worker.report({ note: 'done in good faith' })
    await must(worker)
    await upsertReference(backed.world().deps.storage, [
      {
        t: 'member',
        id: cast.worker.id,
        f: { ...cast.worker, gridIds: ['g-2'], roles: ['volunteer'], isActive: false },
      },
    ])
    await backed.round()
    await backed.loseEverything()
    expect((await backed.restore()).changes).toEqual({ taken: 1, known: 0, parked: 0 })
    await backed.start()
    expect((await rowsNow()).map((row) => row.id)).toEqual([id])
  })

  it('one entry that cannot be taken in is parked and stops nothing', async () => {
    const worker = await aPhone(backed, 'worker')
    const [first, second] = [
      await worker.report({ note: 'first' }),
      await worker.report({ note: 'second' }),
    ]
    await must(worker)
    await worker.capture({ row: first, op: 'patch', base: { note: 1 }, set: { note: 'edited' } })
    await must(worker)
    await backed.round()
    // A segment whose creation of the first report is spoilt: its edit finds no row.
    const [name] = await backed.backupStore.list('journal/')
    const lines = await readLines<JournalLine>((await backed.backupStore.get(name!))!)
    lines[0]!.body = JSON.stringify({
      ...(JSON.parse(lines[0]!.body) as object),
      set: { kind: 'hazard', steps: 5, by: null },
    })
    await backed.backupStore.put(name!, await zipped(linesOf(lines)))
    await backed.loseEverything()
    expect((await backed.restore()).changes).toMatchObject({ taken: 3, known: 0 })
    await backed.start()
    expect((await rowsNow()).map((row) => row.id)).toContain(second)
  })

  it('parked work that was decided is decided again, and what followed follows', async () => {
    const [volunteer, desk] = [
      await aPhone(backed, 'volunteer'),
      await aPhone(backed, 'supervisor'),
    ]
    const visit = {
      kind: 'visit',
      body: { visitKind: 'household', result: 'met', channel: 'door', slot: 'day' },
    }
    const [applied, declined] = [
      await volunteer.report({ ...visit, note: '王阿姨家' }),
      await volunteer.report({ ...visit, note: '李叔家' }),
    ]
    await must(volunteer)
    await must(desk)
    const { storage } = backed.world().deps
    const conflictAbout = async (row: string) =>
      (await storage.read((tx) => tx.rows('case'))).find(
        ({ f }) => (f.concerns as { row: string }).row === row,
      )!
    await desk.capture({
      t: 'case',
      row: (await conflictAbout(applied)).id,
      op: 'patch',
      set: { decision: 'apply' },
    })
    await desk.capture({
      t: 'case',
      row: (await conflictAbout(declined)).id,
      op: 'patch',
      set: { decision: 'decline', reason: '请交给网格员' },
    })
    await must(desk)
    await desk.capture({
      row: applied,
      op: 'patch',
      base: { 'body.result': 1 },
      set: { 'body.result': 'absent' },
    })
    await must(desk)
    await backed.round()
    const [before, conflicts] = [await rowsNow(), await storage.read((tx) => tx.rows('case'))]
    expect(before.map((row) => row.id)).toEqual([applied])

    await backed.loseEverything()
    expect((await backed.restore()).changes).toEqual({ taken: 5, known: 0, parked: 0 })
    await backed.start()
    expect(await rowsNow()).toEqual(before)
    expect(
      (await backed.world().deps.storage.read((tx) => tx.rows('case'))).map((row) => row.f),
    ).toEqual(conflicts.map((row) => row.f))
  })

  it('versions come back as they were, so that a later edit meets what its author saw', async () => {
    const [worker, supervisor] = [
      await aPhone(backed, 'worker'),
      await aPhone(backed, 'supervisor'),
    ]
    const photo = await worker.photo(3)
    const id = await worker.report({ note: 'one', photos: [photo] })
    await must(worker)
    // The photo arrives after the text and raises the version; so does the edit.
    await worker.capture({ row: id, op: 'patch', base: { note: 1 }, set: { note: 'two' } })
    await must(worker)
    await backed.round()
    const before = (await rowsNow())[0]!
    expect(before.v).toBe(4)
    await must(supervisor)
    await backed.loseEverything()
    await backed.restore()
    await backed.start()
    const after = (await rowsNow())[0]!
    expect(after).toMatchObject({ v: before.v, fv: before.fv })
    for (const phone of [worker, supervisor]) await must(phone)
    await supervisor.capture({
      row: id,
      op: 'patch',
      base: { 'body.severity': 1 },
      set: { 'body.severity': 'major' },
    })
    await must(supervisor)
    expect((await rowsNow())[0]!.f).toMatchObject({ note: 'two', steps: [] })
  })

  it('a desk that saw more than is left shows what is there, not what it remembers', async () => {
    const [worker, supervisor] = [
      await aPhone(backed, 'worker'),
      await aPhone(backed, 'supervisor'),
    ]
    const old = await worker.report({ note: 'copied' })
    await must(worker)
    await backed.round()
    await worker.capture({
      row: old,
      op: 'patch',
      base: { note: 1 },
      set: { note: 'never copied' },
    })
    const gone = await worker.report({ note: 'never copied either' })
    await must(worker)
    await must(supervisor)
    expect((await supervisor.views()).map((view) => view.report.id).sort()).toEqual(
      [old, gone].sort(),
    )

    // The worker's phone falls into the river before it meets the restored server.
    await backed.loseEverything()
    await backed.restore()
    await backed.start()
    await signInAgain(supervisor, 'supervisor')
    await must(supervisor)
    expect((await supervisor.views()).map(({ report }) => [report.id, report.note])).toEqual([
      [old, 'copied'],
    ])
  })
})
