import { afterEach, beforeEach, expect, it } from 'vitest'
import { aProtocolClient } from '../aProtocolClient.ts'
import { aWorld } from '../world.ts'
import { anAuthWorld, cast, type AuthWorld, faultIn } from './authWorld.ts'

let authWorld: AuthWorld
beforeEach(async () => {
  authWorld = await anAuthWorld()
})
afterEach(() => authWorld.close())

it('one session makes a dozen devices an hour and no more', async () => {
  const { cookie } = await authWorld.enrol(cast.worker)
  const answers = []
  for (let n = 0; n < 20; n++)
    answers.push(
      (
        await authWorld.call(
          'POST',
          '/api/session/device',
          { label: `phone ${n}` },
          { Cookie: cookie },
        )
      ).status,
    )
  expect(answers.filter((status) => status === 200)).toHaveLength(11)
  expect(answers.at(-1)).toBe(429)
  expect(await authWorld.deps.storage.read((tx) => tx.devicesOf(cast.worker.id))).toHaveLength(12)
})

it('a supervisor gives no invite that lets act as a supervisor who has come in, themself included; an administrator does', async () => {
  const supervisor = await authWorld.enrol(cast.supervisor)
  const path = `/api/members/${cast.supervisor.id}/invite`
  expect(
    await faultIn(
      await authWorld.call('POST', path, { medium: 'screen' }, { Cookie: supervisor.cookie }),
    ),
  ).toBe('notAllowed')
  const admin = await authWorld.enrol(cast.admin)
  expect(
    (await authWorld.call('POST', path, { medium: 'screen' }, { Cookie: admin.cookie })).status,
  ).toBe(200)
})

it('offers of photos that are never sent come to an end, for all phones of a member together', async () => {
  const world = await aWorld()
  const [one, two] = [
    await aProtocolClient(world, 'worker'),
    await aProtocolClient(world, 'worker'),
  ]
  const offer = async (n: number): Promise<number> => {
    const hash = n.toString(16).padStart(64, '0')
    return (
      await (n % 2 ? one : two).call(
        'POST',
        '/api/photos',
        JSON.stringify({ hash, bytes: 1_000_000 }),
      )
    ).status
  }
  const statuses = []
  for (let n = 0; n < 50; n++) statuses.push(await offer(n))
  expect(statuses.filter((status) => status === 200)).toHaveLength(40)
  expect(new Set(statuses.slice(40))).toEqual(new Set([429]))
  expect(await world.deps.storage.read((tx) => tx.stagedBy(one.me))).toEqual({
    items: 40,
    bytes: 40_000_000,
  })
  expect(await world.deps.storage.read((tx) => tx.stagedUploads())).toHaveLength(40)
  expect(await offer(0)).toBe(200)
  await world.close()
})

it('strangers who use up the tries of a name leave the phone of its member theirs', async () => {
  const { cookie, deviceId, deviceSecret } = await authWorld.enrol(cast.worker)
  const password = 'a long enough one'
  await authWorld.call(
    'POST',
    '/api/session/password',
    { username: 'worker', password },
    { Cookie: cookie },
  )
  const signIn = async (typed: string, headers = {}) =>
    (
      await authWorld.call(
        'POST',
        '/api/auth/sign-in/username',
        { username: 'worker', password: typed },
        headers,
      )
    ).status
  for (let n = 0; n < 6; n++) await signIn(`guess number ${n}`)
  expect(await signIn(password)).toBe(429)
  expect(await signIn(password, { Authorization: `Device ${deviceId}.${deviceSecret}` })).toBe(200)
})
