import { signInWithPassword } from '#client/http/account.ts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { rememberNetwork } from '#server/auth/networkOf.ts'
import { deviceOf } from '#server/auth/devices.ts'
import { anAuthWorld, cast, cookieIn, type AuthWorld, faultIn } from './authWorld.ts'

let authWorld: AuthWorld
beforeEach(async () => {
  authWorld = await anAuthWorld()
})
afterEach(async () => {
  vi.useRealTimers()
  await authWorld.close()
})

const deviceHeaders = (id: string, secret: string): Headers =>
  new Headers({ Authorization: `Device ${id}.${secret}` })

const nothing = { v: 1, isGood: false, memberName: '', community: '', invitedBy: '' }

describe('an invite', () => {
  it('E2 makes a device and a session', async () => {
    const { deviceId, deviceSecret, cookie, member } = await authWorld.enrol(cast.worker)
    expect(member.name).toBe(cast.worker.name)
    const device = await deviceOf(authWorld.deps.storage, deviceHeaders(deviceId, deviceSecret))
    expect(device).toMatchObject({
      ok: true,
      value: { memberId: cast.worker.id, label: 'a phone' },
    })
    const session = await authWorld.call('GET', '/api/session', undefined, { Cookie: cookie })
    expect(await session.json()).toMatchObject({ v: 1, member: { id: cast.worker.id } })
  })

  it('E7 says whose it is before and after it is taken, and spends nothing', async () => {
    const secret = await authWorld.invite(cast.worker)
    const look = () => authWorld.call('POST', '/api/enrol/look', { secret })
    const told = { memberName: cast.worker.name, isGood: true }
    expect(await (await look()).json()).toMatchObject(told)
    expect(await (await look()).json()).toMatchObject(told)
    expect((await authWorld.call('POST', '/api/enrol', { secret, label: 'a' })).status).toBe(200)
    expect(await (await look()).json()).toMatchObject({ ...told, isGood: false })
    authWorld.clock.now += 31 * 24 * 3_600_000
    expect(await (await look()).json()).toEqual(nothing)
  })

  it('E7 that was never made says nothing of anybody', async () => {
    const answer = await authWorld.call('POST', '/api/enrol/look', { secret: 'A'.repeat(22) })
    expect(await answer.json()).toEqual(nothing)
  })

  it('E1 is good once, also when two phones try at the same moment', async () => {
    const secret = await authWorld.invite(cast.worker)
    const answers = await Promise.all(
      [1, 2, 3].map((n) => authWorld.call('POST', '/api/enrol', { secret, label: `phone ${n}` })),
    )
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 410, 410])
    expect(await authWorld.deps.storage.read((tx) => tx.devices())).toHaveLength(1)
  })

  it('E1 ends after 10 minutes on screen and 24 hours printed', async () => {
    const onScreen = await authWorld.invite(cast.worker, 'screen')
    const printed = await authWorld.invite(cast.worker, 'printed')
    const late = await authWorld.invite(cast.worker, 'printed')
    authWorld.clock.now += 10 * 60_000
    expect(
      await faultIn(await authWorld.call('POST', '/api/enrol', { secret: onScreen, label: 'a' })),
    ).toBe('inviteSpent')
    expect(
      (await authWorld.call('POST', '/api/enrol', { secret: printed, label: 'a' })).status,
    ).toBe(200)
    authWorld.clock.now += 24 * 3_600_000
    expect(
      await faultIn(await authWorld.call('POST', '/api/enrol', { secret: late, label: 'a' })),
    ).toBe('inviteSpent')
  })

  it('E1 that was never made is refused like a spent one', async () => {
    const answer = await authWorld.call('POST', '/api/enrol', {
      secret: 'AAAAAAAAAAAAAAAAAAAAAA',
      label: 'a',
    })
    expect(answer.status).toBe(410)
    expect(await answer.json()).toEqual({ v: 1, fault: { code: 'inviteSpent' } })
  })

  it('of a member who has left lets nobody in', async () => {
    const answer = await authWorld.call('POST', '/api/enrol', {
      secret: await authWorld.invite(cast.gone),
      label: 'a',
    })
    expect(await faultIn(answer)).toBe('inviteSpent')
    expect(await authWorld.deps.storage.read((tx) => tx.devices())).toEqual([])
  })

  it('E1 is kept hashed only', async () => {
    const secret = await authWorld.invite(cast.worker)
    const rows = await authWorld.driver.read((session) => session.all('SELECT * FROM invite'))
    expect(JSON.stringify(rows)).not.toContain(secret)
    expect(secret).toMatch(/^[\w-]{22}$/)
  })
})

describe('a device', () => {
  it('E3 is refused once revoked', async () => {
    const { deviceId, deviceSecret } = await authWorld.enrol(cast.worker)
    const { cookie } = await authWorld.enrol(cast.supervisor)
    expect(
      (await authWorld.call('POST', `/api/devices/${deviceId}/revoke`, {}, { Cookie: cookie }))
        .status,
    ).toBe(200)
    expect(await deviceOf(authWorld.deps.storage, deviceHeaders(deviceId, deviceSecret))).toEqual({
      ok: false,
      fault: { code: 'revokedDevice' },
    })
  })

  it.each(['', 'Device ', 'Device x.y', 'Bearer abc', 'Device a.b.c'])(
    'S1 is unknown with the header %j',
    async (header) => {
      const found = await deviceOf(
        authWorld.deps.storage,
        new Headers(header ? { Authorization: header } : {}),
      )
      expect(found).toEqual({ ok: false, fault: { code: 'unknownDevice' } })
    },
  )

  it('S1 is unknown with a wrong secret', async () => {
    const { deviceId } = await authWorld.enrol(cast.worker)
    const found = await deviceOf(
      authWorld.deps.storage,
      deviceHeaders(deviceId, 'AAAAAAAAAAAAAAAAAAAAAA'),
    )
    expect(found).toEqual({ ok: false, fault: { code: 'unknownDevice' } })
  })
})

describe('a session', () => {
  it('has a cookie no script and no other site can use', async () => {
    const { setCookie } = await authWorld.enrol(cast.worker)
    expect(setCookie).toHaveLength(1)
    expect(setCookie[0]).toMatch(/^gridwalk\.session_token=/)
    expect(setCookie[0]).toMatch(/HttpOnly/i)
    expect(setCookie[0]).toMatch(/SameSite=Strict/i)
    expect(setCookie[0]).not.toMatch(/Secure/i)
  })

  it('is bound to the host and to TLS where there is TLS', async () => {
    const secure = await anAuthWorld({ publicUrl: 'https://walk.example' })
    const { setCookie, cookie } = await secure.enrol(cast.worker)
    expect(setCookie[0]).toMatch(/^__Host-gridwalk\.session_token=/)
    expect(setCookie[0]).toMatch(/; Secure/i)
    expect(setCookie[0]).toMatch(/Path=\/(;|$)/i)
    expect(setCookie[0]).not.toMatch(/Domain/i)
    expect(
      await (await secure.call('GET', '/api/session', undefined, { Cookie: cookie })).json(),
    ).toMatchObject({ member: { id: cast.worker.id } })
    await secure.close()
  })

  it('ends on request, at once', async () => {
    const { cookie } = await authWorld.enrol(cast.worker)
    const ended = await authWorld.call('POST', '/api/session/end', {}, { Cookie: cookie })
    expect(ended.headers.getSetCookie().join()).toMatch(/Max-Age=0/i)
    expect(
      await (await authWorld.call('GET', '/api/session', undefined, { Cookie: cookie })).json(),
    ).toEqual({ v: 1, member: null })
  })

  it('of a supervisor ends after 12 hours, of a worker it slides for 90 days', async () => {
    const supervisor = await authWorld.enrol(cast.supervisor)
    const worker = await authWorld.enrol(cast.worker)
    const memberAt = async (hours: number, cookie: string) => {
      vi.useFakeTimers({ toFake: ['Date'], now: authWorld.clock.now + hours * 3_600_000 })
      const answer = await authWorld.call('GET', '/api/session', undefined, { Cookie: cookie })
      return {
        member: ((await answer.json()) as { member: unknown }).member,
        cookie: answer.headers.getSetCookie(),
      }
    }
    expect((await memberAt(11, supervisor.cookie)).member).not.toBeNull()
    expect((await memberAt(13, supervisor.cookie)).member).toBeNull()
    expect((await memberAt(13, worker.cookie)).cookie).toEqual([])
    expect((await memberAt(24 * 80, worker.cookie)).cookie.join()).toMatch(/Max-Age=7776000/i)
    expect((await memberAt(24 * 160, worker.cookie)).member).not.toBeNull()
    expect((await memberAt(24 * 260, worker.cookie)).member).toBeNull()
  })

  it('with a forged cookie is nobody', async () => {
    const { cookie } = await authWorld.enrol(cast.worker)
    const forged = cookie.replace(/\.[^.]+$/, '.AAAA')
    expect(
      await (await authWorld.call('GET', '/api/session', undefined, { Cookie: forged })).json(),
    ).toEqual({ v: 1, member: null })
  })

  it('makes a device for a desk, and only for one who is signed in', async () => {
    const { cookie } = await authWorld.enrol(cast.supervisor)
    const grant = await authWorld.call(
      'POST',
      '/api/session/device',
      { label: 'desk' },
      { Cookie: cookie },
    )
    expect(await grant.json()).toMatchObject({ v: 1, member: { id: cast.supervisor.id } })
    expect(
      await faultIn(await authWorld.call('POST', '/api/session/device', { label: 'desk' })),
    ).toBe('signedOut')
  })

  it('does not write for another site, nor without JSON', async () => {
    const { cookie } = await authWorld.enrol(cast.worker)
    const crossed = await authWorld.call(
      'POST',
      '/api/session/device',
      { label: 'x' },
      { Cookie: cookie, Origin: 'https://elsewhere.example' },
    )
    expect(await faultIn(crossed)).toBe('notAllowed')
    const crossSite = await authWorld.call(
      'POST',
      '/api/enrol',
      { secret: await authWorld.invite(cast.worker), label: 'x' },
      { Origin: 'null' },
    )
    expect(await faultIn(crossSite)).toBe('notAllowed')
    const form = await authWorld.call(
      'POST',
      '/api/session/device',
      { label: 'x' },
      { Cookie: cookie, 'Content-Type': 'text/plain' },
    )
    expect(await faultIn(form)).toBe('malformed')
  })
})

describe('a password', () => {
  const password = 'a long enough one'
  const signIn = (username: string, typed: string, headers = {}) =>
    authWorld.call('POST', '/api/auth/sign-in/username', { username, password: typed }, headers)

  beforeEach(async () => {
    const { cookie } = await authWorld.enrol(cast.supervisor)
    expect(
      (
        await authWorld.call(
          'POST',
          '/api/session/password',
          { username: '李书记', password },
          { Cookie: cookie },
        )
      ).status,
    ).toBe(200)
  })

  it('signs in, and the app that asks is told so, or why not', async () => {
    const transport = {
      send: (path: string, init: RequestInit) =>
        authWorld.call(
          init.method!,
          path,
          JSON.parse(init.body as string),
          init.headers as Record<string, string>,
        ),
    }
    expect(await signInWithPassword(transport, '李书记', password)).toEqual({
      ok: true,
      value: null,
    })
    expect(await signInWithPassword(transport, '李书记', 'another long one')).toEqual({
      ok: false,
      fault: { code: 'wrongPassword' },
    })
  })

  it('signs in, and the answer holds no token', async () => {
    const answer = await signIn('李书记', password)
    expect(await answer.json()).toEqual({ v: 1 })
    const session = await authWorld.call('GET', '/api/session', undefined, {
      Cookie: cookieIn(answer),
    })
    expect(await session.json()).toMatchObject({ member: { id: cast.supervisor.id } })
  })

  it('that is wrong is answered like a name that is not there', async () => {
    expect(await faultIn(await signIn('李书记', 'another long one'))).toBe('wrongPassword')
    expect(await faultIn(await signIn('nobody', password))).toBe('wrongPassword')
    expect(await faultIn(await signIn('<b>', password))).toBe('wrongPassword')
  })

  it('can be guessed five times a minute; a desk that was signed in before counts for itself', async () => {
    const mine = await signIn('李书记', password)
    for (let n = 0; n < 4; n++) await signIn('李书记', `guess number ${n}`)
    const refused = await signIn('李书记', 'one guess more')
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0)
    expect((await signIn('李书记', password, { Cookie: cookieIn(mine) })).status).toBe(200)
    expect(
      (await signIn('李书记', password, { Cookie: 'gridwalk.session_token=made.up' })).status,
    ).toBe(429)
  })

  it('that a stranger has guessed at is still good for whoever bears the name, from another network', async () => {
    const from = (network: string, typed: string) => {
      const request = new Request('http://localhost:8787/api/auth/sign-in/username', {
        method: 'POST',
        headers: { Origin: 'http://localhost:8787', 'Content-Type': 'application/json' },
        body: JSON.stringify({ username: '李书记', password: typed }),
      })
      rememberNetwork(request, network)
      return authWorld.deps.auth.handle(request)
    }
    for (let n = 0; n < 5; n++)
      expect((await from('203.0.113.7', `guess number ${n}`)).status).toBe(401)
    const refused = await from('203.0.113.7', password)
    expect([refused.status, Number(refused.headers.get('Retry-After'))]).toEqual([
      429,
      expect.any(Number),
    ])
    expect((await from('198.51.100.1', password)).status).toBe(200)
    expect((await from('203.0.113.7', password)).status).toBe(429)
  })

  it('does not let in a member who has left', async () => {
    const admin = await authWorld.enrol(cast.admin)
    await authWorld.call(
      'PATCH',
      `/api/members/${cast.supervisor.id}`,
      { isActive: false },
      { Cookie: admin.cookie },
    )
    expect(await faultIn(await signIn('李书记', password))).toBe('wrongPassword')
    await authWorld.call(
      'PATCH',
      `/api/members/${cast.supervisor.id}`,
      { isActive: true },
      { Cookie: admin.cookie },
    )
    expect((await signIn('李书记', password)).status).toBe(200)
  })

  it('is refused when short, and a name that is taken', async () => {
    const { cookie } = await authWorld.enrol(cast.worker)
    const set = (username: string, typed: string) =>
      authWorld.call(
        'POST',
        '/api/session/password',
        { username, password: typed },
        { Cookie: cookie },
      )
    expect(await faultIn(await set('worker', 'short'))).toBe('malformed')
    expect(await faultIn(await set('李书记', password))).toBe('nameTaken')
  })

  it('is replaced only soon after signing in, which ends all other sessions', async () => {
    const first = await signIn('李书记', password)
    const second = await signIn('李书记', password)
    const set = (cookie: string, typed: string) =>
      authWorld.call(
        'POST',
        '/api/session/password',
        { username: '李书记', password: typed },
        { Cookie: cookie },
      )
    const changed = await set(cookieIn(second), 'a newer long one')
    expect(changed.status).toBe(200)
    expect(await faultIn(await set(cookieIn(first), 'by a stranger'))).toBe('signedOut')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 20 * 60_000 })
    expect(await faultIn(await set(cookieIn(changed), 'much later on'))).toBe('signedOut')
    vi.useRealTimers()
    expect((await signIn('李书记', 'a newer long one')).status).toBe(200)
  })
})

describe('the auth library', () => {
  it.each([
    ['GET', '/admin/list-users'],
    ['POST', '/admin/create-user'],
    ['POST', '/admin/set-role'],
    ['POST', '/admin/impersonate-user'],
    ['POST', '/admin/ban-user'],
    ['POST', '/sign-up/email'],
    ['POST', '/sign-in/email'],
    ['POST', '/update-user'],
    ['GET', '/list-sessions'],
    ['GET', '/get-session'],
    ['POST', '/is-username-available'],
    ['POST', '/change-email'],
    ['POST', '/gridwalk-session-acts'],
    ['POST', '/start-session'],
    ['POST', '//admin/ban-user'],
    ['POST', '/passkey/../admin/ban-user'],
    ['GET', '/ok'],
  ])('does not show %s %s, not even to an admin', async (method, path) => {
    const { cookie } = await authWorld.enrol(cast.admin)
    const answer = await authWorld.call(method, `/api/auth${path}`, {}, { Cookie: cookie })
    expect([answer.status, await faultIn(answer)]).toEqual([404, 'unknownPath'])
  })

  it('offers passkeys, to sign in and, when signed in, to make one', async () => {
    expect(
      await (await authWorld.call('GET', '/api/auth/passkey/generate-authenticate-options')).json(),
    ).toMatchObject({ rpId: 'localhost', challenge: expect.any(String) as string })
    expect(
      await faultIn(await authWorld.call('GET', '/api/auth/passkey/generate-register-options')),
    ).toBe('signedOut')
    const { cookie } = await authWorld.enrol(cast.supervisor)
    const options = await authWorld.call(
      'GET',
      '/api/auth/passkey/generate-register-options',
      undefined,
      { Cookie: cookie },
    )
    expect(await options.json()).toMatchObject({
      rp: { id: 'localhost', name: 'Gridwalk' },
      challenge: expect.any(String) as string,
    })
  })
})
