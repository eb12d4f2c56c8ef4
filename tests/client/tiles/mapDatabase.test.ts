// Maps in pieces, where a browser keeps no files.
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, expect, it } from 'vitest'
import type { AssetHash } from '#domain/ids.ts'
import { mapDatabase, mapDatabaseName } from '#client/tiles/mapDatabase.ts'
import type { MapPlace } from '#client/tiles/mapPart.ts'

const hash = 'a'.repeat(64) as AssetHash
const other = 'b'.repeat(64) as AssetHash
const bytes = Uint8Array.from({ length: 600_000 }, (_, i) => (i * 13) % 255)

let indexedDB: IDBFactory
let place: MapPlace
beforeEach(() => {
  indexedDB = new IDBFactory()
  place = mapDatabase({ indexedDB, IDBKeyRange })
})

const write = async (name: AssetHash, from: number, to: number): Promise<void> => {
  const part = await place.begin(name)
  expect(part.size).toBe(from)
  for (let at = from; at < to; at += 70_000)
    await part.append(bytes.slice(at, Math.min(to, at + 70_000)))
  if (to < bytes.length) return
  const whole = new Uint8Array(await (await part.read()).arrayBuffer())
  expect(Buffer.compare(whole, bytes)).toBe(0)
  await part.finish()
}

it('a map is there when it is whole, and not before', async () => {
  await write(hash, 0, 300_000)
  expect(await place.open(hash)).toBeNull()
  expect(await place.list()).toEqual([{ hash, bytes: 262_144, isWhole: false }])
  await write(hash, 262_144, bytes.length)
  const map = await place.open(hash)
  expect(Buffer.compare(new Uint8Array(await map!.arrayBuffer()), bytes)).toBe(0)
  expect(await place.list()).toEqual([{ hash, bytes: bytes.length, isWhole: true }])
})

it('a piece that has gone makes it no map', async () => {
  await write(hash, 0, bytes.length)
  const opening = indexedDB.open(mapDatabaseName)
  await new Promise((resolve) => (opening.onsuccess = resolve))
  const change = opening.result.transaction('piece', 'readwrite')
  change.objectStore('piece').delete([hash, 1])
  await new Promise((resolve) => (change.oncomplete = resolve))
  opening.result.close()
  expect(await place.open(hash)).toBeNull()
})

it('one is deleted, and the other stays; then all of them', async () => {
  await write(hash, 0, bytes.length)
  await write(other, 0, bytes.length)
  await place.remove(hash)
  expect(await place.open(hash)).toBeNull()
  expect(await place.open(other)).not.toBeNull()
  await place.removeAll()
  expect(await indexedDB.databases()).toEqual([])
})

it('looking where nothing ever was makes nothing', async () => {
  expect(await place.list()).toEqual([])
  expect(await place.open(hash)).toBeNull()
  await place.remove(hash)
  expect(await indexedDB.databases()).toEqual([])
})
