import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Conflict } from '#domain/conflict.ts'
import type { PhotoRef } from '#domain/photo.ts'
import { currentSyncVersion } from '#records/recordTypeOf.ts'
import { parse } from '#protocol/parse.ts'
import { SyncResponse } from '#protocol/messages.ts'
import { resendEverything } from '#client/sync/applyPush.ts'
import { upsertReference } from '#server/organisation/upsertReference.ts'
import { scopesOfMember } from '#server/access/memberOf.ts'
import {
  aVisit,
  aProtocolClient,
  type Envelope,
  uuid,
  type ProtocolClient,
} from '../aProtocolClient.ts'
import { aWorld, aPhone, cast, type World } from '../world.ts'

let world: World
beforeAll(async () => (world = await aWorld()))
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

/** What this member is shown of parked work. */
async function conflictsOf(client: ProtocolClient): Promise<Conflict[]> {
  const { pull } = await client.sync([], {
    shape: currentSyncVersion,
    pull: { cursors: {}, max: 4_000_000 },
  })
  const rows = pull!.pages
    .flatMap((page) => page.rows)
    .flatMap((row) =>
      'own' in row || row.t !== 'case' || !row.f ? [] : [row.f as unknown as Conflict],
    )
  return rows
}
const conflictOf = async (
  client: ProtocolClient,
  change: Envelope,
): Promise<Conflict | undefined> =>
  (await conflictsOf(client)).find((each) => each.changeId === change.id)
const mustConflictOf = async (client: ProtocolClient, change: Envelope): Promise<Conflict> => {
  const found = await conflictOf(client, change)
  if (!found) throw new Error('no such conflict')
  return found
}
const decide = (
  client: ProtocolClient,
  conflict: Conflict,
  decision: string,
  reason?: string,
): Envelope =>
  client.patch(conflict.id, {
    t: 'case',
    set: { decision, ...(reason === undefined ? {} : { reason }) },
  })
const rowOf = (id: unknown) => world.deps.storage.read((tx) => tx.row('report', id as string))

/** Captured by a volunteer, whose role may not: refused for its right. */
async function aRefusedVisit() {
  const volunteer = await aProtocolClient(world, 'volunteer')
  const desk = await aProtocolClient(world, 'supervisor')
  const visit = volunteer.creation(aVisit)
  const { results } = await volunteer.push(visit)
  expect(results).toMatchObject([{ s: 'parked', fault: { code: 'notAllowed' } }])
  return { volunteer, desk, visit, conflict: await mustConflictOf(desk, visit) }
}

describe('a parked change', () => {
  it('C1 becomes a conflict in the transaction that parks it', async () => {
    const worker = await aProtocolClient(world, 'worker')
    const bad = worker.creation({ gridId: 'g-nowhere' as never })
    await worker.push(bad, worker.creation())
    const conflict = await mustConflictOf(await aProtocolClient(world, 'supervisor'), bad)
    expect(conflict).toMatchObject({
      changeId: bad.id,
      by: cast.worker.id,
      deviceLabel: 'a protocol client',
      at: bad.at,
      concerns: { t: 'report', row: bad.row },
      dataClass: 'work',
      fault: { code: 'unknownGrid' },
      standing: 'open',
    })
    expect(conflict.content).toEqual(bad)
    expect(conflict.gridIds).toEqual(['g-1']) // unknown grid: the author's
  })

  it('C1 lies in the grid of the report it is about, and of one that its author is not shown in theirs as well', async () => {
    const [worker, neighbour] = [
      await aProtocolClient(world, 'worker'),
      await aProtocolClient(world, 'neighbour'),
    ]
    const report = worker.creation()
    await worker.push(report)
    const stray = neighbour.patch(report.row, { set: { note: '不是我的' } })
    await neighbour.push(stray)
    const desk = await aProtocolClient(world, 'supervisor')
    expect((await mustConflictOf(desk, stray)).gridIds).toEqual(['g-2', 'g-1'])
    expect(
      (await mustConflictOf(neighbour, stray)).gridIds,
      'none of which they decide for',
    ).toEqual([])
    const own = worker.step(report.row, 'accept', 'reported', 'accepted')
    await worker.push(own)
    expect((await mustConflictOf(desk, own)).gridIds).toEqual(['g-1'])
  })

  it('C1 is made once, however often the change is delivered and under whatever install', async () => {
    const worker = await aProtocolClient(world, 'worker')
    const bad = worker.creation({ gridId: 'g-nowhere' as never })
    await worker.push(bad)
    await worker.push(bad)
    worker.install = uuid()
    await worker.push({ ...bad, n: 1 })
    expect((await conflictsOf(worker)).filter((each) => each.changeId === bad.id)).toHaveLength(1)
  })

  it('C1 of a size beyond the limit has a conflict without its content', async () => {
    const worker = await aProtocolClient(world, 'worker')
    const huge = worker.creation({ note: '很'.repeat(40_000) })
    await worker.push(huge)
    const conflict = await mustConflictOf(worker, huge)
    expect(conflict.fault.code).toBe('tooLarge')
    expect(conflict.content).toBeUndefined()
  })

  it('C1 a decision that cannot be taken makes no conflict of its own', async () => {
    const worker = await aProtocolClient(world, 'worker')
    const before = (await conflictsOf(await aProtocolClient(world, 'supervisor'))).length
    const { results } = await worker.push(
      worker.patch('a'.repeat(64), { t: 'case', set: { decision: 'apply' } }),
    )
    expect(results).toMatchObject([{ s: 'parked', fault: { code: 'unknownReport' } }])
    expect(await conflictsOf(await aProtocolClient(world, 'supervisor'))).toHaveLength(before)
  })

  it('C2 is read by its author and by the supervisors of its grid, and by nobody else', async () => {
    const { volunteer, desk, visit } = await aRefusedVisit()
    expect(await conflictOf(volunteer, visit)).toBeDefined()
    expect(await conflictOf(desk, visit)).toBeDefined()
    for (const other of ['worker', 'neighbour', 'handler'] as const)
      expect(await conflictOf(await aProtocolClient(world, other), visit)).toBeUndefined()
  })

  it('C2 with care data is read only by who may read care', async () => {
    const { conflict } = await aRefusedVisit()
    expect(conflict.dataClass).toBe('care')
    expect(
      (await world.deps.storage.read((tx) => tx.scopesOf('case', conflict.id))).sort(),
    ).toEqual(['cases:care:g-1', `cases:me:${cast.volunteer.id}`])
    const admin = { ...cast.supervisor, roles: ['admin' as const] }
    expect(await world.deps.storage.read((tx) => scopesOfMember(tx, admin))).not.toContain(
      'cases:care:g-1',
    )
  })
})

describe('a decision', () => {
  it('C3 applies the work in its author’s name', async () => {
    const { desk, visit, conflict } = await aRefusedVisit()
    expect((await desk.push(decide(desk, conflict, 'apply'))).results).toMatchObject([
      { s: 'applied', rowV: 2 },
    ])
    expect((await rowOf(visit.row))?.f).toMatchObject({
      by: cast.volunteer.id,
      receivedAt: conflict.receivedAt,
    })
    expect(await conflictOf(desk, visit)).toMatchObject({
      standing: 'applied',
      decidedBy: cast.supervisor.id,
      rowV: 1,
    })
  })

  it('C3 declines with a reason, and not without', async () => {
    const { volunteer, desk, visit, conflict } = await aRefusedVisit()
    expect((await desk.push(decide(desk, conflict, 'decline', '  '))).results).toMatchObject([
      { s: 'parked', fault: { code: 'missingReason' } },
    ])
    expect(
      (await desk.push(decide(desk, conflict, 'decline', '志愿者不登记走访'))).results,
    ).toMatchObject([{ s: 'applied' }])
    expect(await conflictOf(volunteer, visit)).toMatchObject({
      standing: 'declined',
      reason: '志愿者不登记走访',
    })
    expect(await rowOf(visit.row)).toBeUndefined()
  })

  it('C3 is taken once', async () => {
    const { desk, visit, conflict } = await aRefusedVisit()
    const colleague = await aProtocolClient(world, 'colleague')
    await desk.push(decide(desk, conflict, 'decline', '重复'))
    expect((await colleague.push(decide(colleague, conflict, 'apply'))).results).toMatchObject([
      { s: 'parked', fault: { code: 'alreadyDecided' } },
    ])
    expect(await rowOf(visit.row)).toBeUndefined()
  })

  it('C3 is not for who lacks the right, nor for the author where a right was refused', async () => {
    const { volunteer, conflict } = await aRefusedVisit()
    expect((await volunteer.push(decide(volunteer, conflict, 'apply'))).results).toMatchObject([
      { s: 'parked', fault: { code: 'notAllowed' } },
    ])
    for (const stranger of [
      await aProtocolClient(world, 'worker'),
      await aProtocolClient(world, 'handler'),
    ]) {
      expect((await stranger.push(decide(stranger, conflict, 'apply'))).results).toMatchObject([
        { s: 'parked', fault: { code: 'unknownReport' } },
      ])
    }
    const desk = await aProtocolClient(world, 'supervisor')
    const report = desk.creation()
    const steps = [
      desk.step(report.row, 'accept', 'reported', 'accepted'),
      desk.step(report.row, 'dispatch', 'accepted', 'dispatched', { handlerId: cast.handler.id }),
      desk.step(report.row, 'start', 'dispatched', 'inProgress'),
      desk.step(report.row, 'resolve', 'inProgress', 'resolved', { photos: [] }),
    ]
    const [last] = (await desk.push(report, ...steps)).results.slice(-1)
    // no refused right: its author may decide it
    expect(last).toMatchObject({ s: 'parked', fault: { code: 'missingPhoto' } })
    const own = await mustConflictOf(desk, steps[3]!)
    expect((await desk.push(decide(desk, own, 'decline', '没有照片'))).results).toMatchObject([
      { s: 'applied' },
    ])
    const forged = { ...desk.creation(), by: cast.worker.id }
    await desk.push(forged)
    const refused = await mustConflictOf(desk, forged)
    expect((await desk.push(decide(desk, refused, 'apply'))).results).toMatchObject([
      { s: 'parked', fault: { code: 'authorMayNotDecide' } },
    ])
  })

  it('C3 is acknowledged by its author alone, and only once it is taken', async () => {
    const { volunteer, desk, visit, conflict } = await aRefusedVisit()
    expect(
      (await volunteer.push(decide(volunteer, conflict, 'acknowledge'))).results,
    ).toMatchObject([{ s: 'parked', fault: { code: 'notAllowed' } }])
    await desk.push(decide(desk, conflict, 'decline', '重复'))
    expect((await desk.push(decide(desk, conflict, 'acknowledge'))).results).toMatchObject([
      { s: 'parked' },
    ])
    expect(
      (await volunteer.push(decide(volunteer, conflict, 'acknowledge'))).results,
    ).toMatchObject([{ s: 'applied' }])
    expect(await conflictOf(desk, visit)).toMatchObject({
      standing: 'declined',
      isAcknowledged: true,
    })
  })

  it('C4 lends the right and nothing else: another’s name is not applied, whoever decides', async () => {
    const worker = await aProtocolClient(world, 'worker')
    const desk = await aProtocolClient(world, 'supervisor')
    const forged = { ...worker.creation(), by: cast.neighbour.id }
    await worker.push(forged)
    const conflict = await mustConflictOf(desk, forged)
    expect(conflict.fault.code).toBe('notYours')
    expect((await desk.push(decide(desk, conflict, 'apply'))).results).toMatchObject([
      { s: 'parked', fault: { code: 'notYours' } },
    ])
    expect(await conflictOf(desk, forged)).toMatchObject({ standing: 'open' })
  })

  it('C4 what cannot be applied still leaves the conflict open, and the result says why', async () => {
    const worker = await aProtocolClient(world, 'worker')
    const desk = await aProtocolClient(world, 'supervisor')
    const bad = worker.creation({ gridId: 'g-later' as never, placeId: undefined })
    await worker.push(bad)
    const conflict = await mustConflictOf(desk, bad)
    expect((await desk.push(decide(desk, conflict, 'apply'))).results).toMatchObject([
      { s: 'parked', fault: { code: 'unknownGrid' } },
    ])
    await upsertReference(world.deps.storage, [
      {
        t: 'grid',
        id: 'g-later',
        f: { id: 'g-later', name: 'g-later', level: 'grid', parentId: 'g-all', border: [] },
      },
    ])
    expect((await desk.push(decide(desk, conflict, 'apply'))).results).toMatchObject([
      { s: 'applied' },
    ])
    expect((await rowOf(bad.row))?.f.gridId).toBe('g-later')
  })

  it('C4 who handled the work still does not check it, with any right lent', async () => {
    const worker = await aProtocolClient(world, 'worker')
    const desk = await aProtocolClient(world, 'supervisor')
    const photo = {
      hash: 'f'.repeat(64),
      bytes: 9,
      width: 1,
      height: 1,
      role: 'after',
      takenAt: 1,
      thumb: { hash: 'e'.repeat(64), bytes: 9 },
    } as unknown as PhotoRef
    const report = worker.creation({
      photos: [photo],
      body: { type: 'light_out', severity: 'minor', tier: 2, isFixedOnSpot: true },
    })
    await worker.push(report)
    const standing = (await rowOf(report.row))!.f.standing as string
    expect(standing).toBe('selfHandled')
    const check = worker.step(report.row, 'close', 'selfHandled', 'closed')
    expect((await worker.push(check)).results).toMatchObject([
      { s: 'parked', fault: { code: 'notAllowed' } },
    ])
    const conflict = await mustConflictOf(desk, check)
    expect((await desk.push(decide(desk, conflict, 'apply'))).results).toMatchObject([
      { s: 'parked', fault: { code: 'handlerMayNotCheck' } },
    ])
  })

  it('C5 an edited change closes the conflict with it, in the author’s name', async () => {
    const worker = await aProtocolClient(world, 'worker')
    const desk = await aProtocolClient(world, 'supervisor')
    const bad = worker.creation({ placeId: 'p-nowhere' as never })
    await worker.push(bad)
    const conflict = await mustConflictOf(desk, bad)
    const edited = desk.envelope({
      op: 'create',
      row: bad.row,
      set: { ...(bad.set as object), placeId: 'p-1' },
      ofCase: conflict.id,
    })
    expect((await desk.push(edited)).results).toMatchObject([{ s: 'applied' }])
    expect((await rowOf(bad.row))?.f).toMatchObject({ by: cast.worker.id, placeId: 'p-1' })
    expect(await conflictOf(worker, bad)).toMatchObject({
      standing: 'appliedEdited',
      decidedBy: cast.supervisor.id,
      editedChangeId: edited.id,
      rowV: 1,
    })
  })

  it('C5 an edited change that is parked leaves the conflict open', async () => {
    const worker = await aProtocolClient(world, 'worker')
    const desk = await aProtocolClient(world, 'supervisor')
    const bad = worker.creation({ placeId: 'p-nowhere' as never })
    await worker.push(bad)
    const conflict = await mustConflictOf(desk, bad)
    const edited = desk.envelope({
      op: 'create',
      row: bad.row,
      set: { ...(bad.set as object), placeId: 'p-elsewhere' },
      ofCase: conflict.id,
    })
    expect((await desk.push(edited)).results).toMatchObject([
      { s: 'parked', fault: { code: 'unknownPlace' } },
    ])
    expect(await conflictOf(desk, bad)).toMatchObject({ standing: 'open' })
  })

  it('C5 nobody writes in another’s name by naming a conflict that is not theirs to decide', async () => {
    const { conflict } = await aRefusedVisit()
    const worker = await aProtocolClient(world, 'worker')
    const forged = worker.creation({ by: cast.volunteer.id }, { ofCase: conflict.id })
    expect((await worker.push(forged)).results).toMatchObject([
      { s: 'parked', fault: { code: 'unknownReport' } },
    ])
    expect(await rowOf(forged.row)).toBeUndefined()
  })

  it('C4 lends nothing on: a parked change that names another conflict is not applied, and that conflict stays open', async () => {
    const [author, worker, desk] = [
      await aProtocolClient(world, 'volunteer'),
      await aProtocolClient(world, 'worker'),
      await aProtocolClient(world, 'supervisor'),
    ]
    const own = author.creation({ placeId: 'p-nowhere' as never })
    await author.push(own)
    const theirs = await mustConflictOf(desk, own)
    const forged = worker.creation(
      { by: cast.volunteer.id, note: 'never written by them' },
      { ofCase: theirs.id },
    )
    await worker.push(forged)
    const conflict = await mustConflictOf(desk, forged)
    expect((await desk.push(decide(desk, conflict, 'apply'))).results).toMatchObject([
      { s: 'parked', fault: { code: 'notAllowed' } },
    ])
    expect(await rowOf(forged.row)).toBeUndefined()
    expect(await conflictOf(desk, own)).toMatchObject({ standing: 'open' })
  })

  it('C5 carries the author’s photos, which the supervisor never handed in', async () => {
    const phone = await aPhone(world, 'worker')
    const photo = await phone.photo(41)
    await phone.report({ placeId: 'p-nowhere' as never, photos: [photo] })
    await phone.sync()
    const desk = await aProtocolClient(world, 'supervisor')
    const conflict = (await conflictsOf(desk)).find((each) =>
      JSON.stringify(each).includes(photo.hash),
    )!
    expect((await desk.call('GET', `/api/photos/${photo.hash}`)).status).toBe(200)
    const { row, set } = conflict.content as unknown as Envelope & { set: object }
    await desk.push(
      desk.envelope({ op: 'create', row, set: { ...set, placeId: 'p-1' }, ofCase: conflict.id }),
    )
    expect((await rowOf(row))?.f.arrived).toContain(photo.hash)
    const neighbour = await aProtocolClient(world, 'neighbour')
    expect((await neighbour.call('GET', `/api/photos/${photo.hash}`)).status).toBe(404)
    const colleague = await aProtocolClient(world, 'colleague')
    expect((await colleague.call('GET', `/api/photos/${photo.hash}`)).status).toBe(200)
  })

  it('C6 never alters what was journaled', async () => {
    const { volunteer, desk, visit, conflict } = await aRefusedVisit()
    await desk.push(decide(desk, conflict, 'apply'))
    expect((await volunteer.push(visit)).results).toEqual([
      { n: visit.n, s: 'parked', fault: { code: 'notAllowed' }, again: 1 },
    ])
  })
})

describe('apps of another age', () => {
  it('C7 an app that does not say what it knows is sent no conflicts, nor told of their scopes', async () => {
    const { volunteer, desk } = await aRefusedVisit()
    for (const client of [volunteer, desk]) {
      const pull = (await client.sync([], { pull: { cursors: {}, max: 4_000_000 } })).pull!
      expect(pull.enter.filter((scope) => scope.startsWith('cases:'))).toEqual([])
      expect(
        pull.pages
          .flatMap((page) => page.rows)
          .filter((row) => 't' in row && (row.t as string) === 'case'),
      ).toEqual([])
    }
  })

  it('C7 an answer with a fault and a type of row that this app does not know is understood', () => {
    const answer = {
      v: 1,
      req: uuid(),
      epoch: 'e',
      time: 1,
      push: {
        last: 1,
        durable: null,
        need: null,
        fork: false,
        receivedAt: 1,
        results: [{ n: 1, s: 'parked', fault: { code: 'moonInTheWay', detail: { phase: 3 } } }],
      },
      pull: {
        member: 'm',
        enter: [],
        leave: [],
        pages: [
          {
            scope: 's',
            from: 0,
            to: 1,
            head: 1,
            more: false,
            rows: [{ t: 'comet', id: 'c', v: 1, f: {} }],
          },
        ],
      },
    }
    const read = parse(SyncResponse, answer)
    expect(read).toMatchObject({
      ok: true,
      value: {
        push: {
          results: [{ fault: { code: 'internal', detail: { told: 'moonInTheWay', phase: 3 } } }],
        },
      },
    })
  })

  it('C7 keeps rows of an unknown type unread', async () => {
    const phone = await aPhone(world, 'worker')
    phone.network.next(/sync/, { status: 500 })
    await phone.sync()
    const { applyPull } = await import('#client/sync/applyPull.ts')
    await applyPull(phone.session.cache, {
      leave: [],
      pages: [
        {
          scope: 'work:g-1',
          to: 1,
          rows: [{ t: 'comet' as never, id: 'c', v: 1, f: { tail: 1 } }],
        },
      ],
    })
    expect(await phone.session.cache.row.get('comet:c')).toMatchObject({ f: { tail: 1 } })
    expect(await phone.views()).toEqual([])
  })
})

describe('a change that no request can carry', () => {
  it('C8 is set aside alone: its envelope is parked, its body stays on the phone, the rest flows', async () => {
    const phone = await aPhone(world, 'worker')
    const ids = [
      await phone.report(),
      await phone.report({ note: '代理不喜欢这一条' }),
      await phone.report(),
    ]
    const send = phone.network.send
    phone.network.send = async (path, init) => {
      const text = path.includes('sync') ? await textOf(init) : ''
      return text.includes('代理不喜欢')
        ? new Response('too large', { status: 413 })
        : send(path, init)
    }
    expect((await phone.sync()).ok).toBe(true)
    expect((await phone.view(ids[0]!)).receipt.state).toBe('received')
    expect((await phone.view(ids[2]!)).receipt.state).toBe('received')
    const held = await phone.view(ids[1]!)
    expect(held.attention?.code).toBe('heldBack')
    expect(held.report.note).toBe('代理不喜欢这一条')
    const desk = await aProtocolClient(world, 'supervisor')
    expect((await conflictsOf(desk)).find((each) => each.fault.code === 'heldBack')).toMatchObject({
      by: cast.worker.id,
      standing: 'open',
    })
  })

  it('C8 is decided once its body comes after all, and its conflict closes', async () => {
    const phone = await aPhone(world, 'worker')
    const id = await phone.report({ note: '绕路送到的一条' })
    const { send } = phone.network
    phone.network.send = async (path, init) =>
      path.includes('sync') && (await textOf(init)).includes('绕路')
        ? new Response('too large', { status: 413 })
        : send(path, init)
    await phone.sync()
    const [entry] = await phone.session.capture.outbox.toArray()
    expect(entry).toMatchObject({ fate: 'parked', fault: { code: 'heldBack' } })
    phone.network.send = send
    // Nobody does anything: the phone offers it again by itself.
    await phone.sync()
    await phone.sync()
    expect((await rowOf(id))?.f).toMatchObject({ note: '绕路送到的一条' })
    expect((await phone.view(id)).receipt.state).toBe('received')
    const desk = await aProtocolClient(world, 'supervisor')
    expect((await conflictsOf(desk)).filter((each) => each.changeId === entry!.id)).toMatchObject([
      { standing: 'applied', fault: { code: 'heldBack' } },
    ])
  })

  it('C8 a body that comes twice, after its bare envelope, is decided once', async () => {
    const phone = await aPhone(world, 'worker')
    const id = await phone.report({ note: '绕路送到的一条' })
    const { send } = phone.network
    phone.network.send = async (path, init) =>
      path.includes('sync') && (await textOf(init)).includes('绕路')
        ? new Response('too large', { status: 413 })
        : send(path, init)
    await phone.sync()
    phone.network.send = send
    await phone.sync()
    await resendEverything(phone.session.capture, Date.now())
    await phone.sync()
    expect((await rowOf(id))?.v).toBe(1)
    expect((await phone.session.capture.outbox.toArray()).map((entry) => entry.fate)).toEqual([
      'applied',
    ])
  })

  it('C8 a refusal that is not about the change sets nothing aside', async () => {
    const phone = await aPhone(world, 'worker')
    const id = await phone.report()
    const { send } = phone.network
    phone.network.send = (path, init) =>
      path.includes('sync') ? Promise.resolve(new Response('', { status: 413 })) : send(path, init)
    expect(await phone.sync()).toMatchObject({ ok: false, fault: { code: 'tooLarge' } })
    expect((await phone.view(id)).receipt.state).toBe('onPhone')
    phone.network.send = send
    await phone.sync()
    expect((await phone.view(id)).receipt.state).toBe('received')
  })
})

async function textOf(init: RequestInit): Promise<string> {
  const zipped = new Headers(init.headers).get('Content-Encoding') === 'gzip'
  const body = new Blob([init.body as ArrayBuffer | string]).stream()
  return new Response(zipped ? body.pipeThrough(new DecompressionStream('gzip')) : body).text()
}
