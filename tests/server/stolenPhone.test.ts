import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { adminChain } from '#server/storage/port/audit.ts'
import { aProtocolClient, type ProtocolClient } from '../aProtocolClient.ts'
import { aWorld, type World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await aWorld()
})
afterEach(() => void vi.useRealTimers())
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const json = { 'Content-Type': 'application/json' }
const password = 'a long enough one'
let names = 0

const tell = async (
  client: ProtocolClient,
  path: string,
  body: unknown = {},
): Promise<{
  status: number
  code?: string
  grant: { deviceId: string; deviceSecret: string }
}> => {
  const answer = await client.call('POST', path, JSON.stringify(body), json)
  const told = (await answer.json()) as { fault?: { code: string } } & {
    deviceId: string
    deviceSecret: string
  }
  return { status: answer.status, code: told.fault?.code, grant: told }
}

/** A phone that is signed in as `session` is, with a device bound from there. */
async function boundFrom(
  session: ProtocolClient,
  who: 'worker' | 'supervisor',
): Promise<ProtocolClient> {
  const { grant } = await tell(session, '/api/session/device', { label: 'one more' })
  const bound = await aProtocolClient(world, who, {
    device: { id: grant.deviceId, secret: grant.deviceSecret },
  })
  bound.network.cookie = session.network.cookie
  return bound
}

async function signedIn(
  username: string,
  who: 'worker' | 'supervisor',
  device = { id: 'nobody', secret: 'AAAA' },
): Promise<ProtocolClient | null> {
  const client = await aProtocolClient(world, who, { device })
  client.network.cookie = ''
  const answer = await client.call(
    'POST',
    '/api/auth/sign-in/username',
    JSON.stringify({ username, password }),
    json,
  )
  return answer.status === 200 ? client : null
}

const isReading = async (client: ProtocolClient): Promise<boolean> =>
  ((await (await client.call('GET', '/api/session')).json()) as { member: unknown }).member !== null
const sends = async (client: ProtocolClient): Promise<number> =>
  (await client.call('POST', '/api/sync/1', JSON.stringify(client.request([client.creation()]))))
    .status
const freshName = (): string => `worker-${++names}`
const later = (minutes: number): void =>
  void vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes * 60_000 })

describe.each(['revoke', 'wipe'] as const)('a stolen phone after a %s', (how) => {
  it('E6 is refused on every path, with all that came from it, however far', async () => {
    const desk = await aProtocolClient(world, 'supervisor')
    const stolen = await aProtocolClient(world, 'worker')
    const session = stolen.network.cookie
    const username = freshName()
    expect((await tell(stolen, '/api/session/password', { username, password })).status).toBe(200)
    const second = await boundFrom(stolen, 'worker')
    const third = await boundFrom((await signedIn(username, 'worker'))!, 'worker')
    const fourth = await boundFrom(third, 'worker')
    expect([
      await sends(second),
      await sends(third),
      await sends(fourth),
      await isReading(third),
    ]).toEqual([200, 200, 200, true])

    expect((await tell(desk, `/api/devices/${stolen.device.id}/${how}`)).status).toBe(200)
    expect(await signedIn(username, 'worker')).toBeNull()
    stolen.network.cookie = session
    for (const client of [stolen, second, third, fourth])
      expect(await isReading(client)).toBe(false)
    for (const client of [second, third, fourth]) expect(await sends(client)).toBe(401)
    expect((await tell(third, '/api/session/device', { label: 'again' })).code).toBe('signedOut')
    if (how === 'wipe')
      await tell(stolen, '/api/devices/wiped', { left: { changes: 0, photos: 0, drafts: 0 } })
    expect(await sends(stolen)).toBe(401)
    const links = await world.deps.storage.read((tx) => tx.auditLinks(adminChain, 0, 1000))
    const revoked = links
      .filter((link) => link.action === 'deviceRevoked')
      .map((link) => link.device)
    for (const client of [second, third, fourth]) expect(revoked).toContain(client.device.id)
  })

  it('leaves what the member has from another invite, a password set there included', async () => {
    const desk = await aProtocolClient(world, 'supervisor')
    const [stolen, kept] = [
      await aProtocolClient(world, 'worker'),
      await aProtocolClient(world, 'worker'),
    ]
    const username = freshName()
    expect((await tell(kept, '/api/session/password', { username, password })).status).toBe(200)
    await tell(desk, `/api/devices/${stolen.device.id}/${how}`)
    expect(await sends(kept)).toBe(200)
    expect(await signedIn(username, 'worker')).not.toBeNull()
  })
})

describe('a way to sign in', () => {
  it('E6 is made within ten minutes of taking an invite; afterwards a first one needs a new invite', async () => {
    const phone = await aProtocolClient(world, 'neighbour')
    later(11)
    expect(
      await tell(phone, '/api/session/password', { username: freshName(), password }),
    ).toMatchObject({ status: 403, code: 'needsFreshInvite' })
    const passkey = await phone.call('GET', '/api/auth/passkey/generate-register-options')
    expect(await passkey.json()).toMatchObject({
      fault: { code: 'needsFreshInvite', detail: { freshMinutes: 10 } },
    })
    expect(
      await tell(phone, '/api/auth/passkey/verify-registration', { response: {} }),
    ).toMatchObject({ status: 403, code: 'needsFreshInvite' })
    vi.useRealTimers()
    const invited = await aProtocolClient(world, 'neighbour')
    expect(
      (await tell(invited, '/api/session/password', { username: freshName(), password })).status,
    ).toBe(200)
  })

  it('is added later only by who has just signed in', async () => {
    const phone = await aProtocolClient(world, 'colleague')
    const username = freshName()
    await tell(phone, '/api/session/password', { username, password })
    later(11)
    expect(
      await (await phone.call('GET', '/api/auth/passkey/generate-register-options')).json(),
    ).toMatchObject({ fault: { code: 'signedOut' } })
    expect((await signedIn(username, 'supervisor', phone.device))?.network.cookie).toBeTruthy()
  })

  it('on a phone that is known belongs to that phone, whoever set the password', async () => {
    const desk = await aProtocolClient(world, 'supervisor')
    const [first, second] = [
      await aProtocolClient(world, 'worker'),
      await aProtocolClient(world, 'worker'),
    ]
    const username = freshName()
    await tell(first, '/api/session/password', { username, password })
    const again = (await signedIn(username, 'worker', second.device))!
    expect(await isReading(again)).toBe(true)
    await tell(desk, `/api/devices/${second.device.id}/revoke`)
    expect(await isReading(again)).toBe(false)
    expect(await signedIn(username, 'worker')).not.toBeNull()
  })
})

it('sessions and passwords of before belong to the oldest device of their member, and end with it', async () => {
  const before = await aWorld()
  const [oldest, desk] = [
    await aProtocolClient(before, 'worker'),
    await aProtocolClient(before, 'supervisor'),
  ]
  const younger = await aProtocolClient(before, 'worker')
  await tell(younger, '/api/session/password', { username: 'old-worker', password })
  await before.driver.write(async (session) => {
    await session.run('DELETE FROM credential')
    await session.run('UPDATE "session" SET "deviceId" = NULL')
  })
  const after = await aWorld({ storageFile: `${before.folder}/gridwalk.db` })
  const there = await aProtocolClient(after, 'worker', { device: younger.device })
  there.network.cookie = younger.network.cookie
  expect(await isReading(there)).toBe(true)
  await tell(desk, `/api/devices/${oldest.device.id}/revoke`)
  expect(await isReading(there)).toBe(false)
  const answer = await there.call(
    'POST',
    '/api/auth/sign-in/username',
    JSON.stringify({ username: 'old-worker', password }),
    json,
  )
  expect(answer.status).toBe(401)
  await after.close()
  await before.close()
})
