import { rm } from 'node:fs/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { sha256 } from '#client/photos/sha256.ts'
import { startBackup } from '#server/backup/backup.ts'
import { copyWork } from '#server/backup/copyWork.ts'
import type { ObjectStore } from '#server/objectStore/objectStore.ts'
import { type JournalLine, readLines } from '#server/backup/segment.ts'
import { watermarkStoreIn } from '#server/backup/watermark.ts'
import type { Storage } from '#server/storage/port/storage.ts'
import { aBackedServer, type BackedServer } from '../../aBackedServer.ts'
import { aProtocolClient, type ProtocolClient } from '../../aProtocolClient.ts'
import { aJpeg } from '../../world.ts'

let backed: BackedServer
afterEach(() => backed.discard())

const patience = { timeout: 15_000 }
const trouble = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }))
const durable = async (client: ProtocolClient): Promise<number | null> =>
  (await client.sync()).push.durable
const storage = (): Storage => backed.world().deps.storage
const status = () => backed.world().deps.backup!.status()

async function copiedNumbers(backupStore: ObjectStore, client: ProtocolClient): Promise<number[]> {
  const numbers: number[] = []
  for (const name of await backupStore.list('journal/')) {
    const lines = await readLines<JournalLine>((await backupStore.get(name))!)
    numbers.push(...lines.filter((line) => line.install === client.install).map((line) => line.n))
  }
  return numbers.sort((a, b) => a - b)
}

describe('durable is never ahead of the fact', () => {
  it('when the copier dies after the copy and before it says so', async () => {
    backed = await aBackedServer()
    const client = await aProtocolClient(backed, 'worker')
    await client.push(client.creation(), client.creation())
    await backed.round()
    await client.push(client.creation())
    const { deps } = backed.world()
    const dying = { ...deps.storage, write: trouble('killed') as Storage['write'] }
    await expect(
      copyWork({ ...deps, storage: dying, backupStore: backed.backupStore }, {}),
    ).rejects.toThrow('killed')
    expect([await durable(client), await copiedNumbers(backed.backupStore, client)]).toEqual([
      2,
      [1, 2, 3],
    ])
    await backed.round()
    expect(await durable(client)).toBe(3)
  })

  it('when the copier dies before the copy', async () => {
    let isDying = false
    backed = await aBackedServer((backupStore) => ({
      ...backupStore,
      put: (name, bytes) =>
        isDying && name.startsWith('journal/') ? trouble('killed')() : backupStore.put(name, bytes),
    }))
    const client = await aProtocolClient(backed, 'worker')
    await client.push(client.creation())
    isDying = true
    await expect(backed.round()).rejects.toThrow('killed')
    expect(await durable(client)).toBe(0)
    isDying = false
    await backed.round()
    expect([await durable(client), await copiedNumbers(backed.backupStore, client)]).toEqual([
      1,
      [1],
    ])
  })

  it('when the copy does not come back as it was written', async () => {
    let isRotting = true
    backed = await aBackedServer((backupStore) => ({
      ...backupStore,
      put: (name, bytes) =>
        backupStore.put(name, isRotting && name.startsWith('journal/') ? bytes.slice(1) : bytes),
    }))
    const client = await aProtocolClient(backed, 'worker')
    await client.push(client.creation())
    await expect(backed.round()).rejects.toThrow('does not come back')
    expect(await durable(client)).toBe(0)
    isRotting = false
    await backed.round()
    expect(await durable(client)).toBe(1)
  })

  it('when a lost number turns up between reading and copying', async () => {
    let meanwhile: (() => Promise<unknown>) | undefined
    backed = await aBackedServer((backupStore) => ({
      ...backupStore,
      put: async (name, bytes) => {
        if (name.startsWith('journal/')) {
          await meanwhile?.()
          meanwhile = undefined
        }
        await backupStore.put(name, bytes)
      },
    }))
    const client = await aProtocolClient(backed, 'worker')
    const [one, two, three] = [client.creation(), client.creation(), client.creation()]
    await client.push(one)
    await client.sync([three], { lost: [[2, 2]] })
    let seen: number | null = null
    meanwhile = async () => {
      await client.push(two)
      seen = await durable(client)
    }
    await backed.round()
    expect(seen).toBe(0)
    expect([
      await durable(client),
      new Set(await copiedNumbers(backed.backupStore, client)),
    ]).toEqual([3, new Set([1, 2, 3])])
  })

  it('when two nodes copy at once', async () => {
    backed = await aBackedServer()
    const clients = [
      await aProtocolClient(backed, 'worker'),
      await aProtocolClient(backed, 'neighbour'),
      await aProtocolClient(backed, 'volunteer'),
    ]
    const { deps } = backed.world()
    for (let i = 0; i < 4; i++) {
      const rounds = [1, 2].map(() => copyWork({ ...deps, backupStore: backed.backupStore }, {}))
      await Promise.all([...rounds, ...clients.map((client) => client.push(client.creation()))])
    }
    await backed.round()
    for (const client of clients)
      expect([
        await durable(client),
        new Set(await copiedNumbers(backed.backupStore, client)),
      ]).toEqual([4, new Set([1, 2, 3, 4])])
  })
})

describe('a backup in trouble', () => {
  it('that is full holds up no push; durable stands still, the state says why, and it catches up', async () => {
    let isFull = true
    backed = await aBackedServer(
      (backupStore) => ({
        ...backupStore,
        put: (name, bytes) => (isFull ? trouble('ENOSPC')() : backupStore.put(name, bytes)),
      }),
      {
        intervals: { soon: 5, often: 20, longest: 20 },
      },
    )
    const client = await aProtocolClient(backed, 'worker')
    const photo = aJpeg(1, 900)
    await client.call('PUT', `/api/photos/${await sha256(photo)}`, photo)
    expect((await client.push(client.creation(), client.creation())).results).toMatchObject([
      { s: 'applied' },
      { s: 'applied' },
    ])
    await expect.poll(async () => (await status()).trouble, patience).toBe('ENOSPC')
    expect(await status()).toMatchObject({ entriesBehind: 2, photosBehind: 1, copiedAt: null })
    expect((await status()).lagSeconds).toBeGreaterThanOrEqual(0)
    expect(await durable(client)).toBe(0)
    isFull = false
    await expect.poll(async () => (await status()).trouble, patience).toBeNull()
    await expect.poll(() => durable(client), patience).toBe(2)
    expect(await status()).toMatchObject({ entriesBehind: 0, photosBehind: 0, lagSeconds: 0 })
  })

  it('that is taken away while the server runs is trouble, and no new backup', async () => {
    backed = await aBackedServer()
    const client = await aProtocolClient(backed, 'worker')
    await client.push(client.creation())
    await backed.round()
    for (const name of await backed.backupStore.list('')) await backed.backupStore.remove(name)
    await expect(backed.round()).rejects.toMatchObject({ code: 'otherStore' })
    expect([await durable(client), await backed.backupStore.list('')]).toEqual([1, []])
    await rm(backed.folder, { recursive: true })
    await client.push(client.creation())
    await expect(backed.round()).rejects.toThrow()
    expect(await durable(client)).toBe(1)
  })

  it('one photo that cannot be read holds up neither the others nor the text', async () => {
    backed = await aBackedServer()
    const client = await aProtocolClient(backed, 'worker')
    const hashes: string[] = []
    for (const seed of [1, 2, 3]) {
      const bytes = aJpeg(seed, 900)
      hashes.push(await sha256(bytes))
      await client.call('PUT', `/api/photos/${hashes.at(-1)}`, bytes)
    }
    hashes.sort()
    await client.push(client.creation())
    const { deps } = backed.world()
    const photos = {
      ...deps.photos,
      read: (hash: never) =>
        hash === hashes[0] ? (trouble('EIO')() as never) : deps.photos.read(hash),
    }
    expect(await copyWork({ ...deps, photos, backupStore: backed.backupStore }, {})).toEqual({
      entries: 1,
      photos: 2,
      troubles: ['EIO'],
    })
    const backupState = (
      await client.sync([], { photos: { waiting: 0, bytes: 0, received: hashes } })
    ).photos
    expect(backupState).toEqual({ backedUp: hashes.slice(1), missing: [] })
  })
})

describe('a database that is not the one its watermark knows', () => {
  it('is noticed by a running server too, and nothing of it is copied', async () => {
    backed = await aBackedServer()
    await backed.round()
    const client = await aProtocolClient(backed, 'worker')
    await client.push(client.creation())
    const here = await storage().read(async (tx) => ({
      epoch: await tx.epoch(),
      ...(await tx.sumOfHeads()),
    }))
    await backed.backupStore.put(
      'witness.json',
      new TextEncoder().encode(JSON.stringify({ ...here, rows: here.rows + 100 })),
    )
    const sentence = new Promise<string>((resolve) => {
      const { deps } = backed.world()
      const intervals = { soon: 5, often: 1e6, longest: 1e6 }
      deps.backup = startBackup({
        ...deps,
        backupStore: backed.backupStore,
        watermarks: [watermarkStoreIn(backed.backupStore)],
        intervals,
        onWrongDatabase: resolve,
      })
    })
    expect(await sentence).toContain('older than it was')
    expect([await durable(client), (await status()).trouble]).toEqual([0, 'wrongDatabase'])
    await expect(backed.round()).rejects.toThrow('older than it was')
  })
})

describe('the loop', () => {
  it('copies soon after a push without being asked, and more than one segment when there is much', async () => {
    backed = await aBackedServer((backupStore) => backupStore, {
      intervals: { soon: 10, often: 60_000, longest: 60_000 },
    })
    const client = await aProtocolClient(backed, 'worker')
    await expect.poll(async () => (await status()).copiedAt, patience).not.toBeNull()
    const heavy = Array.from({ length: 100 }, () => client.creation({ note: '长'.repeat(3000) }))
    for (let at = 0; at < heavy.length; at += 50) await client.push(...heavy.slice(at, at + 50))
    await expect.poll(() => durable(client), patience).toBe(100)
    expect(await copiedNumbers(backed.backupStore, client)).toEqual(
      Array.from({ length: 100 }, (_, i) => i + 1),
    )
  })

  it('writes reference rows and devices when they have changed, and not otherwise', async () => {
    backed = await aBackedServer()
    await backed.round()
    const references = async (): Promise<number> =>
      (await backed.backupStore.list('reference/')).length
    expect(await references()).toBe(1)
    const client = await aProtocolClient(backed, 'worker')
    await client.push(client.creation())
    await backed.round()
    await client.push(client.creation())
    await backed.round()
    expect(await references()).toBe(2)
    // Another process finds what this one wrote.
    const other = startBackup({
      ...backed.world().deps,
      backupStore: backed.backupStore,
      watermarks: [],
      intervals: { soon: 1e6, often: 1e6, longest: 1e6 },
    })
    await other.round()
    await other.close()
    expect(await references()).toBe(2)
    expect(await storage().read((tx) => tx.lag())).toEqual({ entries: 0, photos: 0, since: null })
  })
})
