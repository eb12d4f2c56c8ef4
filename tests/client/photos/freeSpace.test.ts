import { rowOf } from '#domain/row.ts'
import { cachedRows } from '#client/db/cacheDb.ts'
import { beforeEach, describe, expect, it } from 'vitest'
import { freeable, freePhotos, prune } from '#client/photos/freeSpace.ts'
import { saveChange } from '#client/outbox/saveChange.ts'
import { localReports } from '#client/queries/localReports.ts'
import { onPhone } from '#client/queries/onPhone.ts'
import type { PhotoHash } from '#domain/ids.ts'
import { aCache, aCapture, aChange, me } from '../db/aCapture.ts'

const day = 86_400_000
const now = 1000 * day
const old = now - 31 * day

let capture: ReturnType<typeof aCapture>
let cache: ReturnType<typeof aCache>
beforeEach(() => {
  capture = aCapture()
  cache = aCache()
})

const hashOf = (name: string) => name.repeat(64).slice(0, 64) as PhotoHash
const aPhoto = (name: string) => ({
  hash: hashOf(name),
  thumb: { hash: hashOf(`${name}0`), bytes: 1 },
  bytes: 5,
  width: 1,
  height: 1,
  role: 'near',
  takenAt: 1,
})

async function kept(name: string, more: object = {}): Promise<void> {
  for (const [hash, part, size] of [
    [hashOf(name), 'photo', 5],
    [hashOf(`${name}0`), 'thumb', 1],
  ] as const) {
    await capture.photo.put({
      hash,
      part,
      size,
      state: 'received',
      savedAt: 1,
      receivedAt: 1,
      backedUpAt: old,
      ...more,
    })
    await capture.photoBytes.put({ hash, bytes: new ArrayBuffer(size) })
  }
}
/** A record of this phone's, applied and pulled back. */
async function applied(photos: object[] = [], more: object = {}): Promise<string> {
  const change = aChange()
  if (change.op === 'create') change.set = { ...change.set, photos }
  const saved = await saveChange(capture, { change, photos: [], now: 1 })
  await capture.outbox.update(saved.ok ? saved.value : 0, {
    fate: 'applied',
    rowV: 1,
    backedUpAt: old,
    ...more,
  })
  await cache.row.put({
    ...rowOf(
      { t: 'report', id: change.row, v: 1, fv: {} },
      { ...change.set, id: change.row, receivedAt: 2 },
    ),
    key: `report:${change.row}`,
    scopes: ['s' as never],
  })
  return change.row
}
const numbers = async () => (await capture.outbox.orderBy('n').toArray()).map((entry) => entry.n)
const held = async () =>
  (await capture.photo.toArray())
    .map((photo) => photo.hash.slice(0, 1) + (photo.part === 'thumb' ? '0' : ''))
    .sort()

describe('what goes by itself', () => {
  it('is what has been backed up for thirty days; receipts stay what they were', async () => {
    await kept('a')
    const row = await applied([aPhoto('a')])
    await prune(capture, cache, now)
    expect([await numbers(), await held(), await capture.photoBytes.count()]).toEqual([
      [],
      ['a0'],
      1,
    ])
    const [view] = localReports(await cachedRows(cache, 'report'), await onPhone(capture), me)
    expect([
      view!.report.id,
      view!.receipt.state,
      view!.attachmentReceipts.get(hashOf('a'))?.state,
      view!.photos,
    ]).toEqual([row, 'backedUp', 'backedUp', { expected: 1, arrived: 1 }])
  })

  it('is nothing that is only received, parked, fresh, or newer than the cache', async () => {
    await applied([], { backedUpAt: undefined })
    await applied([], { fate: 'parked' })
    await applied([], { backedUpAt: now - 29 * day })
    await applied([], { rowV: 2 })
    await kept('a', { backedUpAt: undefined })
    await kept('b', { backedUpAt: now - day })
    await prune(capture, cache, now)
    expect([await numbers(), await held()]).toEqual([
      [1, 2, 3, 4],
      ['a', 'a0', 'b', 'b0'],
    ])
  })

  it('is a row’s changes together or none of them: a later one that waits keeps the first', async () => {
    const row = await applied()
    await saveChange(capture, {
      change: aChange({ row, op: 'patch', set: { note: 'x' } } as never),
      photos: [],
      now: 1,
    })
    await prune(capture, cache, now)
    expect(await numbers()).toEqual([1, 2])
  })

  it('is also what lies out of scope by now', async () => {
    const row = await applied()
    await cache.row.delete(`report:${row}`)
    await prune(capture, cache, now)
    expect(await numbers()).toEqual([])
  })

  it('is looked for once a day', async () => {
    await prune(capture, cache, now)
    await applied()
    await prune(capture, cache, now + day - 1)
    expect(await numbers()).toEqual([1])
    await prune(capture, cache, now + day)
    expect(await numbers()).toEqual([])
  })
})

describe('what a person may let go for room', () => {
  it('is every photo that is backed up and not in use, thumbnails apart', async () => {
    await kept('a', { backedUpAt: now })
    await kept('b', { backedUpAt: undefined })
    await kept('c', { backedUpAt: now })
    await kept('d', { backedUpAt: now })
    await capture.draft.put({
      id: 'd',
      kind: 'hazard',
      note: '',
      photos: [aPhoto('c')],
      body: {},
      intent: null,
      startedAt: 1,
    } as never)
    await applied([aPhoto('d')], { fate: 'parked' })
    expect(await freeable(capture)).toEqual({ photos: 1, bytes: 5 })
    await freePhotos(capture, now)
    expect(await held()).toEqual(['a0', 'b', 'b0', 'c', 'c0', 'd', 'd0'])
    expect(await freeable(capture)).toEqual({ photos: 0, bytes: 0 })
  })
})
