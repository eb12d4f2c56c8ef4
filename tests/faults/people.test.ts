// U: people come and go, are moved, lose their phone, press twice, and write at the same time as
// others.
import { expect } from 'vitest'
import { takeInvite } from '#client/http/account.ts'
import { revokeDevice, wipeDevice } from '#client/http/desk.ts'
import { captureName } from '#client/db/captureDb.ts'
import { closeSession } from '#client/session/closeSession.ts'
import { startSession } from '#client/session/localSession.ts'
import { forwardRescued } from '#client/rescue/forwardRescued.ts'
import { importRescueFile } from '#client/rescue/importRescueFile.ts'
import { uploadOtherUsers } from '#client/session/uploadOtherUsers.ts'
import { wipe } from '#client/session/wipe.ts'
import type { GridId, MemberId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import type { StepType } from '#domain/step.ts'
import { upsertReference } from '#server/organisation/upsertReference.ts'
import { aRescueFile } from '../aRescueFile.ts'
import { cast, inHand, membersDatabases, type Phone, type World } from '../world.ts'
import { aNodeSite } from './kit/aNode.ts'
import { asFirstRelease, copyPhone } from './kit/copyPhone.ts'
import { onlyReport } from './kit/onlyReport.ts'
import { row } from './kit/row.ts'
import { aSite, type Site } from './kit/site.ts'

const reports = "t = 'report'"
const parked = "result LIKE '%parked%'"

const change = (world: World, member: Member, to: Partial<Member>): Promise<unknown> =>
  upsertReference(world.deps.storage, [{ t: 'member', id: member.id, f: { ...member, ...to } }])

async function walk(phone: Phone, id: string, steps: readonly StepType[]): Promise<void> {
  for (const type of steps) {
    const more =
      {
        dispatch: { handlerId: cast.handler.id },
        resolve: { photos: [await phone.photo(900)] },
        return: { comment: '请补拍' },
        withdraw: { comment: '重复了' },
      }[type as string] ?? {}
    await phone.step(await phone.view(id), type, more)
  }
}

const incidents = (site: Site) =>
  site.truth.driver.read((session) =>
    session.all<{ type: string; device_id: string; detail: string }>(
      'SELECT type, device_id, detail FROM incident WHERE closed_at IS NULL',
    ),
  )

row(
  'U1',
  'the session ended sixty days ago',
  'capture and sending go on; after signing in, reading too',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  await phone.sync()
  await site.truth.driver.write((session) => session.run('DELETE FROM "session"'))
  await (await site.phone('supervisor')).report()
  const ids = [await phone.report({ photos: [await phone.photo(1, 90_000)] }), await phone.report()]
  expect(await phone.sync()).toMatchObject({
    ok: true,
    value: { pushed: 2, pulledRows: 0, isReading: false },
  })
  expect(await phone.sync()).toMatchObject({ ok: true })
  expect([await site.count('row_state', reports), await site.count('photo')]).toEqual([2, 2])
  expect((await phone.view(ids[0]!)).report.id).toBe(ids[0])
  // The same person signs in again; the phone keeps its credential and its numbers.
  await takeInvite(phone.network, await site.world.invite(cast.worker), 'only for its session')
  expect(await site.verdict()).toEqual([])
  expect(await phone.views()).toHaveLength(3)
})

row(
  'U2',
  'an account is closed while twelve changes wait',
  'twelve are kept for a decision, none is applied, none is lost',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  await phone.sync()
  for (let i = 0; i < 12; i++) await phone.report()
  await change(site.world, cast.worker, { isActive: false })
  await phone.sync()
  expect([
    await site.count('row_state', reports),
    await site.count('journal', parked),
    await site.count('row_state', "t = 'case'"),
  ]).toEqual([0, 12, 12])
  const desk = await site.phone('supervisor')
  await desk.sync()
  expect(
    await desk.session.cache.row.filter((each) => each.t === 'case').count(),
    'the desk can decide them',
  ).toBe(12)
  expect(await site.verdict({ isQuiet: false })).toEqual([])
})

row(
  'U3',
  'a worker is moved to another grid with unsent changes',
  'they arrive, and then the rows of the old grid are gone from the phone',
)(async (use) => {
  const site = await use(aSite())
  const [phone, desk] = [await site.phone('worker'), await site.phone('supervisor')]
  const foreign = await desk.report({ note: '第一网格，别人的' })
  await desk.sync()
  const own = await phone.report({ note: '调动之前' })
  await phone.sync()
  expect(await phone.views()).toHaveLength(2)
  const edits = [await phone.report({ note: '调动时还没上传' })]
  await phone.capture({ row: own, op: 'patch', set: { note: '调动时改的' }, base: { note: 1 } })
  await change(site.world, cast.worker, { gridIds: ['g-2' as GridId] })
  expect(await site.verdict()).toEqual([])
  expect(await site.count('row_state', reports)).toBe(3)
  expect(
    (await phone.views()).map((view) => view.report.id).sort(),
    'own work stays in sight',
  ).toEqual([own, ...edits].sort())
  expect(await phone.session.cache.row.get(`report:${foreign}`)).toBeUndefined()
})

row(
  'U4',
  'a row leaves the person’s sight while they alter it',
  'the change is applied or parked',
)(async (use) => {
  const site = await use(aSite())
  const [phone, desk] = [await site.phone('worker'), await site.phone('supervisor')]
  const id = await desk.report()
  await desk.sync()
  await phone.sync()
  await phone.capture({
    row: id,
    op: 'patch',
    step: {
      id: crypto.randomUUID(),
      type: 'note',
      by: phone.session.memberId,
      at: Date.now(),
      from: 'reported',
      to: 'reported',
      comment: '我也看到了',
    } as never,
  })
  await desk.capture({
    row: id,
    op: 'patch',
    base: { gridId: 1, placeId: 1 },
    set: { gridId: 'g-2', placeId: 'p-2' },
  })
  await desk.sync()
  await phone.sync()
  const [decided] = await site.truth.driver.read((session) =>
    session.all<{ result: string }>(
      'SELECT result FROM journal ORDER BY received_at DESC, n DESC LIMIT 1',
    ),
  )
  expect(decided!.result).toMatch(/applied|merged|parked/)
  expect(await site.verdict()).toEqual([])
  expect(await phone.session.cache.row.get(`report:${id}`), 'out of sight').toBeUndefined()
})

row(
  'U5',
  'two people alter different fields',
  'both values stand',
)(async (use) => {
  const site = await use(aSite())
  const [phone, desk] = [await site.phone('worker'), await site.phone('supervisor')]
  const id = await phone.report()
  await phone.sync()
  await desk.sync()
  await phone.capture({ row: id, op: 'patch', base: { note: 1 }, set: { note: '三单元门口' } })
  await desk.capture({
    row: id,
    op: 'patch',
    base: { 'body.severity': 1 },
    set: { 'body.severity': 'major' },
  })
  await Promise.all([phone.sync(), desk.sync()])
  expect(await site.verdict()).toEqual([])
  for (const each of [phone, desk])
    expect((await each.view(id)).report).toMatchObject({
      note: '三单元门口',
      body: { severity: 'major' },
    })
})

row(
  'U6',
  'two people write the same note',
  'both texts are kept',
)(async (use) => {
  const site = await use(aSite())
  const [one, other] = [await site.phone('worker'), await site.phone('worker')]
  const id = await one.report({ note: '起初' })
  await one.sync()
  await other.sync()
  await one.capture({ row: id, op: 'patch', base: { note: 1 }, set: { note: '甲写的' } })
  await other.capture({ row: id, op: 'patch', base: { note: 1 }, set: { note: '乙写的' } })
  await one.sync()
  await other.sync()
  expect(await site.verdict()).toEqual([])
  for (const each of [one, other]) {
    const { report } = await each.view(id)
    expect(report.note).toBe('乙写的')
    expect(JSON.stringify(report.steps), 'the earlier text is kept beside it').toContain('甲写的')
  }
})

row(
  'U7',
  'a step arrives after the report was closed',
  'it is parked and explained',
)(async (use) => {
  const site = await use(aSite())
  const [worker, desk, colleague, handler] = [
    await site.phone('worker'),
    await site.phone('supervisor'),
    await site.phone('colleague'),
    await site.phone('handler'),
  ]
  const id = await worker.report()
  await worker.sync()
  await desk.sync()
  await walk(desk, id, ['accept', 'dispatch'])
  await desk.sync()
  await handler.sync()
  await walk(handler, id, ['start']) // not sent yet
  await walk(desk, id, ['start', 'resolve'])
  await desk.sync()
  await colleague.sync()
  await walk(colleague, id, ['close'])
  await colleague.sync()
  await handler.sync()
  expect((await handler.view(id)).attention, 'explained to whoever did it').toMatchObject({
    code: 'wrongStanding',
    detail: { standing: 'closed' },
  })
  expect(await site.verdict()).toEqual([])
  expect((await colleague.view(id)).report.standing).toBe('closed')
})

for (const [order, first] of [
  ['cancelled first', 0],
  ['altered first', 1],
] as const) {
  row(
    'U8',
    'a record is cancelled here and altered there',
    'whichever comes first, nothing rises again and nothing disappears unseen',
  )(async (use) => {
    const site = await use(aSite())
    const [one, other] = [await site.phone('worker'), await site.phone('worker')]
    const id = await one.report({ note: '起初' })
    await one.sync()
    await other.sync()
    await walk(one, id, ['withdraw'])
    await other.capture({ row: id, op: 'patch', base: { note: 1 }, set: { note: '改了' } })
    for (const phone of first === 0 ? [one, other] : [other, one]) await phone.sync()
    expect(await site.verdict()).toEqual([])
    const { report } = await one.view(id)
    expect(report.standing, 'it does not rise again').toBe('withdrawn')
    const told = (await other.view(id)).attention
    if (first === 0) expect(told, 'the late change is parked and shown').not.toBeNull()
    else expect(report.note).toBe('改了')
  }, order)
}

row(
  'U9',
  'signing out with unsent work',
  'refused, with a choice',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  await phone.sync()
  const ids = [await phone.report({ photos: [await phone.photo(1)] }), await phone.report()]
  expect(await closeSession(phone.session, phone.environment)).toMatchObject({
    ok: false,
    fault: { code: 'workWaits' },
  })
  expect(await phone.session.capture.outbox.count()).toBe(2)
  // Hand over: the same work as a file. Keep sealed: it stays, and goes out while somebody else
  // uses the phone.
  expect((await aRescueFile(phone)).length).toBeGreaterThan(1000)
  expect(
    await closeSession(phone.session, phone.environment, { isToBeSealed: true }),
  ).toMatchObject({ ok: true })
  const grant = await takeInvite(
    phone.network,
    await site.world.invite(cast.volunteer),
    'the same phone',
  )
  const bound = grant.ok && (await startSession(grant.value, phone.environment))
  if (!bound || !bound.ok) throw new Error('the next person is not let in')
  const next = site.oracle.watch(
    inHand(bound.value, phone.network, phone.environment),
    'volunteer 2',
  )
  site.phones.splice(0, 1, next)
  await uploadOtherUsers({
    environment: next.environment,
    transport: next.network,
    app: 'test',
    own: captureName(next.session.memberId),
    onWaiting: () => undefined,
  })
  expect((await site.rows('report')).map((each) => each.id).sort()).toEqual([...ids].sort())
  expect(await site.verdict()).toEqual([])
  expect(await site.count('photo')).toBe(2)
})

row(
  'U10',
  'a second person uses the phone',
  'each has their own database, and the first one’s work still goes out',
)(async (use) => {
  const site = await use(aSite())
  const first = await site.phone('worker')
  for (let i = 0; i < 3; i++) await first.report({ photos: [await first.photo(i)] })
  const grant = await takeInvite(
    first.network,
    await site.world.invite(cast.neighbour),
    'the same phone',
  )
  const bound = grant.ok && (await startSession(grant.value, first.environment))
  if (!bound || !bound.ok) throw new Error('the second person is not let in')
  const second = site.oracle.watch(
    inHand(bound.value, first.network, first.environment),
    'neighbour 2',
  )
  site.phones.push(second)
  await second.report({ gridId: 'g-2' as never, placeId: 'p-2' as never })
  await second.sync()
  expect(
    await site.count('row_state', reports),
    'nothing of the first goes out under the second',
  ).toBe(1)
  await uploadOtherUsers({
    environment: second.environment,
    transport: second.network,
    app: 'test',
    own: captureName(second.session.memberId),
    onWaiting: () => undefined,
  })
  const authors = (await site.rows('report')).map(({ f }) => f['by'] as MemberId)
  expect(authors.sort()).toEqual(
    [cast.neighbour.id, cast.worker.id, cast.worker.id, cast.worker.id].sort(),
  )
  expect(
    await second.session.cache.row.filter((each) => each.t === 'report').count(),
    'nobody reads for the first',
  ).toBe(1)
  site.phones.splice(0, 1)
  expect(await site.verdict()).toEqual([])
})

row(
  'U11',
  'the phone is told to wipe itself',
  'it hands in first, then erases, then says so',
)(async (use) => {
  const site = await use(aSite())
  const [phone, desk] = [await site.phone('worker'), await site.phone('supervisor')]
  await phone.sync()
  for (let i = 0; i < 3; i++) await phone.report({ photos: [await phone.photo(i)] })
  expect(await wipeDevice(desk.network, phone.session.device.id)).toMatchObject({ ok: true })
  // The link breaks in the middle of handing in: nothing may be erased yet.
  void site.proxy.next(/^PUT/, 'dropRequest')
  const { environment, session } = phone
  const told = await untilWiped(phone)
  expect(told).toBe('wiped')
  expect([await site.count('row_state', reports), await site.count('photo')]).toEqual([3, 6])
  expect(await membersDatabases(environment)).toEqual([])
  expect(environment.local.getItem('gridwalk.member')).toBeNull()
  expect(
    await site.count('wipe', `device_id = '${session.device.id}' AND done_at IS NOT NULL`),
    'and it has said so',
  ).toBe(1)
  site.phones.splice(site.phones.indexOf(phone), 1)
  expect(await site.verdict()).toEqual([])
})

row(
  'U12',
  'a phone is stolen and never heard of again',
  'its credential is dead at once, and an incident names what it last reported',
)(async (use) => {
  const site = await use(aNodeSite())
  const other = await site.start()
  const [phone, desk] = [await site.phone('worker'), await site.phone('supervisor')]
  await phone.sync()
  for (let i = 0; i < 4; i++) await phone.report()
  await onlyReport(phone)
  expect(await revokeDevice(desk.network, phone.session.device.id)).toMatchObject({ ok: true })
  for (const node of [site.node, other]) {
    site.proxy.aimAt(node.port)
    expect(await phone.sync(), 'dead at once on every node').toMatchObject({
      ok: false,
      fault: { code: 'revokedDevice' },
    })
  }
  const [incident] = await incidents(site)
  expect(incident).toMatchObject({ type: 'unsentLeft', device_id: phone.session.device.id })
  expect(JSON.parse(incident!.detail)).toMatchObject({ changes: 4 })
  expect(await site.verdict({ isQuiet: false })).toEqual([])
})

row(
  'U15',
  'the same photo twice, and by two people',
  'its bytes are kept once and both records show it',
)(async (use) => {
  const site = await use(aSite())
  const [one, other, desk] = [
    await site.phone('worker'),
    await site.phone('neighbour'),
    await site.phone('supervisor'),
  ]
  const twice = await one.photo(7, 120_000)
  const ids = [
    await one.report({ photos: [twice] }),
    await one.report({ photos: [await one.photo(7, 120_000)] }),
    await other.report({
      gridId: 'g-2' as never,
      placeId: 'p-2' as never,
      photos: [await other.photo(7, 120_000)],
    }),
  ]
  expect(await site.verdict()).toEqual([])
  expect(await site.count('photo')).toBe(2)
  for (const id of ids) expect((await desk.view(id)).photos).toEqual({ expected: 1, arrived: 1 })
  for (const reader of [one, other, desk])
    expect((await reader.network.send(`/api/photos/${twice.hash}`, { method: 'GET' })).status).toBe(
      200,
    )
})

row('U16', 'a thousand photos after a month', 'text goes first, and memory stays small')(
  async (use) => {
    const site = await use(aSite())
    const phone = await site.phone('worker')
    const { thumb } = await phone.photo(0)
    for (let i = 0; i < 100; i++) {
      const photos = await Promise.all(
        Array.from({ length: 9 }, async (_, k) => ({
          ...(await phone.photo(i * 10 + k + 1, 1500)),
          thumb,
        })),
      )
      await phone.report({ photos })
    }
    const kinds: string[] = []
    const { send } = phone.network
    phone.network.send = (path, init) => {
      kinds.push(path.startsWith('/api/sync') ? 'text' : 'photo')
      return send(path, init)
    }
    ;(globalThis as { gc?: () => void }).gc?.()
    const before = process.memoryUsage().rss
    let most = 0
    const watching = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 50)
    expect(await phone.sync()).toMatchObject({ ok: true, value: { pushed: 100 } })
    clearInterval(watching)
    expect(kinds.indexOf('photo'), 'text first').toBeGreaterThan(kinds.indexOf('text'))
    expect(
      kinds.slice(kinds.indexOf('photo')).filter((kind) => kind === 'text').length,
      'and nothing else between the photos',
    ).toBeLessThanOrEqual(1)
    expect(most - before, 'phone and server together').toBeLessThan(300 * 1024 * 1024)
    expect(await site.verdict()).toEqual([])
  },
  undefined,
  { timeout: 180_000, tags: 'long' },
)

row(
  'U17',
  'a rescue file is taken in twice, and the phone syncs as well',
  'everything is there once',
)(async (use) => {
  const site = await use(aSite())
  const [broken, helper, desk] = [
    await site.phone('worker'),
    await site.phone('volunteer'),
    await site.phone('supervisor'),
  ]
  await broken.sync()
  const ids = [
    await broken.report({ photos: [await broken.photo(1, 100_000)] }),
    await broken.report(),
    await broken.report(),
  ]
  const file = await aRescueFile(broken)
  for (const phone of [helper, desk]) {
    await importRescueFile(phone.session.capture, new File([file], 'a.gridwalk'), Date.now())
    expect(
      await forwardRescued({ ...phone.session, transport: phone.network, now: Date.now }),
    ).toEqual({ ok: true, value: null })
    if (phone === helper) await broken.sync()
  }
  await broken.report()
  expect(await site.verdict()).toEqual([])
  expect(await site.count('row_state', reports)).toBe(4)
  expect((await site.rows('report')).map((each) => each.id)).toEqual(expect.arrayContaining(ids))
})

row(
  'U18',
  'a phone comes back after fourteen months',
  'its work is taken in, it reads everything anew, and nothing rises again',
)(async (use) => {
  const site = await use(aSite())
  const [phone, desk] = [await site.phone('worker'), await site.phone('supervisor')]
  const gone = await phone.report({ note: '后来撤销了' })
  await desk.report({ note: '调走以前的' })
  await desk.sync()
  await phone.sync()
  for (let i = 0; i < 5; i++) await phone.report({ note: `离线写的${i}` })
  await phone.capture({ row: gone, op: 'patch', base: { note: 1 }, set: { note: '离线改的' } })
  phone.session.capture.close()
  phone.session.cache.close()
  phone.environment.indexedDB = await copyPhone(
    phone.environment.indexedDB as never,
    asFirstRelease,
  )
  // Meanwhile: the record was cancelled on another phone, the person moved, the server came back
  // from a backup.
  const second = await site.phone('worker')
  await second.sync()
  await walk(second, gone, ['withdraw'])
  await second.sync()
  await change(site.world, cast.worker, { gridIds: ['g-2' as GridId] })
  await site.truth.driver.write((session) =>
    session.run("UPDATE meta SET value = 'epoch-later' WHERE key = 'epoch'"),
  )
  const again = await site.reopen(phone)
  expect(await again.sync()).toMatchObject({ ok: true })
  expect(await site.verdict()).toEqual([])
  expect(await site.count('row_state', reports)).toBe(7)
  expect((await again.view(gone)).report.standing).toBe('withdrawn')
})

/** Rounds as the loop makes them, until the phone has carried out what it was told. */
async function untilWiped(phone: Phone): Promise<'wiped' | 'still here'> {
  for (let round = 0; round < 6; round++) {
    const done = await phone.sync()
    if (
      done.ok &&
      done.value.order === 'wipe' &&
      (await wipe(phone.session, { environment: phone.environment, transport: phone.network }))
    )
      return 'wiped'
  }
  return 'still here'
}
