import { afterEach, beforeEach, expect, it } from 'vitest'
import { aDoor, cast, type Door, faultIn } from './doorWorld.ts'

let door: Door
beforeEach(async () => {
  door = await aDoor()
})
afterEach(() => door.close())

it('one session makes a dozen devices an hour and no more', async () => {
  const { cookie } = await door.enrol(cast.worker)
  const answers = []
  for (let n = 0; n < 20; n++) answers.push((await door.call('POST', '/api/session/device', { label: `phone ${n}` }, { Cookie: cookie })).status)
  expect(answers.filter((status) => status === 200)).toHaveLength(11)
  expect(answers.at(-1)).toBe(429)
  expect(await door.deps.storage.read((tx) => tx.devicesOf(cast.worker.id))).toHaveLength(12)
})

it('a supervisor gives no invite that lets act as a supervisor who has come in, themself included; an administrator does', async () => {
  const supervisor = await door.enrol(cast.supervisor)
  const path = `/api/members/${cast.supervisor.id}/invite`
  expect(await faultIn(await door.call('POST', path, { medium: 'screen' }, { Cookie: supervisor.cookie }))).toBe('notAllowed')
  const admin = await door.enrol(cast.admin)
  expect((await door.call('POST', path, { medium: 'screen' }, { Cookie: admin.cookie })).status).toBe(200)
})
