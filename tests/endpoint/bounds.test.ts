import { afterEach, beforeEach, expect, it } from 'vitest'
import { aWire } from '../aWire.ts'
import { anEndpoint } from '../world.ts'
import { aDoor, cast, type Door, faultIn } from './doorWorld.ts'

let door: Door
beforeEach(async () => {
  door = await aDoor()
})
afterEach(() => door.close())

it('one session makes a dozen devices an hour and no more', async () => {
  const { cookie } = await door.enrol(cast.worker)
  const answers = []
  for (let n = 0; n < 20; n++)
    answers.push(
      (await door.call('POST', '/api/session/device', { label: `phone ${n}` }, { Cookie: cookie }))
        .status,
    )
  expect(answers.filter((status) => status === 200)).toHaveLength(11)
  expect(answers.at(-1)).toBe(429)
  expect(await door.deps.storage.read((tx) => tx.devicesOf(cast.worker.id))).toHaveLength(12)
})

it('a supervisor gives no invite that lets act as a supervisor who has come in, themself included; an administrator does', async () => {
  const supervisor = await door.enrol(cast.supervisor)
  const path = `/api/members/${cast.supervisor.id}/invite`
  expect(
    await faultIn(
      await door.call('POST', path, { medium: 'screen' }, { Cookie: supervisor.cookie }),
    ),
  ).toBe('notAllowed')
  const admin = await door.enrol(cast.admin)
  expect(
    (await door.call('POST', path, { medium: 'screen' }, { Cookie: admin.cookie })).status,
  ).toBe(200)
})

it('offers of photos that are never sent come to an end, for all phones of a member together', async () => {
  const world = await anEndpoint()
  const [one, two] = [await aWire(world, 'worker'), await aWire(world, 'worker')]
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
  const { cookie, deviceId, deviceSecret } = await door.enrol(cast.worker)
  const password = 'a long enough one'
  await door.call(
    'POST',
    '/api/session/password',
    { username: 'worker', password },
    { Cookie: cookie },
  )
  const signIn = async (typed: string, headers = {}) =>
    (
      await door.call(
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
