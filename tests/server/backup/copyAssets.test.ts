// Base maps in the backup: copied last, delaying nothing, and back after a loss.
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { AssetHash } from '#domain/ids.ts'
import { assetName, sha256Of } from '#server/objectStore/objectNames.ts'
import { upsertReference } from '#server/organisation/upsertReference.ts'
import { aBackedServer, type BackedServer } from '../../aBackedServer.ts'
import { aBasemap } from '../../aBasemap.ts'
import { aProtocolClient } from '../../aProtocolClient.ts'
import { aPmtiles } from '../../aPmtiles.ts'

let backed: BackedServer
afterEach(() => backed.discard())

const bytes = aPmtiles()
const hash = sha256Of(bytes) as AssetHash

async function aMap(): Promise<void> {
  const { assets, storage } = backed.world().deps
  const file = assets.workFile()
  await writeFile(file, bytes)
  await assets.putFile(hash, file)
  await upsertReference(storage, [aBasemap('map-1', { hash })])
}
const copyAssets = () => backed.world().deps.backup!.copyAssets()
const sizeHere = () => backed.world().deps.assets.size(hash)

it('what it holds is copied once', async () => {
  backed = await aBackedServer()
  await aMap()
  expect([await copyAssets(), await copyAssets()]).toEqual([1, 0])
  expect(new Uint8Array((await backed.backupStore.get(assetName(hash)))!)).toEqual(bytes)
})

it('no report waits for it to be called backed up', async () => {
  backed = await aBackedServer((backupStore) => ({
    ...backupStore,
    putFile: () => Promise.reject(new Error('the line is slow')),
  }))
  await aMap()
  const client = await aProtocolClient(backed, 'worker')
  await client.push(client.creation())
  await backed.round()
  expect((await client.sync()).push.durable).toBe(1)
  await expect(copyAssets()).rejects.toThrow('the line is slow')
})

it('after a loss the map is told and its bytes are back', async () => {
  backed = await aBackedServer()
  await aMap()
  await backed.round()
  await copyAssets()
  await backed.loseEverything()
  expect((await backed.restore()).assets).toBe(1)
  await backed.start()
  const rows = await backed.world().deps.storage.read((tx) => tx.rows('basemap'))
  expect([rows.map(({ id }) => id), await sizeHere()]).toEqual([['map-1'], bytes.length])
})

it('a row is told again too when it alone has changed', async () => {
  backed = await aBackedServer()
  await backed.round()
  await aMap()
  await backed.round()
  await backed.loseEverything()
  expect(await backed.restore()).toMatchObject({
    assets: 0,
    reference: { rows: expect.any(Number) },
  })
  await backed.start()
  expect(await backed.world().deps.storage.read((tx) => tx.rows('basemap'))).toHaveLength(1)
  expect(await sizeHere()).toBeNull()
})

it('bytes that are no longer what their name says are neither copied nor brought back', async () => {
  backed = await aBackedServer()
  await aMap()
  await copyAssets()
  const kept = join(backed.folder, assetName(hash))
  const spoilt = new Uint8Array(await readFile(kept)).fill(0, 200, 300)
  await writeFile(kept, spoilt)
  await backed.round()
  await backed.loseEverything()
  expect((await backed.restore()).assets).toBe(0)
  await rm(kept)
  await backed.start()
  expect(await sizeHere()).toBeNull()
})
