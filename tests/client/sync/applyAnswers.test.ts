import { describe, expect, it } from 'vitest'
import { saveChange } from '#client/outbox/saveChange.ts'
import { applyPush, resendEverything, rotateClientId } from '#client/sync/applyPush.ts'
import { applyPull, forgetCursors, type WholePage } from '#client/sync/applyPull.ts'
import type { SyncResponse } from '#protocol/messages.ts'
import { aCache, aCapture, aChange } from '../db/aCapture.ts'

const aPush = (more: Partial<SyncResponse['push']>): SyncResponse['push'] => ({
  last: 0,
  durable: null,
  results: [],
  need: null,
  fork: false,
  receivedAt: 1,
  ...more,
})

async function aFull(count: number) {
  const db = aCapture()
  await db.meta.put({ key: 'install', value: 'first' })
  for (let i = 0; i < count; i++) await saveChange(db, { change: aChange(), photos: [], now: i })
  return db
}
type Db = Awaited<ReturnType<typeof aFull>>
const result = async (
  db: Db,
  n: number,
  s: 'applied' | 'merged' | 'parked',
  more: object = {},
) => ({ n: (await db.outbox.get(n))!.n, s, ...more })
const outcomes = async (db: Db) =>
  (await db.outbox.orderBy('n').toArray()).map((entry) => [entry.n, entry.fate])

describe('the outcome of what was sent', () => {
  it('is written beside each change, and nothing is deleted', async () => {
    const db = await aFull(4)
    const results = [
      await result(db, 1, 'applied', { rowV: 3 }),
      await result(db, 2, 'merged', { rowV: 4, over: ['note'] }),
      await result(db, 3, 'parked', { fault: { code: 'badPosition' } }),
    ]
    await applyPush(
      db,
      'first',
      aPush({ last: 3, results: [...results, { n: 9, s: 'applied' }] as never }),
      1,
    )
    expect(await outcomes(db)).toEqual([
      [1, 'applied'],
      [2, 'applied'],
      [3, 'parked'],
      [4, 'waiting'],
    ])
    expect(await db.outbox.get(3)).toMatchObject({ fault: { code: 'badPosition' } })
    expect((await db.outbox.get(1))?.rowV).toBe(3)
  })

  it('an answer to another name of the stream says nothing about the changes that have its numbers now', async () => {
    const db = await aFull(3)
    await db.outbox.update(1, { fate: 'applied', backedUpAt: 1 })
    await rotateClientId(db, 1)
    const before = [await db.outbox.toArray(), await db.meta.toArray()]
    for (const push of [
      { results: [await result(db, 1, 'applied')] },
      { durable: 2 },
      { need: 1 },
      { fork: true },
      { last: 90 },
    ])
      await applyPush(db, 'first', aPush({ last: 2, ...push }), 2)
    expect([await db.outbox.toArray(), await db.meta.toArray()]).toEqual(before)
  })

  it('need offers everything from that number on again', async () => {
    const db = await aFull(4)
    await db.outbox.toCollection().modify({ fate: 'applied' })
    await applyPush(db, 'first', aPush({ last: 1, need: 2 }), 1)
    expect(await outcomes(db)).toEqual([
      [1, 'applied'],
      [2, 'waiting'],
      [3, 'waiting'],
      [4, 'waiting'],
    ])
  })

  it('another database behind the server is offered all that was ever sent, in the old order, and every photo', async () => {
    const db = await aFull(3)
    const ids = (await db.outbox.orderBy('n').toArray()).map((entry) => entry.id)
    await db.outbox.where('n').belowOrEqual(2).modify({ fate: 'applied' })
    await rotateClientId(db, 1)
    await db.photo.put({
      hash: 'f'.repeat(64) as never,
      size: 1,
      part: 'photo',
      state: 'received',
      savedAt: 1,
    })
    await resendEverything(db, 2)
    const offered = await db.outbox.orderBy('n').toArray()
    expect(offered.map((entry) => [entry.n, entry.change.n, entry.id, entry.fate])).toEqual(
      ids.map((id, i) => [i + 1, i + 1, id, 'waiting']),
    )
    expect((await db.photo.toArray())[0]?.state).toBe('waiting')
  })

  it('fork numbers all that is not backed up from 1 under a new install, with the same ids, and keeps the rest before zero', async () => {
    const db = await aFull(4)
    const before = await db.outbox.orderBy('n').toArray()
    await applyPush(
      db,
      'first',
      aPush({
        last: 3,
        durable: 1,
        results: [
          await result(db, 1, 'applied'),
          await result(db, 2, 'parked'),
          await result(db, 3, 'applied'),
        ],
      }),
      1,
    )
    await applyPush(db, 'first', aPush({ last: 3, durable: 1, fork: true }), 2)
    const after = await db.outbox.orderBy('n').toArray()
    expect(after.map((entry) => [entry.n, entry.id, entry.fate])).toEqual([
      [-1, before[0]!.id, 'applied'],
      [1, before[1]!.id, 'waiting'],
      [2, before[2]!.id, 'waiting'],
      [3, before[3]!.id, 'waiting'],
    ])
    expect(after.slice(1).map((entry) => entry.change.n)).toEqual([1, 2, 3])
    expect((await db.meta.get('install'))?.value).not.toBe('first')
    expect(await saveChange(db, { change: aChange(), photos: [], now: 9 })).toEqual({
      ok: true,
      value: 4,
    })
  })

  it('fork upon fork loses nothing', async () => {
    const db = await aFull(3)
    const ids = new Set((await db.outbox.toArray()).map((entry) => entry.id))
    for (let i = 0; i < 4; i++) {
      await db.outbox.where('n').equals(1).modify({ fate: 'applied', backedUpAt: 1 })
      await rotateClientId(db, i)
      const change = aChange()
      ids.add(change.id)
      await saveChange(db, { change, photos: [], now: i })
    }
    expect(new Set((await db.outbox.toArray()).map((entry) => entry.id))).toEqual(ids)
    expect(await outcomes(db)).toEqual([
      [-4, 'applied'],
      [-3, 'applied'],
      [-2, 'applied'],
      [-1, 'applied'],
      [1, 'waiting'],
      [2, 'waiting'],
      [3, 'waiting'],
    ])
  })
})

describe('backed up', () => {
  const marks = async (db: Db) =>
    (await db.outbox.orderBy('n').toArray()).map((entry) => entry.backedUpAt)
  const allApplied = async (db: Db, durable: number | null, now = 1) =>
    applyPush(
      db,
      'first',
      aPush({
        last: 3,
        durable,
        results: await Promise.all([1, 2, 3].map((n) => result(db, n, 'applied'))),
      }),
      now,
    )

  it('is what the server says it is, and no more', async () => {
    const db = await aFull(4)
    await allApplied(db, 2, 5)
    expect(await marks(db)).toEqual([5, 5, undefined, undefined])
    await applyPush(db, 'first', aPush({ last: 3, durable: 3 }), 7)
    expect(await marks(db)).toEqual([5, 5, 7, undefined])
  })

  it('is never said of what waits, even where the backup has it already: the answer was lost', async () => {
    const db = await aFull(3)
    await applyPush(db, 'first', aPush({ last: 3, durable: 3 }), 5)
    expect(await marks(db)).toEqual([undefined, undefined, undefined])
    await allApplied(db, 3, 6)
    expect(await marks(db)).toEqual([6, 6, 6])
  })

  it('is taken back where the server takes it back, of photos too, and where there is no backup any more', async () => {
    const db = await aFull(3)
    await db.photo.put({
      hash: 'f'.repeat(64) as never,
      size: 1,
      part: 'photo',
      state: 'received',
      savedAt: 1,
      backedUpAt: 1,
    })
    await allApplied(db, 3)
    await applyPush(db, 'first', aPush({ last: 3, durable: 1 }), 2)
    expect(await marks(db)).toEqual([1, undefined, undefined])
    expect((await db.photo.toArray())[0]?.backedUpAt).toBeUndefined()
    await applyPush(db, 'first', aPush({ last: 3, durable: null }), 3)
    expect(await marks(db)).toEqual([undefined, undefined, undefined])
  })

  it('is offered again, and its mark goes, when the server misses it after all', async () => {
    const db = await aFull(3)
    await allApplied(db, 3)
    await applyPush(db, 'first', aPush({ last: 1, durable: 1, need: 2 }), 2)
    expect([await outcomes(db), await marks(db)]).toEqual([
      [
        [1, 'applied'],
        [2, 'waiting'],
        [3, 'waiting'],
      ],
      [1, undefined, undefined],
    ])
  })
})

describe('pulled pages', () => {
  const aPage = (scope: string, to: number, rows: object[]): WholePage => ({
    scope,
    to,
    rows: rows as WholePage['rows'],
  })
  const aRow = (id: string, v = 1, more: object = {}) => ({
    t: 'report',
    id,
    v,
    fv: {},
    f: { id, v },
    ...more,
  })
  const aPull = (pages: WholePage[], leave: string[] = []) => ({ leave, pages })
  const rowsOf = async (db: ReturnType<typeof aCache>) =>
    (await db.row.toArray()).map((row) => [row.id, row.v, [...row.scopes].sort()])

  it('are merged into the cache with the scopes they came in, and the cursor moves on', async () => {
    const db = aCache()
    await applyPull(db, aPull([aPage('s', 2, [aRow('a'), aRow('b')]), aPage('t', 1, [aRow('a')])]))
    expect(await rowsOf(db)).toEqual([
      ['a', 1, ['s', 't']],
      ['b', 1, ['s']],
    ])
    expect(await db.cursor.toArray()).toEqual([
      { scope: 's', at: 2 },
      { scope: 't', at: 1 },
    ])
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
    await applyPull(
      db,
      aPull([
        aPage('t', 2, [
          { t: 'report', id: 'a', v: 2, out: 1 },
          { t: 'report', id: 'never seen', v: 1, out: 1 },
        ]),
      ]),
    )
    expect(await rowsOf(db)).toEqual([])
  })

  it('a scope that is left takes its rows and its cursor along, but none that another holds', async () => {
    const db = aCache()
    await applyPull(db, aPull([aPage('s', 2, [aRow('a'), aRow('b')]), aPage('t', 1, [aRow('b')])]))
    await applyPull(db, aPull([], ['s']))
    expect(await rowsOf(db)).toEqual([['b', 1, ['t']]])
    expect(await db.cursor.toArray()).toEqual([{ scope: 't', at: 1 }])
  })

  it('of another database are asked for from the beginning, and what is shown stays until all of them are here', async () => {
    const db = aCache()
    await applyPull(db, aPull([aPage('s', 9, [aRow('a', 7), aRow('gone', 2)])]))
    await forgetCursors(db)
    expect(await db.cursor.toArray()).toEqual([{ scope: 'former', at: 0 }])
    await applyPull(db, aPull([{ ...aPage('s', 1, [aRow('a', 3)]), more: true }], ['former']))
    expect((await rowsOf(db)).map(([id, v]) => [id, v])).toEqual([
      ['a', 3],
      ['gone', 0],
    ])
    await applyPull(db, aPull([aPage('s', 2, [aRow('b')])], ['former']))
    expect(await rowsOf(db)).toEqual([
      ['a', 3, ['s']],
      ['b', 1, ['s']],
    ])
    expect(await db.cursor.toArray()).toEqual([{ scope: 's', at: 2 }])
  })

  it('mark stale what came of another database, even where nobody has noticed that it is another', async () => {
    const db = aCache()
    await applyPull(db, aPull([aPage('s', 9, [aRow('a', 7)])]), 'before')
    await applyPull(db, aPull([{ ...aPage('s', 1, []), more: true }]), 'after')
    expect(await rowsOf(db)).toEqual([['a', 0, ['former']]])
    await applyPull(db, aPull([aPage('s', 2, [aRow('a', 3)])], ['former']), 'after')
    expect(await rowsOf(db)).toEqual([['a', 3, ['s']]])
  })
})
