import { IDBFactory } from 'fake-indexeddb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { saveChange } from '#client/outbox/saveChange.ts'
import { rotateClientId } from '#client/sync/applyPush.ts'
import { readLastSaved, writeLastSaved } from '#client/db/localFallback.ts'
import type { Loss } from '#client/db/meta.ts'
import { markLossesSeen, readLosses } from '#client/outbox/losses.ts'
import {
  startSession,
  mirrorLastSaved,
  resumeSession,
  type LocalSession,
} from '#client/session/localSession.ts'
import { aWorld, aPhone, cast, type Phone, type World } from '../../world.ts'
import { aChange } from '../db/aCapture.ts'

let world: World
let phone: Phone
beforeAll(async () => (world = await aWorld()))
beforeEach(async () => (phone = await aPhone(world, 'worker')))
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const { id: me } = cast.worker
const save = (): Promise<unknown> =>
  saveChange(
    phone.session.capture,
    { change: aChange(), photos: [], now: 1 },
    mirrorLastSaved(phone.session, phone.environment),
  )
/**
 * Loses the last entries and rolls the counter back with them, as a cut log of the database does.
 */
async function loseTail(count: number): Promise<void> {
  const { outbox, meta } = phone.session.capture
  const next = ((await meta.get('nextN'))!.value as number) - count
  await outbox.where('n').aboveOrEqual(next).delete()
  await meta.put({ key: 'nextN', value: next })
}
async function startAnew(): Promise<void> {
  phone.session.capture.close()
  phone.session.cache.close()
  const opened = await resumeSession(phone.environment)
  if (!opened.ok) throw new Error(opened.fault.code)
  Object.assign(phone.session, opened.value satisfies LocalSession | null)
}
const losses = async (): Promise<Loss[]> => readLosses(phone.session.capture)
const short = async () =>
  (await losses()).map(({ from, to, outcome, isTold }) => [from, to, outcome, isTold === true])
const install = async (): Promise<string> =>
  (await phone.session.capture.meta.get('install'))!.value as string
const lostAtServer = async () =>
  world.driver.read(async (session) =>
    (
      await session.all<{ from_n: number; to_n: number }>(
        'SELECT from_n, to_n FROM lost WHERE install = ?',
        [await install()],
      )
    ).map((row) => [Number(row.from_n), Number(row.to_n)]),
  )

describe('a database that lost its tail', () => {
  it('with work never sent: the range is noticed, told to the server, and work goes on', async () => {
    for (let i = 0; i < 4; i++) await save()
    await phone.sync()
    for (let i = 0; i < 3; i++) await save()
    await loseTail(3)
    await startAnew()
    expect(await short()).toEqual([[5, 7, 'asking', false]])
    expect((await phone.sync()).ok).toBe(true)
    expect(await short()).toEqual([[5, 7, 'lost', true]])
    expect(await lostAtServer()).toEqual([[5, 7]])
    await save()
    await phone.sync()
    expect(
      (await phone.session.capture.outbox.toArray()).map((entry) => [entry.n, entry.fate]),
    ).toEqual([1, 2, 3, 4, 8].map((n) => [n, 'applied']))
  })

  it('with work that the server has: nothing is lost, and nothing is said to be', async () => {
    for (let i = 0; i < 4; i++) await save()
    await phone.sync()
    await loseTail(2)
    await startAnew()
    expect(await short()).toEqual([[3, 4, 'asking', false]])
    await save()
    await phone.sync()
    expect(await short()).toEqual([[3, 4, 'received', false]])
    expect(await lostAtServer()).toEqual([])
    expect((await phone.session.capture.outbox.toArray()).map((entry) => entry.n)).toEqual([
      1, 2, 5,
    ])
  })

  it('partly received: only what the server misses is lost', async () => {
    await save()
    await phone.sync()
    for (let i = 0; i < 2; i++) await save()
    await phone.sync()
    for (let i = 0; i < 2; i++) await save()
    await loseTail(4)
    await startAnew()
    await phone.sync()
    expect(await short()).toEqual([
      [2, 3, 'received', false],
      [4, 5, 'lost', true],
    ])
    expect(await lostAtServer()).toEqual([[4, 5]])
  })

  it('still waiting work before the gap goes out first, what was saved since after it', async () => {
    for (let i = 0; i < 5; i++) await save()
    await loseTail(3)
    await startAnew()
    await save()
    expect((await phone.sync()).ok).toBe(true)
    expect(await lostAtServer()).toEqual([[3, 5]])
    expect(await short()).toEqual([[3, 5, 'lost', true]])
    expect(
      (await phone.session.capture.outbox.toArray()).map((entry) => [entry.n, entry.fate]),
    ).toEqual([
      [1, 'applied'],
      [2, 'applied'],
      [6, 'applied'],
    ])
  })

  it('a loss whose telling got no answer is told again, and never turns into “received”', async () => {
    for (let i = 0; i < 2; i++) await save()
    await loseTail(2)
    await startAnew()
    const { send } = phone.network
    let calls = 0
    phone.network.send = async (path, init) => {
      const answer = await send(path, init)
      if (path.includes('sync') && ++calls === 2) throw new TypeError('reset')
      return answer
    }
    expect((await phone.sync()).ok).toBe(false)
    expect((await phone.sync()).ok).toBe(true)
    expect((await short()).map(([from, to, outcome]) => [from, to, outcome])).toEqual([
      [1, 2, 'lost'],
    ])
    expect(await lostAtServer()).toEqual([[1, 2]])
  })

  it('whose local fallback is gone as well: the server’s last number keeps numbers from being given out twice', async () => {
    for (let i = 0; i < 4; i++) await save()
    await phone.sync()
    await loseTail(2)
    phone.environment.local.removeItem(`gridwalk.lastSaved.${me}`)
    await startAnew()
    await phone.sync()
    expect(await short()).toEqual([[3, 4, 'received', false]])
    await save()
    await phone.sync()
    expect((await phone.session.capture.outbox.toArray()).map((entry) => entry.n)).toEqual([
      1, 2, 5,
    ])
  })

  it('is silent where nothing is missing, and after the person has read it', async () => {
    await save()
    await startAnew()
    expect(await losses()).toEqual([])
    await loseTail(1)
    await startAnew()
    await markLossesSeen(phone.session.capture)
    expect((await losses()).map((loss) => loss.isSeen)).toEqual([undefined])
    await phone.sync()
    await markLossesSeen(phone.session.capture)
    expect((await losses()).map((loss) => loss.isSeen)).toEqual([true])
  })
})

describe('a loss and the client log whose numbers it is', () => {
  it('names the log, and what the server says of another log’s numbers changes nothing', async () => {
    for (let i = 0; i < 4; i++) await save()
    await loseTail(2)
    await startAnew()
    const before = await install()
    expect((await losses()).map((loss) => loss.clientId)).toEqual([before])
    const { capture } = phone.session
    await capture.transaction('rw', capture.outbox, capture.meta, async () => {
      await rotateClientId(capture, 1)
    })
    // Nobody can be asked under the old name any more: it counts as lost, and the person is told.
    expect(await short()).toEqual([[3, 4, 'lost', true]])
    expect((await losses()).map((loss) => loss.clientId)).toEqual([before])
    for (let i = 0; i < 3; i++) await save()
    expect((await phone.sync()).ok).toBe(true)
    expect(await short()).toEqual([[3, 4, 'lost', true]])
    expect(await lostAtServer()).toEqual([])
    expect((await capture.outbox.toArray()).map((entry) => [entry.n, entry.fate])).toEqual(
      [1, 2, 3, 4, 5].map((n) => [n, 'applied']),
    )
    await markLossesSeen(capture)
    expect((await losses()).map((loss) => loss.isSeen)).toEqual([true])
  })
})

describe('an old copy of the database put back', () => {
  it('numbers again under a new name, drops nothing and doubles nothing', async () => {
    const copy = async () => ({
      meta: await phone.session.capture.meta.toArray(),
      outbox: await phone.session.capture.outbox.toArray(),
    })
    for (let i = 0; i < 2; i++) await save()
    await phone.sync()
    const backup = await copy()
    await save()
    await phone.sync()
    const { capture } = phone.session
    await Promise.all([capture.outbox.clear(), capture.meta.clear()])
    await Promise.all([capture.meta.bulkPut(backup.meta), capture.outbox.bulkPut(backup.outbox)])
    await save()
    await phone.sync()
    const entries = await capture.outbox.toArray()
    expect(entries.map((entry) => entry.fate)).toEqual(['applied', 'applied', 'applied'])
    const rows = await world.driver.read((session) =>
      session.all<{ change_id: string }>(
        'SELECT change_id FROM journal WHERE change_id IN (?, ?, ?)',
        entries.map((entry) => entry.id),
      ),
    )
    expect(new Set(rows.map((row) => row.change_id)).size).toBe(3)
  })
})

describe('the phone at its start', () => {
  it('says that the browser has cleared its data, and how much had not left it', async () => {
    await save()
    phone.environment.local.setItem(`gridwalk.waiting.${me}`, '7 2')
    phone.session.capture.close()
    await phone.session.capture.delete()
    expect(await resumeSession(phone.environment)).toEqual({
      ok: false,
      fault: { code: 'storageEmptied', detail: { changes: 7, photos: 2, voice: 0 } },
    })
    phone.environment.local.setItem(`gridwalk.waiting.${me}`, '7 2 1')
    expect(await resumeSession(phone.environment)).toMatchObject({
      fault: { detail: { changes: 7, photos: 2, voice: 1 } },
    })
  })

  it('cleared whole, is a phone that nobody has used yet', async () => {
    phone.environment.local.removeItem('gridwalk.member')
    const cleared = { ...phone.environment, indexedDB: new IDBFactory() }
    expect(await resumeSession(cleared)).toEqual({ ok: true, value: null })
  })

  it('leaves a database that cannot be opened as it is, and starts another beside it', async () => {
    await save()
    const { startReplacement } = await import('#client/session/localSession.ts')
    const { indexedDB } = phone.environment
    const broken = {
      ...phone.environment,
      indexedDB: {
        open: () => {
          throw new DOMException('Internal error opening backing store', 'UnknownError')
        },
        cmp: indexedDB!.cmp.bind(indexedDB),
      } as never,
    }
    expect(await resumeSession(broken)).toMatchObject({ ok: false, fault: { code: 'storageLost' } })
    phone.session.capture.close()
    await startReplacement(phone.environment)
    expect(await resumeSession(phone.environment)).toEqual({ ok: true, value: null })
    const { takeInvite } = await import('#client/http/account.ts')
    const granted = await takeInvite(phone.network, await world.invite(cast.worker), 'again')
    const bound = granted.ok && (await startSession(granted.value, phone.environment))
    if (!bound || !bound.ok) throw new Error('not bound')
    expect(await bound.value.capture.outbox.count()).toBe(0)
    const names = (await indexedDB!.databases())
      .map((each) => each.name)
      .filter((name) => name!.includes('capture'))
    expect(names.sort()).toEqual([`gridwalk-capture-${me}`, `gridwalk-capture-${me}~1`])
  })

  it('builds a broken cache anew, and keeps the work', async () => {
    await save()
    phone.session.capture.close()
    phone.session.cache.close()
    let isBroken = true
    const { indexedDB } = phone.environment
    const open = indexedDB!.open.bind(indexedDB)
    const breaking = new Proxy(indexedDB!, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key)
        if (key === 'open')
          return (name: string, version?: number) => {
            if (name.includes('cache') && isBroken) throw new DOMException('broken', 'UnknownError')
            return open(name, version)
          }
        if (key === 'deleteDatabase') isBroken = false
        return typeof value === 'function' ? (value as () => unknown).bind(target) : value
      },
    })
    const opened = await resumeSession({ ...phone.environment, indexedDB: breaking })
    if (!opened.ok || !opened.value) throw new Error('not opened')
    expect([
      await opened.value.capture.outbox.count(),
      await opened.value.cache.row.count(),
    ]).toEqual([1, 0])
  })

  it('remembers the last number saved by the name of its client, and survives a local fallback that refuses', () => {
    const { local } = phone.environment
    writeLastSaved(local, me, { n: 41, install: 'i' })
    expect(readLastSaved(local, me)).toEqual({ n: 41, install: 'i' })
    local.setItem(`gridwalk.lastSaved.${me}`, '43')
    expect(readLastSaved(local, me)).toBeNull()
    const refusing = {
      ...local,
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError')
      },
    }
    expect(() => writeLastSaved(refusing, me, { n: 1, install: 'i' })).not.toThrow()
  })
})
