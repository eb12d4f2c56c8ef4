// What nobody of ours would send, at every route there is: none of it may break the server, reach
// past it, or leave a trace.
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { serve } from '@hono/node-server'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { takeInvite } from '#client/http/account.ts'
import { serverApp } from '#server/createServer.ts'
import { aProtocolClient, uuid, type ProtocolClient } from '../aProtocolClient.ts'
import { aWorld, cast, origin, type World } from '../world.ts'

let world: World
let desk: ProtocolClient
let routes: { method: string; path: string }[]
beforeAll(async () => {
  world = await aWorld()
  desk = await aProtocolClient(world, 'supervisor')
  routes = serverApp(world.deps).routes.filter(
    ({ method, path }) => method !== 'ALL' && path !== '/api/hints',
  )
})
afterEach(() => {
  expect(world.errors).toEqual([])
  expect(Object.keys(Object.prototype)).toEqual([])
})
afterAll(() => world.close())

/** A call with everything a supervisor has: their device, their session. */
const call = (
  method: string,
  path: string,
  body?: string,
  headers: Record<string, string> = {},
): Promise<Response> =>
  world.fetch(
    new Request(origin + path, {
      method,
      headers: {
        Origin: origin,
        Authorization: desk.authorization,
        Cookie: desk.network.cookie,
        'Content-Type': 'application/json',
        ...headers,
      },
      ...(body === undefined || method === 'GET' || method === 'HEAD' ? {} : { body }),
    }),
  )

/** Refused in our own words, and nothing else. */
async function expectRefused(answer: Response, what: string): Promise<void> {
  const body =
    answer.body === null ? null : ((await answer.json()) as { v: number; fault?: unknown })
  expect([
    what,
    answer.status >= 400 && answer.status < 500,
    answer.headers.getSetCookie(),
    body === null || body.fault !== undefined,
  ]).toEqual([what, true, [], true])
}

describe('at every route', () => {
  it('a path that is none of ours reaches nothing', async () => {
    const tricks = [
      '..%2f..%2f..%2fetc%2fpasswd',
      '%2e%2e%2f',
      '..%5c..%5c',
      '%00',
      'a%00.jpg',
      '%ff%fe',
      '%',
      'a'.repeat(5000),
      '%0d%0aSet-Cookie:%20x=1',
      '__proto__',
      'constructor',
      "'%20OR%201=1--",
      '%F0%9F%98%80',
      '-1',
      'NaN',
      '%252e%252e%252f',
    ]
    const named = routes.filter(({ path }) => /:\w+|\*/.test(path) && path.startsWith('/api/'))
    expect(named.length).toBeGreaterThan(8)
    for (const { method, path } of named) {
      for (const trick of tricks)
        await expectRefused(
          await call(method, path.replace(/:\w+|\*/g, trick), '{}'),
          `${method} ${path} ${trick}`,
        )
    }
  }, 60_000)

  it('JSON that is none, too deep, or not what is asked is refused', async () => {
    const writing = routes.filter(({ method }) => ['POST', 'PATCH'].includes(method))
    // These take no fields, and closing a session or revoking is right with any object.
    const takesNothing = /session\/end$|revoke$|wipe$|uploads|rescue/
    for (const { method, path } of writing.filter((route) => !takesNothing.test(route.path))) {
      for (const body of [
        '',
        '{',
        'null',
        '[]',
        '"text"',
        '1e999',
        '['.repeat(100_000),
        '{"a":'.repeat(5000),
        '\u0000',
      ]) {
        // An empty alteration is one.
        if (method === 'PATCH' && body === '[]') continue
        await expectRefused(
          await call(method, path.replace(/:\w+/g, 'x'), body),
          `${method} ${path} ${body.slice(0, 9)}`,
        )
      }
    }
  }, 60_000)

  it('a page of somebody else cannot write with the cookie of ours', async () => {
    const byCookie = routes.filter(
      ({ method, path }) =>
        ['POST', 'PATCH'].includes(method) &&
        /\/(session|members|devices\/:id|grids|incidents|enrol)/.test(path),
    )
    expect(byCookie.length).toBeGreaterThan(9)
    for (const { method, path } of byCookie) {
      const wrongs: Record<string, string>[] = [
        { Origin: 'https://evil.example' },
        { Origin: 'null' },
        { Origin: `${origin}.evil.example` },
        { 'Content-Type': 'text/plain' },
        { 'Content-Type': 'application/x-www-form-urlencoded' },
        { 'Content-Type': 'multipart/form-data; boundary=application/json' },
      ]
      for (const wrong of wrongs) {
        const answer = await call(method, path.replace(/:\w+/g, 'x'), '{}', wrong)
        expect([path, JSON.stringify(wrong), [400, 403].includes(answer.status)]).toEqual([
          path,
          JSON.stringify(wrong),
          true,
        ])
      }
    }
    expect((await call('GET', '/api/session')).status).toBe(200)
  })

  it('a method that is not there is an unknown path', async () => {
    for (const path of [
      '/api/sync/1',
      '/api/session',
      '/api/members',
      '/api/enrol',
      '/api/health',
      '/api/audit',
      '/api/quarantine',
    ]) {
      for (const method of ['DELETE', 'PUT', 'PROPFIND'])
        expect([path, method, (await call(method, path, '{}')).status]).toEqual([path, method, 404])
    }
  })
})

describe('in a body', () => {
  it('prototype keys give nobody anything', async () => {
    const member = cast.volunteer.id
    const rows = async () => (await world.deps.storage.read((tx) => tx.row('member', member)))?.f
    const before = await rows()
    for (const poison of [
      '{"__proto__":{"roles":["admin"],"isActive":false}}',
      '{"constructor":{"prototype":{"roles":["admin"]}}}',
      '{"prototype":{"roles":["admin"]}}',
    ]) {
      expect((await call('PATCH', `/api/members/${member}`, poison)).status).toBe(200)
      expect(await rows()).toEqual(before)
      await expectRefused(await call('POST', '/api/members', poison), poison)
      await expectRefused(await call('POST', '/api/sync/1', poison), poison)
      await expectRefused(await call('POST', '/api/photos', poison), poison)
    }
  })

  it('a cursor, a number or a range beyond all counting is refused or starts again', async () => {
    for (const at of [1e308, 2 ** 60, -1, 1.5, '1', null]) {
      await expectRefused(
        await call(
          'POST',
          '/api/sync/1',
          JSON.stringify({ ...desk.request(), pull: { cursors: { org: at }, max: 1 } }),
        ),
        `cursor ${at}`,
      )
      await expectRefused(
        await call('POST', '/api/sync/1', JSON.stringify({ ...desk.request(), lost: [[1, at]] })),
        `lost ${at}`,
      )
      await expectRefused(
        await call(
          'POST',
          '/api/sync/1',
          JSON.stringify(desk.request([{ ...desk.creation(), n: at as number }])),
        ),
        `n ${at}`,
      )
    }
    const far = (await desk.pull({
      org: Number.MAX_SAFE_INTEGER,
      'work:g-404': 7,
      ['x'.repeat(100)]: 1,
    }))!
    expect(far.pages.find((page) => page.scope === 'org')).toMatchObject({ from: 0, more: true })
  })

  it('ten thousand scopes, and names of a prototype among them, are only left', async () => {
    const cursors = JSON.parse(
      `{${['__proto__', 'constructor', ...Array.from({ length: 10_000 }, (_, i) => `s${i}`)].map((scope) => `"${scope}":1`).join()}}`,
    ) as Record<string, number>
    const pulled = (await desk.pull(cursors))!
    expect(
      pulled.pages.every((page) => !page.scope.startsWith('s') && page.scope !== 'constructor'),
    ).toBe(true)
  })

  it('a gzip that grows a thousandfold is stopped on the way, at every route that takes one', async () => {
    const bomb = gzipSync(Buffer.alloc(60_000_000, ' '))
    expect(bomb.length).toBeLessThan(100_000)
    for (const path of [
      '/api/sync/1',
      '/api/photos',
      '/api/session/device',
      '/api/members',
      '/api/devices/wiped',
      '/api/enrol',
    ]) {
      const before = process.memoryUsage().rss
      const answer = await world.fetch(
        new Request(origin + path, {
          method: 'POST',
          body: new Uint8Array(bomb),
          headers: {
            Origin: origin,
            Authorization: desk.authorization,
            Cookie: desk.network.cookie,
            'Content-Type': 'application/json',
            'Content-Encoding': 'gzip',
          },
        }),
      )
      expect([path, answer.status]).toEqual([path, 413])
      expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000)
    }
  })

  it('gzip that is none, cut off, or twice wrapped is refused', async () => {
    const whole = gzipSync(JSON.stringify(desk.request()))
    for (const body of [
      Buffer.from('not gzip'),
      whole.subarray(0, whole.length - 6),
      gzipSync(whole),
      Buffer.alloc(0),
    ]) {
      const answer = await world.fetch(
        new Request(origin + '/api/sync/1', {
          method: 'POST',
          body: new Uint8Array(body),
          headers: { Authorization: desk.authorization, 'Content-Encoding': 'gzip' },
        }),
      )
      await expectRefused(answer, `gzip of ${body.length}`)
    }
  })
})

describe('in a header', () => {
  it('a credential that is none is refused and costs nothing', async () => {
    const { id, secret } = desk.device
    for (const value of [
      '',
      'Device',
      'Device .',
      `Device ${id}`,
      `Device ${id}.`,
      `Device ${id}.${secret}x`,
      `Device ${id}.${secret.slice(0, -1)}`,
      `Bearer ${id}.${secret}`,
      `Device ${id}.${secret}, Device ${id}.${secret}`,
      `Device __proto__.${secret}`,
      `Device ${'a'.repeat(90)}.${'b'.repeat(200)}`,
      `Device ${id}' OR '1'='1.${secret}`,
    ]) {
      const answer = await call('POST', '/api/sync/1', JSON.stringify(desk.request()), {
        Authorization: value,
      })
      expect([value, answer.status]).toEqual([value, 401])
    }
  })

  it('a cookie that is none opens nothing', async () => {
    const cookie = desk.network.cookie
    const name = cookie.split('=')[0]!
    for (const value of [
      `${name}=`,
      `${name}=x`,
      `${name}=x.y`,
      cookie.slice(0, -4),
      `${name}=%00`,
      `${name}=${'a'.repeat(4000)}`,
      `__Host-${cookie}x`,
    ]) {
      expect([
        value.slice(0, 40),
        (await call('GET', '/api/members/devices', undefined, { Cookie: value })).status,
      ]).toEqual([value.slice(0, 40), 401])
    }
  })
})

describe('on the socket', () => {
  it('two lengths, a length beside chunks, and a broken header line are refused before they reach us', async () => {
    const server = serve({ fetch: world.fetch, port: 0, hostname: '127.0.0.1' })
    await new Promise((resolve) =>
      server.listening ? resolve(null) : server.once('listening', resolve),
    )
    const { port } = server.address() as { port: number }
    const say = (text: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const socket = connect(port, '127.0.0.1', () => socket.write(text))
        let heard = ''
        socket
          .on('data', (data) => (heard += data.toString('latin1')))
          .on('close', () => resolve(heard))
          .on('error', reject)
        socket.setTimeout(3000, () => socket.destroy())
      })
    const head = `POST /api/sync/1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: ${desk.authorization}\r\n`
    expect(await say(`${head}Content-Length: 2\r\nContent-Length: 5\r\n\r\n{}xyz`)).toMatch(
      /^HTTP\/1.1 400/,
    )
    expect(
      await say(
        `${head}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
      ),
    ).toMatch(/^HTTP\/1.1 400/)
    expect(await say(`${head}X-A: a\rSet-Cookie: b\r\n\r\n`)).toMatch(/^HTTP\/1.1 400/)
    expect(
      await say(
        `GET /api/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Long: ${'a'.repeat(40_000)}\r\n\r\n`,
      ),
    ).toMatch(/^HTTP\/1.1 431/)
    expect(
      await say('GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
    ).toMatch(/^HTTP\/1.1 404/)
    await new Promise((resolve) => server.close(resolve))
  })
})

it('an invite is taken once, however many try it at once', async () => {
  const secret = await world.invite(cast.volunteer)
  const grants = await Promise.all(
    Array.from({ length: 8 }, () =>
      takeInvite(
        {
          send: (path, init) =>
            world.fetch(
              new Request(origin + path, {
                ...init,
                headers: { ...(init.headers as object), Origin: origin },
              }),
            ),
        },
        secret,
        uuid(),
      ),
    ),
  )
  expect(grants.filter((grant) => grant.ok)).toHaveLength(1)
})
