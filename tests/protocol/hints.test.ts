import { afterAll, beforeAll, expect, it } from 'vitest'
import { openAuth } from '#endpoint/auth/auth.ts'
import { createEndpoint, type Endpoint } from '#endpoint/createEndpoint.ts'
import { aVisit, aWire, type Wire } from '../aWire.ts'
import { anEndpoint, cast, type Cast, origin, type World } from '../world.ts'

let world: World
beforeAll(async () => (world = await anEndpoint()))
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

/** Listens as a member, at this node or another; `said` is all text that came so far. */
async function aListener(who: Cast, { wire: given, at }: { wire?: Wire; at?: Endpoint } = {}) {
  const wire = given ?? (await aWire(world, who))
  const answer = at
    ? await at.fetch(
        new Request(`${origin}/api/hints`, { headers: { Cookie: wire.network.cookie } }),
      )
    : await wire.call('GET', '/api/hints', undefined, { Authorization: '' })
  const reader = answer.body!.getReader()
  const listener = {
    wire,
    type: answer.headers.get('Content-Type'),
    said: '',
    hasEnded: false,
    stop: () => reader.cancel(),
  }
  void (async () => {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) {
        listener.hasEnded = true
        return
      }
      listener.said += new TextDecoder().decode(value)
    }
  })().catch(() => undefined)
  return listener
}

it('H1 is a stream of events that name scopes and carry no data', async () => {
  const worker = await aListener('worker')
  const { wire } = worker
  expect(worker.type).toContain('text/event-stream')
  const frame = wire.creation({ note: 'not for the stream' })
  await wire.push(frame)
  await expect.poll(() => worker.said).toContain('event: hint')
  const [, data] = /event: hint\ndata: (.*)/.exec(worker.said)!
  expect(JSON.parse(data!)).toEqual({ scopes: ['work:g-1', `me:${cast.worker.id}`] })
  expect(worker.said).not.toContain('not for the stream')
  expect(worker.said).not.toContain(frame.row as string)
  await worker.stop()
})

it('H1 tells each member of their own scopes only', async () => {
  const [desk, volunteer, neighbour] = [
    await aListener('supervisor'),
    await aListener('volunteer'),
    await aListener('neighbour'),
  ]
  const worker = await aWire(world, 'worker')
  await worker.push(worker.creation(aVisit))
  await expect.poll(() => desk.said).toContain('care:g-1')
  await worker.push(worker.creation())
  await expect.poll(() => volunteer.said).toContain('work:g-1')
  expect(volunteer.said).not.toContain('care:')
  expect(desk.said).not.toContain('me:')
  expect(neighbour.said).not.toContain('hint')
  for (const each of [desk, volunteer, neighbour]) await each.stop()
})

it('H1 tells nothing more once the session has ended', async () => {
  const volunteer = await aListener('volunteer')
  const still = await aListener('volunteer')
  await volunteer.wire.network.send('/api/session/end', {
    method: 'POST',
    body: '{}',
    headers: { 'Content-Type': 'application/json' },
  })
  const worker = await aWire(world, 'worker')
  await worker.push(worker.creation())
  await expect.poll(() => still.said).toContain('work:g-1')
  expect(volunteer.said).not.toContain('work:g-1')
  await still.stop()
})

const asJson = { 'Content-Type': 'application/json' }
/** Each way in which a session ends; those of the desk are done by a supervisor. */
const endings: Record<string, (listener: Wire, desk: Wire) => Promise<Response>> = {
  'signing out': (wire) =>
    wire.network.send('/api/session/end', { method: 'POST', body: '{}', headers: asJson }),
  'a revoked device': (wire, desk) =>
    desk.call('POST', `/api/devices/${wire.device.id}/revoke`, '{}', asJson),
  'a phone told to wipe itself': (wire, desk) =>
    desk.call('POST', `/api/devices/${wire.device.id}/wipe`, '{}', asJson),
  'a new password': async (wire) => {
    const set = (password: string, cookie: string) =>
      world.fetch(
        new Request(`${origin}/api/session/password`, {
          method: 'POST',
          headers: { ...asJson, Origin: origin, Cookie: cookie },
          body: JSON.stringify({ username: `name-${wire.device.id.slice(0, 8)}`, password }),
        }),
      )
    const { cookie } = wire.network
    await set('a long enough one', cookie)
    return set('another long one', cookie)
  },
}

it.each(Object.entries(endings))(
  'H1 ends with the session, at this node and at another: %s',
  async (_how, end) => {
    const { driver, deps } = world
    const auth = await openAuth({
      driver,
      storage: deps.storage,
      publicUrl: origin,
      secret: 'a secret of the tests, long enough to sign with',
    })
    // What the nodes have in common is the database and the hints.
    const other = createEndpoint({ ...deps, auth })
    const [desk, worker, still] = [
      await aWire(world, 'supervisor'),
      await aWire(world, 'worker'),
      await aListener('colleague'),
    ]
    const wire = await aWire(world, 'neighbour')
    const listeners = [
      await aListener('neighbour', { wire }),
      await aListener('neighbour', { wire, at: other }),
    ]
    const news = async (): Promise<void> =>
      void (await worker.push(worker.creation({ gridId: 'g-2' as never, placeId: 'p-2' as never })))
    await news()
    for (const each of [...listeners, still])
      await expect.poll(() => each.said).toContain('work:g-2')
    const before = listeners.map((each) => each.said.match(/event: hint/g)!.length)
    expect((await end(wire, desk)).status).toBe(200)
    await news()
    await expect.poll(() => listeners.map((each) => each.hasEnded)).toEqual([true, true])
    expect(listeners.map((each) => each.said.match(/event: hint/g)!.length)).toEqual(before)
    expect(still.hasEnded).toBe(false)
    await still.stop()
  },
)

it('H1 a member has a dozen streams of one session at most as well', async () => {
  const wire = await aWire(world, 'handler')
  const listeners: Awaited<ReturnType<typeof aListener>>[] = []
  for (let n = 0; n < 20; n++) listeners.push(await aListener('handler', { wire }))
  await expect
    .poll(() => listeners.map((each) => each.hasEnded))
    .toEqual(listeners.map((_, n) => n < 8))
  const another = await aListener('handler')
  await expect.poll(() => listeners[8]!.hasEnded).toBe(true)
  for (const each of [...listeners.slice(9), another]) await each.stop()
})

it('H1 a member has a dozen streams at most; the oldest gives way', async () => {
  const first = await aListener('handler')
  const others = await Promise.all(Array.from({ length: 3 }, () => aListener('handler')))
  for (let n = 0; n < 9; n++) others.push(await aListener('handler'))
  await expect.poll(() => first.hasEnded).toBe(true)
  expect(others.map((each) => each.hasEnded)).toEqual(others.map(() => false))
  for (const each of others) await each.stop()
})

it('H1 is for those who are signed in', async () => {
  const wire = await aWire(world, 'worker')
  wire.network.cookie = ''
  expect((await wire.call('GET', '/api/hints')).status).toBe(401)
})
