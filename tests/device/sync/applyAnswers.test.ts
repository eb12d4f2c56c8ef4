import { describe, expect, it } from 'vitest'
import { keepChange } from '#device/keepChange.ts'
import { applyPush, offerEverythingAgain, takeNewInstall } from '#device/sync/applyPush.ts'
import { applyPull, forgetCursors, type WholePage } from '#device/sync/applyPull.ts'
import type { SyncResponse } from '#protocol/messages.ts'
import { aCache, aCapture, aChange } from '../aCapture.ts'

const aPush = (more: Partial<SyncResponse['push']>): SyncResponse['push'] => ({ last: 0, durable: null, results: [], need: null, fork: false, receivedAt: 1, ...more })

async function aFull(count: number) {
  const db = aCapture()
  await db.meta.put({ key: 'install', value: 'first' })
  for (let i = 0; i < count; i++) await keepChange(db, { change: aChange(), photos: [], now: i })
  return db
}
type Db = Awaited<ReturnType<typeof aFull>>
const result = async (db: Db, n: number, s: 'applied' | 'merged' | 'parked', more: object = {}) => ({ n: (await db.outbox.get(n))!.n, s, ...more })
const fates = async (db: Db) => (await db.outbox.orderBy('n').toArray()).map((entry) => [entry.n, entry.fate])

describe('the fate of what was sent', () => {
  it('is written beside each change, and nothing is deleted', async () => {
    const db = await aFull(4)
    const results = [await result(db, 1, 'applied', { rowV: 3 }), await result(db, 2, 'merged', { rowV: 4, over: ['note'] }), await result(db, 3, 'parked', { fault: { code: 'badPosition' } })]
    await applyPush(db, aPush({ last: 3, results: [...results, { n: 9, s: 'applied' }] as never }), 1)
    expect(await fates(db)).toEqual([[1, 'applied'], [2, 'applied'], [3, 'parked'], [4, 'waiting']])
    expect(await db.outbox.get(3)).toMatchObject({ fault: { code: 'badPosition' } })
    expect((await db.outbox.get(1))?.rowV).toBe(3)
  })

  it('need offers everything from that number on again', async () => {
    const db = await aFull(4)
    await db.outbox.toCollection().modify({ fate: 'applied' })
    await applyPush(db, aPush({ last: 1, need: 2 }), 1)
    expect(await fates(db)).toEqual([[1, 'applied'], [2, 'waiting'], [3, 'waiting'], [4, 'waiting']])
  })

  it('another database behind the endpoint is offered all that was ever sent, in the old order, and every photo', async () => {
    const db = await aFull(3)
    const ids = (await db.outbox.orderBy('n').toArray()).map((entry) => entry.id)
    await db.outbox.where('n').belowOrEqual(2).modify({ fate: 'applied' })
    await takeNewInstall(db, 1)
    await db.photo.put({ hash: 'f'.repeat(64) as never, size: 1, part: 'photo', state: 'received', savedAt: 1 })
    await offerEverythingAgain(db, 2)
    const offered = await db.outbox.orderBy('n').toArray()
    expect(offered.map((entry) => [entry.n, entry.change.n, entry.id, entry.fate])).toEqual(ids.map((id, i) => [i + 1, i + 1, id, 'waiting']))
    expect((await db.photo.toArray())[0]?.state).toBe('waiting')
  })

  it('fork numbers what waits from 1 under a new install, with the same ids, and keeps the rest', async () => {
    const db = await aFull(4)
    const before = await db.outbox.orderBy('n').toArray()
    await applyPush(db, aPush({ results: [await result(db, 1, 'applied'), await result(db, 2, 'parked')], fork: true }), 1)
    const after = await db.outbox.orderBy('n').toArray()
    expect(after.filter((entry) => entry.fate === 'waiting').map((entry) => [entry.n, entry.change.n, entry.id])).toEqual([[1, 1, before[2]!.id], [2, 2, before[3]!.id]])
    expect(after.filter((entry) => entry.fate !== 'waiting').map((entry) => entry.id).sort()).toEqual([before[0]!.id, before[1]!.id].sort())
    expect((await db.meta.get('install'))?.value).not.toBe('first')
    expect(await keepChange(db, { change: aChange(), photos: [], now: 9 })).toEqual({ ok: true, value: 3 })
  })

  it('fork upon fork loses nothing', async () => {
    const db = await aFull(3)
    for (let i = 0; i < 4; i++) {
      await db.outbox.where('n').equals(1).modify({ fate: 'applied' })
      await takeNewInstall(db, i)
      await keepChange(db, { change: aChange(), photos: [], now: i })
    }
    expect(await db.outbox.count()).toBe(7)
    expect((await fates(db)).filter(([n]) => (n as number) > 0)).toEqual([[1, 'waiting'], [2, 'waiting'], [3, 'waiting']])
  })
})

describe('pulled pages', () => {
  const aPage = (scope: string, to: number, rows: object[]): WholePage => ({ scope, to, rows: rows as WholePage['rows'] })
  const aRow = (id: string, v = 1, more: object = {}) => ({ t: 'report', id, v, fv: {}, f: { id, v }, ...more })
  const aPull = (pages: WholePage[], leave: string[] = []) => ({ leave, pages })
  const rowsOf = async (db: ReturnType<typeof aCache>) => (await db.row.toArray()).map((row) => [row.id, row.v, [...row.scopes].sort()])

  it('are laid into the cache with the scopes they came in, and the cursor moves on', async () => {
    const db = aCache()
    await applyPull(db, aPull([aPage('s', 2, [aRow('a'), aRow('b')]), aPage('t', 1, [aRow('a')])]))
    expect(await rowsOf(db)).toEqual([['a', 1, ['s', 't']], ['b', 1, ['s']]])
    expect(await db.cursor.toArray()).toEqual([{ scope: 's', at: 2 }, { scope: 't', at: 1 }])
  })

  it('never put an older version over a newer one', async () => {
    const db = aCache()
    await applyPull(db, aPull([aPage('s', 5, [aRow('a', 5)])]))
    await applyPull(db, aPull([aPage('t', 1, [aRow('a', 3)])]))
    expect(await rowsOf(db)).toEqual([['a', 5, ['s', 't']]])
  })

  it('take a row away when it is out of its last scope', async () => {
    const db = aCache()
    await applyPull(db, aPull([aPage('s', 1, [aRow('a')]), aPage('t', 1, [aRow('a')])]))
    await applyPull(db, aPull([aPage('s', 2, [{ t: 'report', id: 'a', v: 2, out: 1 }])]))
    expect(await rowsOf(db)).toEqual([['a', 1, ['t']]])
    await applyPull(db, aPull([aPage('t', 2, [{ t: 'report', id: 'a', v: 2, out: 1 }, { t: 'report', id: 'never seen', v: 1, out: 1 }])]))
    expect(await rowsOf(db)).toEqual([])
  })

  it('a scope that is left takes its rows and its cursor along, but none that another holds', async () => {
    const db = aCache()
    await applyPull(db, aPull([aPage('s', 2, [aRow('a'), aRow('b')]), aPage('t', 1, [aRow('b')])]))
    await applyPull(db, aPull([], ['s']))
    expect(await rowsOf(db)).toEqual([['b', 1, ['t']]])
    expect(await db.cursor.toArray()).toEqual([{ scope: 't', at: 1 }])
  })

  it('of another database are asked for from the beginning, and what is shown stays meanwhile', async () => {
    const db = aCache()
    await applyPull(db, aPull([aPage('s', 2, [aRow('a')])]))
    await forgetCursors(db)
    expect([await db.cursor.count(), await db.row.count()]).toEqual([0, 1])
  })
})
