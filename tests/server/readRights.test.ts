import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aVisit, aProtocolClient, type ProtocolClient } from '../aProtocolClient.ts'
import { aWorld, aPhone, cast, type Cast, type World } from '../world.ts'

let world: World
let hazard: string
let visit: string
let photos: Record<'hazard' | 'visit', string>
const clients = {} as Record<Cast, ProtocolClient>
beforeAll(async () => {
  world = await aWorld()
  const worker = await aPhone(world, 'worker')
  const [one, two] = [await worker.photo(1), await worker.photo(2)]
  photos = { hazard: one.hash, visit: two.hash }
  hazard = await worker.report({ photos: [one] })
  visit = await worker.report({ ...aVisit, photos: [two] })
  await worker.sync()
  for (const who of [
    'supervisor',
    'colleague',
    'worker',
    'neighbour',
    'volunteer',
    'handler',
  ] as const)
    clients[who] = await aProtocolClient(world, who)
})
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const shown = async (who: Cast): Promise<string[]> =>
  (await clients[who].rows()).flatMap((row) => (row.t === 'report' && !row.out ? [row.id] : []))
const looks = async (who: Cast): Promise<number[]> =>
  Promise.all(
    [photos.hazard, photos.visit].map(
      async (hash) =>
        (await clients[who].call('GET', `/api/photos/${hash}`, undefined, { Authorization: '' }))
          .status,
    ),
  )

describe('each sees their own part', () => {
  it('a supervisor and the grid worker see hazards and visits', async () => {
    for (const who of ['supervisor', 'worker'] as const) {
      expect((await shown(who)).sort()).toEqual(expect.arrayContaining([hazard, visit].sort()))
      expect(await looks(who)).toEqual([200, 200])
    }
  })

  it('a volunteer sees hazards and no visits, nor their photos', async () => {
    expect(await shown('volunteer')).toEqual([hazard])
    expect(await looks('volunteer')).toEqual([200, 404])
  })

  it('a neighbour of another grid sees nothing of this one', async () => {
    expect(await shown('neighbour')).toEqual([])
    expect(await looks('neighbour')).toEqual([404, 404])
  })

  it('asking for a scope by name opens none', async () => {
    const pulled = (await clients.neighbour.pull({
      'care:g-1': 0,
      'work:g-1': 0,
      [`me:${cast.worker.id}`]: 0,
      'work:g-all': 0,
    }))!
    expect(pulled.leave.sort()).toEqual([
      'care:g-1',
      `me:${cast.worker.id}`,
      'work:g-1',
      'work:g-all',
    ])
    expect(pulled.pages.map((page) => page.scope)).toEqual(['org'])
  })

  it('the answer to a change shows nothing of a row one may not see', async () => {
    const { neighbour, volunteer } = clients
    const probe = await neighbour.push(
      neighbour.patch(visit, { base: { note: 0 }, set: { note: 'x' } }),
      neighbour.step(visit, 'accept', 'closed', 'accepted'),
    )
    expect(probe.results.map((result) => result.fault)).toEqual([
      { code: 'unknownReport' },
      { code: 'unknownReport' },
    ])
    expect(
      (
        await volunteer.push(
          volunteer.step(visit, 'note', 'reported', 'reported', { comment: 'x' }),
        )
      ).results[0]?.fault?.code,
    ).toBe('unknownReport')
  })

  it('devices and members are listed to supervisors only', async () => {
    for (const who of ['worker', 'volunteer', 'handler', 'neighbour'] as const) {
      expect(
        (await clients[who].call('GET', '/api/members/devices', undefined, { Authorization: '' }))
          .status,
      ).toBe(403)
    }
  })
})

describe('a handler', () => {
  const dispatch = (from: string, to: Cast) =>
    clients.supervisor.step(hazard, 'dispatch', from, 'dispatched', { handlerId: cast[to].id })

  it('sees what is dispatched to them, and no more once it is somebody else’s', async () => {
    expect(await shown('handler')).toEqual([])
    expect(await looks('handler')).toEqual([404, 404])
    await clients.supervisor.push(
      clients.supervisor.step(hazard, 'accept', 'reported', 'accepted'),
      dispatch('accepted', 'handler'),
    )
    expect(await shown('handler')).toEqual([hazard])
    expect(await looks('handler')).toEqual([200, 404])
    await clients.supervisor.push(dispatch('dispatched', 'colleague'))
    expect(await shown('handler')).toEqual([])
    expect(await looks('handler')).toEqual([404, 404])
    const late = await clients.handler.push(
      clients.handler.step(hazard, 'start', 'dispatched', 'inProgress'),
    )
    expect(late.results[0]).toMatchObject({ s: 'parked', fault: { code: 'unknownReport' } })
  })
})

describe('a member who has left', () => {
  it('is shown nothing on any route, and what they still send is parked', async () => {
    const leaver = await aProtocolClient(world, 'worker')
    await world.deps.storage.write(async (tx) => {
      const row = (await tx.row('member', cast.worker.id))!
      await tx.lockScopes(['org' as never])
      await tx.putRow({ ...row, v: row.v + 1, f: { ...row.f, isActive: false } }, ['org' as never])
    })
    expect(await leaver.pull()).toBeNull()
    expect(
      (await leaver.call('GET', `/api/photos/${photos.hazard}`)).status,
    ).toBeGreaterThanOrEqual(400)
    expect((await leaver.push(leaver.creation())).results).toMatchObject([
      { s: 'parked', fault: { code: 'notYours' } },
    ])
  })
})
