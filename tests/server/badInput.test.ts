import { nextVersion } from '#domain/row.ts'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { faultCodes } from '#domain/fault.ts'
import { createServer } from '#server/createServer.ts'
import {
  aVisit,
  aProtocolClient,
  type Envelope,
  uuid,
  type ProtocolClient,
} from '../aProtocolClient.ts'
import { aWorld, cast, origin, type World } from '../world.ts'

let world: World
let worker: ProtocolClient
let volunteer: ProtocolClient
let handler: ProtocolClient
beforeAll(async () => {
  world = await aWorld()
  ;[worker, volunteer, handler] = [
    await aProtocolClient(world, 'worker'),
    await aProtocolClient(world, 'volunteer'),
    await aProtocolClient(world, 'handler'),
  ]
})
afterEach(() => {
  expect(world.errors).toEqual([])
  expect(({} as { polluted?: number }).polluted).toBeUndefined()
})
afterAll(() => world.close())

/** The fault of each change, or its outcome. */
const outcomesOf = async (client: ProtocolClient, ...envelopes: Envelope[]): Promise<string[]> =>
  (await client.push(...envelopes)).results.map((result) => result.fault?.code ?? result.s)
const journalled = async (id: string): Promise<Envelope> =>
  JSON.parse(
    (
      await world.driver.read((session) =>
        session.all<{ body: string }>('SELECT body FROM journal WHERE change_id = ?', [id]),
      )
    )[0]!.body,
  ) as Envelope
const position = (more: object) => ({
  lat: 28,
  lon: 124,
  accuracyMetres: 5,
  source: 'gps',
  at: 1,
  ...more,
})
const aPhotoRef = (i: number) => {
  const hash = i.toString(16).padStart(64, '0')
  return {
    hash,
    bytes: 9,
    width: 1,
    height: 1,
    role: 'near',
    takenAt: 1,
    thumb: { hash, bytes: 9 },
  }
}
const aBody = (more: object) => ({ type: 'light_out', severity: 'minor', tier: 2, ...more })

describe('a capture that cannot be taken is parked with its reason, whole', () => {
  const wrong: [string, Record<string, unknown>, string][] = [
    ['an unknown kind', { kind: 'weather' }, 'unknownKind'],
    ['a kind named like a prototype key', { kind: 'constructor' }, 'unknownKind'],
    ['an unknown type of hazard', { body: aBody({ type: 'dragon' }) }, 'unknownKind'],
    ['a severity that is none', { body: aBody({ severity: 'terrible' }) }, 'invalidFields'],
    ['a wrong place', { placeId: 'p-404' }, 'unknownPlace'],
    ['a wrong grid', { gridId: 'g-404' }, 'unknownGrid'],
    ['a latitude beyond the pole', { position: position({ lat: 90.01 }) }, 'badPosition'],
    ['a longitude beyond the world', { position: position({ lon: -181 }) }, 'badPosition'],
    ['a latitude that is text', { position: position({ lat: 'NaN' }) }, 'badPosition'],
    ['a position that is none', { position: 'here' }, 'badPosition'],
    ['a negative accuracy', { position: position({ accuracyMetres: -1 }) }, 'invalidFields'],
    [
      'thirty-one photos',
      { photos: Array.from({ length: 31 }, (_, i) => aPhotoRef(i)) },
      'tooManyPhotos',
    ],
    [
      'a photo whose hash is a path',
      { photos: [{ ...aPhotoRef(1), hash: '../../etc/passwd' }] },
      'invalidFields',
    ],
    ['a note beyond its length', { note: 'x'.repeat(4001) }, 'invalidFields'],
    ['a note that is a number', { note: 7 }, 'invalidFields'],
    ['a date beyond the calendar', { capturedAt: 9e15 }, 'invalidFields'],
    ['somebody else as its author', { by: cast.supervisor.id }, 'notYours'],
    ['no body', { body: undefined }, 'invalidFields'],
    ['more than 64 KB', { extra: 'x'.repeat(66_000) }, 'tooLarge'],
  ]
  it.each(wrong)('%s', async (_name, report, code) => {
    const envelope = worker.creation(report)
    expect(await outcomesOf(worker, envelope)).toEqual([code])
    expect(await journalled(envelope.id)).toEqual(JSON.parse(JSON.stringify(envelope)))
    expect(
      await world.deps.storage.read((tx) => tx.row('report', envelope.row as string)),
    ).toBeUndefined()
  })

  it.each([
    ['a wrong version', { schema: 99 }, 'unknownSchema'],
    ['a version that is text', { schema: '1' }, 'invalidFields'],
    ['an unknown operation', { op: 'delete' }, 'invalidFields'],
    ['an unknown type of row', { t: 'secret' }, 'invalidFields'],
    ['a member row', { t: 'member', row: cast.worker.id }, 'idTaken'],
    ['a new member', { t: 'member', row: 'm-new' }, 'notAllowed'],
    ['a row id with a path', { row: '../../x' }, 'invalidFields'],
    ['no fields', { set: undefined }, 'invalidFields'],
  ])('%s', async (_name, more, code) => {
    const envelope = worker.creation({}, more)
    expect(await outcomesOf(worker, envelope)).toEqual([code])
    expect(await journalled(envelope.id)).toEqual(JSON.parse(JSON.stringify(envelope)))
  })
})

describe('one who may not', () => {
  it('volunteers capture no visit, handlers nothing', async () => {
    expect(await outcomesOf(volunteer, volunteer.creation(aVisit))).toEqual(['notAllowed'])
    expect(await outcomesOf(handler, handler.creation())).toEqual(['notAllowed'])
    const walk = { by: cast.handler.id, gridId: 'g-1', startedAt: 1, pauses: [], checks: [] }
    expect(
      await outcomesOf(
        handler,
        handler.envelope({ t: 'patrol', op: 'create', row: uuid(), set: walk }),
      ),
    ).toEqual(['notAllowed'])
  })

  it('nobody below a supervisor accepts, and nobody alters the report of another', async () => {
    const envelope = worker.creation()
    await worker.push(envelope)
    expect(
      await outcomesOf(volunteer, volunteer.step(envelope.row, 'accept', 'reported', 'accepted')),
    ).toEqual(['notAllowed'])
    expect(
      await outcomesOf(handler, handler.step(envelope.row, 'accept', 'reported', 'accepted')),
      'is not shown it',
    ).toEqual(['unknownReport'])
    expect(
      await outcomesOf(volunteer, volunteer.patch(envelope.row, { set: { note: 'mine now' } })),
    ).toEqual(['notYours'])
    expect(
      await outcomesOf(volunteer, volunteer.patch(envelope.row, { remove: { photos: ['x'] } })),
    ).toEqual(['notYours'])
    expect(
      await outcomesOf(
        volunteer,
        volunteer.step(envelope.row, 'withdraw', 'reported', 'withdrawn', { comment: 'x' }),
      ),
    ).toEqual(['notYours'])
    expect(
      await outcomesOf(worker, worker.step(envelope.row, 'accept', 'reported', 'accepted')),
    ).toEqual(['notAllowed'])
  })

  it('a supervisor’s power ends at the border of their grids', async () => {
    const desk = await aProtocolClient(world, 'supervisor')
    const envelope = worker.creation()
    await worker.push(envelope)
    const move = (gridIds: string[]) =>
      world.deps.storage.write(async (tx) => {
        const row = (await tx.row('member', cast.supervisor.id))!
        await tx.lockScopes(['org' as never])
        await tx.putRow(nextVersion(row, { ...row.f, gridIds }), ['org' as never])
      })
    await move(['g-2'])
    const [step, edit] = [
      desk.step(envelope.row, 'close', 'resolved', 'closed'),
      desk.patch(envelope.row, { set: { 'body.tier': 1 } }),
    ]
    expect(await outcomesOf(desk, step, edit)).toEqual(['unknownReport', 'unknownReport'])
    await move(['g-all'])
    expect(
      await outcomesOf(desk, desk.step(envelope.row, 'accept', 'reported', 'accepted')),
    ).toEqual(['applied'])
  })

  it('fixed and derived fields are nobody’s to set', async () => {
    const envelope = worker.creation()
    await worker.push(envelope)
    for (const field of [
      'by',
      'kind',
      'capturedAt',
      'standing',
      'steps',
      'arrived',
      'receivedAt',
      'body',
      'body.',
      'body.a.b',
      'toString',
      'valueOf',
    ]) {
      expect([
        field,
        ...(await outcomesOf(worker, worker.patch(envelope.row, { set: { [field]: 'x' } }))),
      ]).toEqual([field, 'invalidFields'])
    }
    const before = await world.deps.storage.read((tx) => tx.row('report', envelope.row as string))
    expect(
      await outcomesOf(
        worker,
        worker.patch(envelope.row, {
          set: JSON.parse(
            '{"__proto__":{"polluted":1},"constructor":1,"prototype":1,"body.__proto__":{"polluted":1}}',
          ),
        }),
      ),
    ).toEqual(['invalidFields'])
    expect(
      (await world.deps.storage.read((tx) => tx.row('report', envelope.row as string)))?.f,
    ).toEqual(before?.f)
    expect(
      await outcomesOf(worker, worker.patch(envelope.row, { add: { steps: [{ id: 's' }] } })),
    ).toEqual(['invalidFields'])
  })

  it('nothing that stands where a list or a hash should stops what comes behind it', async () => {
    const wrong = [
      worker.creation({ photos: [{ ...aPhotoRef(1), hash: null }] as never }),
      worker.creation({ photos: [{ ...aPhotoRef(1), stamped: { hash: 7, bytes: 1 } }] as never }),
      ...[[null], 'x', 7, { 0: 1 }].map((checks) => worker.creation({ checks })),
      worker.envelope({
        t: 'patrol',
        op: 'create',
        row: uuid(),
        set: { by: worker.me, gridId: 'g-1', startedAt: 1, pauses: [], checks: [null] },
      }),
      worker.envelope({
        t: 'patrol',
        op: 'create',
        row: uuid(),
        set: { by: worker.me, gridId: 'g-1', startedAt: 1, pauses: 7, checks: 'x' },
      }),
    ]
    expect(await outcomesOf(worker, ...wrong, worker.creation())).toEqual([
      'invalidFields',
      'invalidFields',
      'applied',
      'applied',
      'applied',
      'applied',
      'invalidFields',
      'invalidFields',
      'applied',
    ])
  })

  it('a step is refused without what it needs, or for a handler who is none', async () => {
    const desk = await aProtocolClient(world, 'supervisor')
    const envelope = worker.creation()
    await worker.push(envelope)
    expect(
      await outcomesOf(
        desk,
        desk.step(envelope.row, 'return', 'reported', 'returned', { comment: ' ' }),
      ),
    ).toEqual(['missingReason'])
    await desk.push(desk.step(envelope.row, 'accept', 'reported', 'accepted'))
    expect(
      await outcomesOf(desk, desk.step(envelope.row, 'dispatch', 'accepted', 'dispatched')),
    ).toEqual(['missingHandler'])
    expect(
      await outcomesOf(
        desk,
        desk.step(envelope.row, 'dispatch', 'accepted', 'dispatched', {
          handlerId: cast.worker.id,
        }),
      ),
    ).toEqual(['missingHandler'])
    expect(
      await outcomesOf(desk, desk.step(envelope.row, 'explode', 'accepted', 'closed')),
    ).toEqual(['invalidFields'])
    expect(await outcomesOf(desk, desk.step(uuid(), 'accept', 'reported', 'accepted'))).toEqual([
      'unknownReport',
    ])
  })

  it('an unknown device and a revoked one are refused before anything is read', async () => {
    const revoked = await aProtocolClient(world, 'worker')
    await world.deps.storage.write(async (tx) =>
      tx.putDevice({ ...(await tx.device(revoked.device.id as never))!, revokedAt: 1 }),
    )
    const body = JSON.stringify(revoked.request([revoked.creation()]))
    for (const [authorization, code] of [
      [revoked.authorization, 'revokedDevice'],
      [`Device ${revoked.device.id}.wrong`, 'unknownDevice'],
      ['Bearer x', 'unknownDevice'],
      ['', 'unknownDevice'],
    ]) {
      const answer = await revoked.call('POST', '/api/sync/1', body, {
        Authorization: authorization!,
      })
      expect([answer.status, await answer.json()]).toEqual([401, { v: 1, fault: { code } }])
    }
    expect(
      await world.deps.storage.read((tx) => tx.clientLog(revoked.install as never)),
    ).toBeUndefined()
  })
})

describe('text stays text', () => {
  it('HTML, script and NUL are stored as they are and do nothing', async () => {
    const nasty =
      '<img src=x onerror=alert(1)><script>alert(1)</script>${7*7}{{7*7}}\u0000‮"; DROP TABLE journal; --'
    const envelope = worker.creation({
      note: nasty,
      body: aBody({ location: nasty, constructs: nasty }),
    })
    expect(
      await outcomesOf(
        worker,
        envelope,
        worker.step(envelope.row, 'note', 'reported', 'reported', { comment: nasty }),
      ),
    ).toEqual(['applied', 'applied'])
    const row = (await worker.rows()).find((each) => each.id === envelope.row)!
    expect(row.f).toMatchObject({
      note: nasty,
      body: { location: nasty },
      steps: [{ comment: nasty }],
    })
    const answer = await worker.call('POST', '/api/sync/1', JSON.stringify(worker.request()))
    expect(answer.headers.get('Content-Type')).toContain('application/json')
    expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff')
  })
})

describe('a request that is not one', () => {
  const faultOf = async (answer: Response): Promise<string> => {
    const { v, fault } = (await answer.json()) as { v: number; fault: { code: string } }
    expect([v, answer.status < 500, faultCodes.includes(fault.code as never)]).toEqual([
      1,
      true,
      true,
    ])
    return fault.code
  }
  const send = async (body: string): Promise<string> =>
    faultOf(await worker.call('POST', '/api/sync/1', body))
  const altered = (more: object): string => JSON.stringify({ ...worker.request(), ...more })

  it.each(['', '{', 'null', '[]', '"x"', '{"v":1}', '\u0000', '{"__proto__":{}}', '\ud800'])(
    '%j is malformed',
    async (body) => expect(await send(body)).toBe('malformed'),
  )

  it('numbers that are none are malformed', async () => {
    const text = JSON.stringify(worker.request())
    for (const wall of ['1e999', '-1e999', '"NaN"', 'NaN', 'null', '9e15'])
      expect(await send(text.replace(/"wall":\d+/, `"wall":${wall}`))).toBe('malformed')
    expect(await send(altered({ push: { from: -1, waiting: 0, oldest: null, changes: [] } }))).toBe(
      'malformed',
    )
    expect(
      await send(altered({ push: { from: 1.5, waiting: 0, oldest: null, changes: [] } })),
    ).toBe('malformed')
    expect(await send(altered({ v: 2 }))).toBe('malformed')
    expect(await send(altered({ install: '../../x' }))).toBe('malformed')
    const envelope = worker.creation({ position: position({}) as never })
    const push = JSON.stringify(worker.request([envelope])).replace('"lat":28', '"lat":1e999')
    expect(await (await worker.call('POST', '/api/sync/1', push)).json()).toMatchObject({
      push: {
        results: [{ fault: { code: 'invalidFields', detail: { field: 'set.position.lat' } } }],
      },
    })
  })

  it('nesting without end is malformed, in text it is only text', async () => {
    const deep = `${'['.repeat(500_000)}${']'.repeat(500_000)}`
    expect(await send(deep)).toBe('malformed')
    expect(
      await send(
        altered({ push: 0 }).replace(
          '"push":0',
          `"push":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
        ),
      ),
    ).toBe('malformed')
    expect(await outcomesOf(worker, worker.creation({ note: '[{"\\'.repeat(500) }))).toEqual([
      'applied',
    ])
  })

  it('a gzip bomb is too large', async () => {
    expect(await faultOf(await worker.zipped('0'.repeat(50_000_000)))).toBe('tooLarge')
  })

  it('wrong methods and paths have a sentence as well', async () => {
    for (const [method, path] of [
      ['GET', '/api/sync/1'],
      ['PUT', '/api/sync/1'],
      ['DELETE', `/api/photos/${'a'.repeat(64)}`],
      ['POST', '/api/hints'],
      ['POST', '/api/health'],
      ['GET', '/api'],
      ['POST', '/'],
    ]) {
      expect(await faultOf(await worker.call(method!, path!))).toBe('unknownPath')
    }
    for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS'])
      expect(
        await faultOf(await worker.call(method, `/api/photos/uploads/${'0'.repeat(32)}`)),
      ).toBe('notAllowed')
  })

  it('path tricks reach no file outside', async () => {
    const folder = join(world.folder, 'app')
    await mkdir(folder)
    await writeFile(join(folder, 'index.html'), '<title>the app</title>')
    await writeFile(join(world.folder, 'secret.txt'), 'the secret')
    const { fetch } = createServer(world.deps, { appFolder: folder })
    for (const path of [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/%2e%2e%2fsecret.txt',
      '/..\\secret.txt',
      '/..%5csecret.txt',
      '/x%00.txt',
      '/%',
      '/../../package.json',
      '//etc/passwd',
    ]) {
      const answer = await fetch(new Request(origin + path))
      expect([path, answer.status < 500, (await answer.text()).includes('the secret')]).toEqual([
        path,
        true,
        false,
      ])
    }
    for (const path of [
      '/api/photos/../../package.json',
      '/api/photos/..%2f..%2fpackage.json',
      '/api/photos/%00',
      '/api/photos/uploads/..%2f..%2fgridwalk.db',
      '/api/photos/uploads/%2e%2e%2fx',
    ]) {
      for (const method of ['GET', 'HEAD', 'PATCH', 'PUT']) {
        const headers = {
          Authorization: worker.authorization,
          'Tus-Resumable': '1.0.0',
          'Upload-Offset': '0',
          'Content-Type': 'application/offset+octet-stream',
          Cookie: worker.network.cookie,
        }
        const answer = await fetch(
          new Request(origin + path, {
            method,
            headers,
            ...(method === 'PATCH' || method === 'PUT' ? { body: 'x' } : {}),
          }),
        )
        expect([
          method,
          path,
          answer.status < 500,
          (await answer.text()).includes('"name"'),
        ]).toEqual([method, path, true, false])
      }
    }
  })
})
