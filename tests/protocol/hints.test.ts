import { afterAll, beforeAll, expect, it } from 'vitest'
import { openAuth } from '#server/auth/auth.ts'
import { createServer, type Server } from '#server/createServer.ts'
import { aVisit, aProtocolClient, type ProtocolClient } from '../aProtocolClient.ts'
import { aWorld, cast, type Cast, origin, type World } from '../world.ts'

let world: World
beforeAll(async () => (world = await aWorld()))
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

/** Listens as a member, at this node or another; `said` is all text that came so far. */
async function aListener(
  who: Cast,
  { client: given, at }: { client?: ProtocolClient; at?: Server } = {},
) {
  const client = given ?? (await aProtocolClient(world, who))
  const answer = at
    ? await at.fetch(
        new Request(`${origin}/api/hints`, { headers: { Cookie: client.network.cookie } }),
      )
    : await client.call('GET', '/api/hints', undefined, { Authorization: '' })
  const reader = answer.body!.getReader()
  const listener = {
    client,
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
  const { client } = worker
  expect(worker.type).toContain('text/event-stream')
  const envelope = client.creation({ note: 'not for the stream' })
  await client.push(envelope)
  await expect.poll(() => worker.said).toContain('event: hint')
  const [, data] = /event: hint\ndata: (.*)/.exec(worker.said)!
  expect(JSON.parse(data!)).toEqual({ scopes: ['work:g-1', `me:${cast.worker.id}`] })
  expect(worker.said).not.toContain('not for the stream')
  expect(worker.said).not.toContain(envelope.row as string)
  await worker.stop()
})

it('H1 tells each member of their own scopes only', async () => {
  const [desk, volunteer, neighbour] = [
    await aListener('supervisor'),
    await aListener('volunteer'),
    await aListener('neighbour'),
  ]
  const worker = await aProtocolClient(world, 'worker')
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
  await volunteer.client.network.send('/api/session/end', {
    method: 'POST',
    body: '{}',
    headers: { 'Content-Type': 'application/json' },
  })
  const worker = await aProtocolClient(world, 'worker')
  await worker.push(worker.creation())
  await expect.poll(() => still.said).toContain('work:g-1')
  expect(volunteer.said).not.toContain('work:g-1')
  await still.stop()
})

const asJson = { 'Content-Type': 'application/json' }
/** Each way in which a session ends; those of the desk are done by a supervisor. */
const endings: Record<
  string,
  (listener: ProtocolClient, desk: ProtocolClient) => Promise<Response>
> = {
  'signing out': (client) =>
    client.network.send('/api/session/end', { method: 'POST', body: '{}', headers: asJson }),
  'a revoked device': (client, desk) =>
    desk.call('POST', `/api/devices/${client.device.id}/revoke`, '{}', asJson),
  'a phone told to wipe itself': (client, desk) =>
    desk.call('POST', `/api/devices/${client.device.id}/wipe`, '{}', asJson),
  'a new password': async (client) => {
    const set = (password: string, cookie: string) =>
      world.fetch(
        new Request(`${origin}/api/session/password`, {
          method: 'POST',
          headers: { ...asJson, Origin: origin, Cookie: cookie },
          body: JSON.stringify({ username: `name-${client.device.id.slice(0, 8)}`, password }),
        }),
      )
    const { cookie } = client.network
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
    const other = createServer({ ...deps, auth })
    const [desk, worker, still] = [
      await aProtocolClient(world, 'supervisor'),
      await aProtocolClient(world, 'worker'),
      await aListener('colleague'),
    ]
    const client = await aProtocolClient(world, 'neighbour')
    const listeners = [
      await aListener('neighbour', { client }),
      await aListener('neighbour', { client, at: other }),
    ]
    const news = async (): Promise<void> =>
      void (await worker.push(worker.creation({ gridId: 'g-2' as never, placeId: 'p-2' as never })))
    await news()
    for (const each of [...listeners, still])
      await expect.poll(() => each.said).toContain('work:g-2')
    const before = listeners.map((each) => each.said.match(/event: hint/g)!.length)
    expect((await end(client, desk)).status).toBe(200)
    await news()
    await expect.poll(() => listeners.map((each) => each.hasEnded)).toEqual([true, true])
    expect(listeners.map((each) => each.said.match(/event: hint/g)!.length)).toEqual(before)
    expect(still.hasEnded).toBe(false)
    await still.stop()
  },
)

it('H1 a member has a dozen streams of one session at most as well', async () => {
  const client = await aProtocolClient(world, 'handler')
  const listeners: Awaited<ReturnType<typeof aListener>>[] = []
  for (let n = 0; n < 20; n++) listeners.push(await aListener('handler', { client }))
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
  const client = await aProtocolClient(world, 'worker')
  client.network.cookie = ''
  expect((await client.call('GET', '/api/hints')).status).toBe(401)
})
