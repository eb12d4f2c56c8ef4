import { nextVersion } from '#domain/row.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { protocolLimits } from '#protocol/messages.ts'
import { aVisit, aProtocolClient, type ProtocolClient } from '../aProtocolClient.ts'
import { aWorld, aPhone, cast, type World } from '../world.ts'

let world: World
let worker: ProtocolClient
let desk: ProtocolClient
beforeAll(async () => {
  world = await aWorld()
  worker = await aProtocolClient(world, 'worker')
  desk = await aProtocolClient(world, 'supervisor')
})
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const named = (rows: { id: string }[]): string[] => rows.map((row) => row.id)

describe('a pull', () => {
  it('L1 is opened by a user session; without one the push is answered all the same', async () => {
    const client = await aProtocolClient(world, 'worker')
    expect((await client.pull())?.member).toBe(cast.worker.id)
    client.network.cookie = ''
    const answer = await client.sync([client.creation()], { pull: { cursors: {}, max: 100_000 } })
    expect(answer).toMatchObject({ pull: null, push: { results: [{ s: 'applied' }] } })
  })

  it('L1 that nobody asked for is null', async () => {
    expect((await worker.sync([])).pull).toBeNull()
  })

  it('L2 the numbers of a scope have no gap when many write at once, and a reader beside them misses nothing', async () => {
    const clients = await Promise.all(
      Array.from({ length: 6 }, () => aProtocolClient(world, 'worker')),
    )
    const reader = await aProtocolClient(world, 'worker')
    const seen = new Set<string>()
    let at = 0
    let isDone = false
    const reading = (async () => {
      while (!isDone) {
        for (const page of (await reader.pull({ 'work:g-1': at }))!.pages.filter(
          (each) => each.scope === 'work:g-1',
        )) {
          for (const row of page.rows) seen.add(row.id)
          at = page.to
        }
      }
    })()
    const envelopes = await Promise.all(
      clients.map(async (client) => {
        const made = Array.from({ length: 5 }, () => client.creation())
        for (const envelope of made) await client.push(envelope)
        return made
      }),
    )
    const [head, ...rest] = (await reader.pull({ 'work:g-1': at }))!.pages.filter(
      (each) => each.scope === 'work:g-1',
    )
    expect(rest).toEqual([])
    for (const row of head?.rows ?? []) seen.add(row.id)
    isDone = true
    await reading
    for (const envelope of envelopes.flat()) expect(seen).toContain(envelope.row)
    const numbers = await world.driver.read((session) =>
      session.all<{ seq: number }>(
        "SELECT seq FROM row_scope WHERE scope = 'work:g-1' ORDER BY seq",
      ),
    )
    expect(numbers.map((each) => each.seq)).toEqual(numbers.map((_, i) => i + 1))
  })

  it('L3 brings the rows after each cursor, oldest first', async () => {
    const before = (await desk.pull())!.pages.find((page) => page.scope === 'work:g-2')?.to ?? 0
    const neighbour = await aProtocolClient(world, 'neighbour')
    const envelopes = Array.from({ length: 3 }, () =>
      neighbour.creation({ gridId: 'g-2' as never }),
    )
    await neighbour.push(...envelopes)
    const page = (await desk.pull({ 'work:g-2': before }))!.pages.find(
      (each) => each.scope === 'work:g-2',
    )!
    expect(named(page.rows)).toEqual(envelopes.map((envelope) => envelope.row))
    expect(page).toMatchObject({ from: before, to: page.head, more: false })
    const after = (await desk.pull({ 'work:g-2': page.to + 0 }))!.pages.find(
      (each) => each.scope === 'work:g-2',
    )
    expect(after).toBeUndefined()
  })

  it('L3 cuts pages at the bytes it is given and goes on where it stopped', async () => {
    for (let i = 0; i < 12; i++) await worker.push(worker.creation({ note: '长'.repeat(1500) }))
    const whole = named(
      (await worker.pull())!.pages.find((page) => page.scope === 'work:g-1')!.rows,
    )
    const cut: string[] = []
    let rounds = 0
    for (let at = 0, more = true; more; rounds++) {
      const others = Object.fromEntries(
        (await worker.pull())!.pages.map((page) => [page.scope, page.to]),
      )
      const page = (await worker.pull(
        { ...others, 'work:g-1': at },
        protocolLimits.pullBytes.least,
      ))!.pages.find((each) => each.scope === 'work:g-1')!
      cut.push(...named(page.rows))
      ;({ to: at, more } = page)
    }
    expect(rounds).toBeGreaterThan(1)
    expect(cut).toEqual(whole)
  })

  it('L4 holds what the same call has just pushed', async () => {
    const envelope = worker.creation()
    const answer = await worker.sync([envelope], { pull: { cursors: {}, max: 4_000_000 } })
    expect(answer.push.results[0]?.s).toBe('applied')
    expect(answer.pull!.pages.flatMap((page) => page.rows)).toContainEqual({ own: envelope.n })
    const patched = await worker.sync(
      [worker.patch(envelope.row, { base: { note: 1 }, set: { note: 'seen' } })],
      { pull: { cursors: {}, max: 4_000_000 } },
    )
    expect(patched.pull!.pages.flatMap((page) => page.rows)).toContainEqual(
      expect.objectContaining({ id: envelope.row, v: 2 }),
    )
  })

  it('L8 what a phone makes of its own creates is what the server stored', async () => {
    const phone = await aPhone(world, 'worker')
    const ids = [
      await phone.report({ note: '自己的' }),
      await phone.report({
        photos: [{ ...(await phone.photo(99)), role: 'after' }],
        body: { type: 'light_out', severity: 'minor', tier: 2, isFixedOnSpot: true },
      }),
    ]
    // The text alone: a photo that arrives alters the row.
    phone.network.next(/photos/, 'dropRequest')
    await phone.sync()
    for (const id of ids) {
      const cached = await phone.session.cache.row.get(`report:${id}`)
      const stored = await world.deps.storage.read((tx) => tx.row('report', id))
      expect({ v: cached?.v, fv: cached?.fv, f: cached?.f }).toEqual({
        v: stored?.v,
        fv: stored?.fv,
        f: stored?.f,
      })
    }
    expect((await phone.view(ids[1]!)).report.standing).toBe('selfHandled')
  })

  it('L8 a row with a photo that was here before comes whole', async () => {
    const phone = await aPhone(world, 'worker')
    const photo = await phone.photo(4242)
    await phone.report({ photos: [photo] })
    await phone.sync()
    const again = await phone.report({ photos: [photo] })
    await phone.sync()
    expect((await phone.session.cache.row.get(`report:${again}`))?.f.arrived).toEqual(
      [photo.hash, photo.thumb.hash].sort(),
    )
  })

  it('L5 names the scopes to enter and those to leave', async () => {
    const pulled = (await worker.pull({ org: 0, 'work:g-2': 3, 'care:g-1': 0 }))!
    expect(pulled.enter.sort()).toEqual([`me:${cast.worker.id}`, 'work:g-1'])
    expect(pulled.leave).toEqual(['work:g-2'])
    expect(pulled.pages.map((page) => page.scope)).not.toContain('work:g-2')
  })

  it('L5 a phone drops the rows of a scope that it left, unless another scope holds them', async () => {
    const phone = await aPhone(world, 'worker')
    const mine = await phone.report({ note: 'mine' })
    const other = await aProtocolClient(world, 'volunteer')
    const theirs = other.creation()
    await other.push(theirs)
    await phone.sync()
    expect(named((await phone.views()).map((view) => view.report))).toEqual(
      expect.arrayContaining([mine, theirs.row]),
    )
    const move = async (gridIds: string[]) =>
      world.deps.storage.write(async (tx) => {
        const row = (await tx.row('member', cast.worker.id))!
        await tx.lockScopes(['org' as never])
        await tx.putRow(nextVersion(row, { ...row.f, gridIds }), ['org' as never])
      })
    await move(['g-2'])
    await phone.sync()
    const left = named((await phone.views()).map((view) => view.report))
    expect(left).toContain(mine)
    expect(left).not.toContain(theirs.row)
    await move(['g-1'])
    await phone.sync()
    expect(named((await phone.views()).map((view) => view.report))).toContain(theirs.row)
  })

  it('L6 a row that left a scope comes out of it', async () => {
    const handler = await aProtocolClient(world, 'handler')
    const envelope = worker.creation()
    await worker.push(envelope)
    const dispatch = (from: string, handlerId: string) =>
      desk.step(envelope.row, 'dispatch', from, 'dispatched', { handlerId })
    await desk.push(
      desk.step(envelope.row, 'accept', 'reported', 'accepted'),
      dispatch('accepted', cast.handler.id),
    )
    expect(named(await handler.rows())).toContain(envelope.row)
    await desk.push(dispatch('dispatched', cast.colleague.id))
    const [again] = (await handler.rows()).filter((row) => row.id === envelope.row)
    expect(again).toEqual({ t: 'report', id: envelope.row, v: 4, out: 1 })
  })

  it('L2 a visit is in the guarded scope of its grid', async () => {
    const envelope = worker.creation(aVisit)
    await worker.push(envelope)
    const scopes = await world.deps.storage.read((tx) =>
      tx.scopesOf('report', envelope.row as string),
    )
    expect(scopes.sort()).toEqual(['care:g-1', `me:${cast.worker.id}`])
  })
})

describe('a new epoch', () => {
  it('L7 starts the cursors at 0 and offers everything kept again', async () => {
    const phone = await aPhone(world, 'worker')
    const id = await phone.report({ note: 'survives' })
    await phone.sync()
    const young = await aWorld()
    try {
      // The same device as before, on a database that knows nothing else.
      const device = (await world.deps.storage.read((tx) =>
        tx.device(phone.session.device.id as never),
      ))!
      await young.deps.storage.write((tx) => tx.putDevice(device))
      const session = await aProtocolClient(young, 'worker')
      const answer = await (async () => {
        phone.network.cookie = session.network.cookie
        phone.network.send = (path, init) => session.network.send(path, init)
        return phone.sync()
      })()
      expect(answer).toMatchObject({ ok: true, value: { pushed: 1 } })
      expect((await young.deps.storage.read((tx) => tx.row('report', id)))?.f.note).toBe('survives')
      expect((await phone.view(id)).receipt.state).toBe('received')
      expect(young.errors).toEqual([])
    } finally {
      await young.close()
    }
  })

  it('L7 a cursor ahead of the scope is sent back to 0', async () => {
    const page = (await worker.pull({ 'work:g-1': 1e9 }))!.pages.find(
      (each) => each.scope === 'work:g-1',
    )
    expect(page).toMatchObject({ from: 0, to: 0, more: true, rows: [] })
  })
})
