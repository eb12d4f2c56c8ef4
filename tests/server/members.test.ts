import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Member } from '#domain/member.ts'
import { memberOf } from '#server/access/memberOf.ts'
import { upsertReference } from '#server/organisation/upsertReference.ts'
import { memberRoutes } from '#server/routes/members.ts'
import { wipeRoutes } from '#server/routes/wipeRoutes.ts'
import { anAuthWorld, cast, type AuthWorld, faultIn } from './authWorld.ts'

let authWorld: AuthWorld
beforeEach(async () => {
  authWorld = await anAuthWorld()
})
afterEach(() => authWorld.close())

const as = async (member: Member) => ({ Cookie: (await authWorld.enrol(member)).cookie })
const stored = (id: string) => authWorld.deps.storage.read((tx) => memberOf(tx, id as Member['id']))

const routes = [
  ['GET', '/api/members/devices', undefined],
  ['POST', '/api/members', { name: '示例·新', roles: ['volunteer'], gridIds: ['g-north'] }],
  ['PATCH', '/api/members/m-worker', { name: '示例·改' }],
  ['POST', '/api/members/m-worker/invite', { medium: 'screen' }],
  ['POST', '/api/devices/some-device/revoke', {}],
] as const

describe.each(routes)('%s %s', (method, path, body) => {
  it.each(['worker', 'volunteer', 'handler'] as const)('is not for a %s', async (who) => {
    const answer = await authWorld.call(method, path, body, await as(cast[who]))
    expect([answer.status, await faultIn(answer)]).toEqual([403, 'notAllowed'])
  })

  it('is not for a stranger', async () => {
    expect(await faultIn(await authWorld.call(method, path, body))).toBe('signedOut')
  })
})

describe('a supervisor', () => {
  it('makes a member of their own grids, who then comes in by an invite', async () => {
    const headers = await as(cast.supervisor)
    const made = await authWorld.call(
      'POST',
      '/api/members',
      { name: ' 示例·新 ', roles: ['volunteer'], gridIds: ['g-north-1'] },
      headers,
    )
    const { member } = (await made.json()) as { member: Member }
    expect(member).toMatchObject({ name: '示例·新', isActive: true })
    expect(authWorld.published).toContain('org')
    const invite = await authWorld.call(
      'POST',
      `/api/members/${member.id}/invite`,
      { medium: 'printed' },
      headers,
    )
    const { url, expiresAt } = (await invite.json()) as { url: string; expiresAt: number }
    expect(expiresAt).toBe(authWorld.clock.now + 24 * 3_600_000)
    expect(url).toMatch(/^http:\/\/localhost:8787\/enrol#[\w-]{22}$/)
    const taken = await authWorld.call('POST', '/api/enrol', {
      secret: url.split('#')[1],
      label: 'phone',
    })
    expect(await taken.json()).toMatchObject({ member: { id: member.id } })
  })

  it('keeps a name as the text it is', async () => {
    const name = '<img src=x onerror=alert(1)>'
    await authWorld.call('PATCH', '/api/members/m-worker', { name }, await as(cast.supervisor))
    expect((await stored('m-worker'))?.name).toBe(name)
  })

  it.each([
    ['a member of another grid', 'PATCH', '/api/members/m-southerner', { name: 'x' }],
    [
      'an invite for a member of another grid',
      'POST',
      '/api/members/m-southerner/invite',
      { medium: 'screen' },
    ],
    ['an invite for an admin', 'POST', '/api/members/m-admin/invite', { medium: 'screen' }],
    ['an invite for one who has left', 'POST', '/api/members/m-gone/invite', { medium: 'screen' }],
    ['an invite for nobody', 'POST', '/api/members/m-nobody/invite', { medium: 'screen' }],
    ['a new admin', 'POST', '/api/members', { name: 'x', roles: ['admin'], gridIds: ['g-north'] }],
    ['a worker turned admin', 'PATCH', '/api/members/m-worker', { roles: ['gridWorker', 'admin'] }],
    ['themself as admin', 'PATCH', '/api/members/m-supervisor', { roles: ['supervisor', 'admin'] }],
    ['themself in more grids', 'PATCH', '/api/members/m-supervisor', { gridIds: ['g-all'] }],
    [
      'a new member of another grid',
      'POST',
      '/api/members',
      { name: 'x', roles: ['volunteer'], gridIds: ['g-north', 'g-south'] },
    ],
    ['a worker moved elsewhere', 'PATCH', '/api/members/m-worker', { gridIds: ['g-south'] }],
    ['their own leaving', 'PATCH', '/api/members/m-supervisor', { isActive: false }],
  ])('is refused %s', async (_what, method, path, body) => {
    const before = await stored('m-supervisor')
    const answer = await authWorld.call(method, path, body, await as(cast.supervisor))
    expect([answer.status, await faultIn(answer)]).toEqual([403, 'notAllowed'])
    expect(await stored('m-supervisor')).toEqual(before)
  })

  it.each([
    [{ name: '', roles: ['volunteer'], gridIds: ['g-north'] }],
    [{ name: 'x', roles: [], gridIds: ['g-north'] }],
    [{ name: 'x', roles: ['king'], gridIds: ['g-north'] }],
    [{ name: 'x', roles: ['volunteer'], gridIds: [] }],
    [{ name: 'a\u0000b', roles: ['volunteer'], gridIds: ['g-north'] }],
    [{ name: '长'.repeat(41), roles: ['volunteer'], gridIds: ['g-north'] }],
    [null],
  ])('is told that %j is malformed', async (body) => {
    expect(
      await faultIn(await authWorld.call('POST', '/api/members', body, await as(cast.supervisor))),
    ).toBe('malformed')
  })

  it('is told of a grid that does not exist', async () => {
    const answer = await authWorld.call(
      'POST',
      '/api/members',
      { name: 'x', roles: ['volunteer'], gridIds: ['g-moon'] },
      await as(cast.admin),
    )
    expect(await faultIn(answer)).toBe('unknownGrid')
  })

  it('does not set what is not theirs to set', async () => {
    await authWorld.call(
      'PATCH',
      '/api/members/m-worker',
      { id: 'm-other', name: 'x', secret: 1 },
      await as(cast.supervisor),
    )
    expect(await stored('m-worker')).toEqual({ ...cast.worker, name: 'x' })
    expect(await stored('m-other')).toBeUndefined()
  })

  it('sees the devices of their own grids, without secrets', async () => {
    await authWorld.enrol(cast.worker)
    await authWorld.enrol(cast.southerner)
    const answer = await authWorld.call(
      'GET',
      '/api/members/devices',
      undefined,
      await as(cast.supervisor),
    )
    const text = await answer.text()
    expect(text).not.toMatch(/secret/i)
    const { devices } = JSON.parse(text) as {
      devices: { memberId: string; memberName: string; revokedAt: null }[]
    }
    expect(devices.map((device) => device.memberId).sort()).toEqual(['m-supervisor', 'm-worker'])
    expect(devices[0]).toMatchObject({
      memberName: '示例·m-worker',
      label: 'a phone',
      waitingChanges: 0,
      seenAt: null,
    })
  })

  it('cannot revoke a device of another grid', async () => {
    const { deviceId } = await authWorld.enrol(cast.southerner)
    expect(
      (
        await authWorld.call(
          'POST',
          `/api/devices/${deviceId}/revoke`,
          {},
          await as(cast.supervisor),
        )
      ).status,
    ).toBe(403)
  })

  it('ends the sessions of the member whose device is revoked', async () => {
    const phone = await authWorld.enrol(cast.worker)
    await authWorld.call(
      'POST',
      `/api/devices/${phone.deviceId}/revoke`,
      {},
      await as(cast.supervisor),
    )
    const session = await authWorld.call('GET', '/api/session', undefined, { Cookie: phone.cookie })
    expect(await session.json()).toEqual({ v: 1, member: null })
  })

  it('ends the sessions of a member who leaves', async () => {
    const { cookie } = await authWorld.enrol(cast.worker)
    const left = await authWorld.call(
      'PATCH',
      '/api/members/m-worker',
      { isActive: false },
      await as(cast.supervisor),
    )
    expect(left.status).toBe(200)
    expect(
      await (await authWorld.call('GET', '/api/session', undefined, { Cookie: cookie })).json(),
    ).toEqual({ v: 1, member: null })
    expect(
      await faultIn(
        await authWorld.call('POST', '/api/session/device', { label: 'x' }, { Cookie: cookie }),
      ),
    ).toBe('signedOut')
  })
})

/**
 * Each way to act as somebody, or to take from them what they hold. A route about members or
 * devices that is not named here fails the test.
 */
const overMembers: Record<string, 'actsFor' | 'protects' | 'aboutNobody'> = {
  'GET /api/members/devices': 'aboutNobody',
  'POST /api/members': 'aboutNobody',
  'POST /api/devices/wiped': 'aboutNobody',
  'PATCH /api/members/:id': 'actsFor',
  'POST /api/members/:id/invite': 'actsFor',
  // A lost phone is revoked by whoever hears of it first.
  'POST /api/devices/:id/revoke': 'protects',
  'POST /api/devices/:id/wipe': 'protects',
}

describe('a peer who has come in', () => {
  const peer: Member = { ...cast.supervisor, id: 'm-peer' as Member['id'], name: '示例·同级' }
  const bodies: Record<string, object[]> = {
    'PATCH /api/members/:id': [
      { roles: ['volunteer'] },
      { roles: ['supervisor', 'gridWorker'] },
      { gridIds: ['g-north-1'] },
      { isActive: false },
      { name: '示例·改' },
    ],
    'POST /api/members/:id/invite': [{ medium: 'screen' }, { medium: 'printed' }],
  }
  const acts = Object.entries(bodies).flatMap(([route, each]) =>
    each.map((body): [string, string, object] => [...(route.split(' ') as [string, string]), body]),
  )
  beforeEach(async () => {
    await upsertReference(authWorld.deps.storage, [{ t: 'member', id: peer.id, f: { ...peer } }])
    await authWorld.enrol(peer)
  })
  const act = async (
    caller: Member,
    method: string,
    path: string,
    body: object,
    id: string = peer.id,
  ) => (await authWorld.call(method, path.replace(':id', id), body, await as(caller))).status

  it('has every route that is about members in this table', () => {
    const found = [memberRoutes, wipeRoutes]
      .flatMap((routes) => routes(authWorld.deps).routes)
      .map(({ method, path }) => `${method} ${path}`)
    expect([...new Set(found)].sort()).toEqual(Object.keys(overMembers).sort())
    expect(Object.keys(bodies)).toEqual(
      Object.keys(overMembers).filter((route) => overMembers[route] === 'actsFor'),
    )
  })

  it.each(acts)('is an administrator’s alone: %s %s %j', async (method, path, body) => {
    expect(await act(cast.supervisor, method, path, body)).toBe(403)
    expect(await stored(peer.id)).toEqual(peer)
    expect(await act(cast.admin, method, path, body)).toBe(200)
  })

  it('is not made somebody else first, and no door opens by having left', async () => {
    await authWorld.call(
      'PATCH',
      `/api/members/${peer.id}`,
      { isActive: false },
      await as(cast.admin),
    )
    expect(
      await act(cast.supervisor, 'PATCH', '/api/members/:id', {
        isActive: true,
        roles: ['volunteer'],
      }),
    ).toBe(403)
    expect(await act(cast.supervisor, 'PATCH', '/api/members/:id', { isActive: true })).toBe(403)
  })

  it('may still alter their own name, and whoever has not come in yet', async () => {
    expect(
      await act(
        cast.supervisor,
        'PATCH',
        '/api/members/:id',
        { name: '示例·自改' },
        cast.supervisor.id,
      ),
    ).toBe(200)
    await upsertReference(authWorld.deps.storage, [
      { t: 'member', id: 'm-new', f: { ...peer, id: 'm-new' } },
    ])
    expect(
      await act(cast.supervisor, 'PATCH', '/api/members/:id', { name: '示例·新' }, 'm-new'),
    ).toBe(200)
    expect(
      await act(cast.supervisor, 'POST', '/api/members/:id/invite', { medium: 'screen' }, 'm-new'),
    ).toBe(200)
  })
})

describe('an admin', () => {
  it('makes a supervisor of a worker, whose long session then ends', async () => {
    const { cookie } = await authWorld.enrol(cast.worker)
    const answer = await authWorld.call(
      'PATCH',
      '/api/members/m-worker',
      { roles: ['gridWorker', 'supervisor'] },
      await as(cast.admin),
    )
    expect(await answer.json()).toMatchObject({ member: { roles: ['gridWorker', 'supervisor'] } })
    expect(
      await (await authWorld.call('GET', '/api/session', undefined, { Cookie: cookie })).json(),
    ).toMatchObject({ member: null })
  })

  it('makes another admin, and cannot drop their own power', async () => {
    const headers = await as(cast.admin)
    expect(
      (
        await authWorld.call(
          'PATCH',
          '/api/members/m-supervisor',
          { roles: ['supervisor', 'admin'] },
          headers,
        )
      ).status,
    ).toBe(200)
    expect(
      await faultIn(
        await authWorld.call('PATCH', '/api/members/m-admin', { roles: ['volunteer'] }, headers),
      ),
    ).toBe('notAllowed')
    expect(
      await faultIn(
        await authWorld.call('PATCH', '/api/members/m-admin', { isActive: false }, headers),
      ),
    ).toBe('notAllowed')
  })
})

it('two supervisors altering one member at once keep both alterations', async () => {
  const headers = await as(cast.admin)
  await Promise.all([
    authWorld.call('PATCH', '/api/members/m-worker', { name: '示例·改' }, headers),
    authWorld.call('PATCH', '/api/members/m-worker', { isActive: false }, headers),
  ])
  expect(await stored('m-worker')).toMatchObject({ name: '示例·改', isActive: false })
})
