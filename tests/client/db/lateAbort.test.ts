// A full disk may let every request succeed and the transaction fail in the end; only what has
// completed is saved.
import Dexie from 'dexie'
import { IDBKeyRange } from 'fake-indexeddb'
import { expect, it } from 'vitest'
import { saveChange } from '#client/outbox/saveChange.ts'
import { WatchedFactory } from '../../fuzz/watchedFactory.ts'
import { aCapture, aChange } from './aCapture.ts'

async function aWatchedCapture() {
  const factory = new WatchedFactory()
  const db = aCapture({ indexedDB: factory, IDBKeyRange: IDBKeyRange as never })
  await db.open()
  return { db, factory }
}

it('a save whose transaction is aborted in the end is not called saved, and leaves nothing', async () => {
  const { db, factory } = await aWatchedCapture()
  factory.endAt(0, 'full')
  const mirrored: number[] = []
  expect(
    (await saveChange(db, { change: aChange(), photos: [], now: 1 }, (n) => mirrored.push(n))).ok,
  ).toBe(false)
  expect([await db.outbox.count(), await db.meta.get('nextN'), mirrored]).toEqual([
    0,
    undefined,
    [],
  ])
  factory.revive()
  expect(await saveChange(db, { change: aChange(), photos: [], now: 1 })).toEqual({
    ok: true,
    value: 1,
  })
})

it('a save that was cut off by a power failure is not there, and the one before it is', async () => {
  const { db, factory } = await aWatchedCapture()
  await saveChange(db, { change: aChange(), photos: [], now: 1 })
  factory.endAt(0, 'dies')
  expect((await saveChange(db, { change: aChange(), photos: [], now: 1 })).ok).toBe(false)
  factory.revive()
  expect((await db.outbox.toArray()).map((entry) => entry.n)).toEqual([1])
})

it('captures are written with strict durability', async () => {
  const { db } = await aWatchedCapture()
  const durability = await db.transaction('rw', db.meta, async () => {
    await db.meta.put({ key: 'any', value: 1 })
    return (Dexie.currentTransaction as unknown as { idbtrans: IDBTransaction }).idbtrans.durability
  })
  expect(durability).toBe('strict')
})
