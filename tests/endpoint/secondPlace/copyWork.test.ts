import { rm } from 'node:fs/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { sha256 } from '#device/keepPhoto.ts'
import { startBackup } from '#endpoint/secondPlace/backup.ts'
import { copyWork } from '#endpoint/secondPlace/copyWork.ts'
import type { SecondPlace } from '#endpoint/secondPlace/secondPlace.ts'
import { type JournalLine, readLines } from '#endpoint/secondPlace/segment.ts'
import { witnessIn } from '#endpoint/secondPlace/witness.ts'
import type { Storage } from '#endpoint/storage/storage.ts'
import { aBackedEndpoint, type BackedEndpoint } from '../../aSecondPlace.ts'
import { aWire, type Wire } from '../../aWire.ts'
import { aJpeg } from '../../world.ts'

let backed: BackedEndpoint
afterEach(() => backed.discard())

const patience = { timeout: 15_000 }
const trouble = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }))
const durable = async (wire: Wire): Promise<number | null> => (await wire.sync()).push.durable
const storage = (): Storage => backed.world().deps.storage
const status = () => backed.world().deps.backup!.status()

async function copiedNumbers(place: SecondPlace, wire: Wire): Promise<number[]> {
  const numbers: number[] = []
  for (const name of await place.list('journal/')) {
    const lines = await readLines<JournalLine>((await place.get(name))!)
    numbers.push(...lines.filter((line) => line.install === wire.install).map((line) => line.n))
  }
  return numbers.sort((a, b) => a - b)
}

describe('durable is never ahead of the fact', () => {
  it('when the copier dies after the copy and before it says so', async () => {
    backed = await aBackedEndpoint()
    const wire = await aWire(backed, 'worker')
    await wire.push(wire.creation(), wire.creation())
    await backed.round()
    await wire.push(wire.creation())
    const { deps } = backed.world()
    const dying = { ...deps.storage, write: trouble('killed') as Storage['write'] }
    await expect(copyWork({ ...deps, storage: dying, place: backed.place }, {})).rejects.toThrow(
      'killed',
    )
    expect([await durable(wire), await copiedNumbers(backed.place, wire)]).toEqual([2, [1, 2, 3]])
    await backed.round()
    expect(await durable(wire)).toBe(3)
  })

  it('when the copier dies before the copy', async () => {
    let isDying = false
    backed = await aBackedEndpoint((place) => ({
      ...place,
      put: (name, bytes) =>
        isDying && name.startsWith('journal/') ? trouble('killed')() : place.put(name, bytes),
    }))
    const wire = await aWire(backed, 'worker')
    await wire.push(wire.creation())
    isDying = true
    await expect(backed.round()).rejects.toThrow('killed')
    expect(await durable(wire)).toBe(0)
    isDying = false
    await backed.round()
    expect([await durable(wire), await copiedNumbers(backed.place, wire)]).toEqual([1, [1]])
  })

  it('when the copy does not come back as it was written', async () => {
    let isRotting = true
    backed = await aBackedEndpoint((place) => ({
      ...place,
      put: (name, bytes) =>
        place.put(name, isRotting && name.startsWith('journal/') ? bytes.slice(1) : bytes),
    }))
    const wire = await aWire(backed, 'worker')
    await wire.push(wire.creation())
    await expect(backed.round()).rejects.toThrow('does not come back')
    expect(await durable(wire)).toBe(0)
    isRotting = false
    await backed.round()
    expect(await durable(wire)).toBe(1)
  })

  it('when a lost number turns up between reading and copying', async () => {
    let meanwhile: (() => Promise<unknown>) | undefined
    backed = await aBackedEndpoint((place) => ({
      ...place,
      put: async (name, bytes) => {
        if (name.startsWith('journal/')) {
          await meanwhile?.()
          meanwhile = undefined
        }
        await place.put(name, bytes)
      },
    }))
    const wire = await aWire(backed, 'worker')
    const [one, two, three] = [wire.creation(), wire.creation(), wire.creation()]
    await wire.push(one)
    await wire.sync([three], { lost: [[2, 2]] })
    let seen: number | null = null
    meanwhile = async () => {
      await wire.push(two)
      seen = await durable(wire)
    }
    await backed.round()
    expect(seen).toBe(0)
    expect([await durable(wire), new Set(await copiedNumbers(backed.place, wire))]).toEqual([
      3,
      new Set([1, 2, 3]),
    ])
  })

  it('when two nodes copy at once', async () => {
    backed = await aBackedEndpoint()
    const wires = [
      await aWire(backed, 'worker'),
      await aWire(backed, 'neighbour'),
      await aWire(backed, 'volunteer'),
    ]
    const { deps } = backed.world()
    for (let i = 0; i < 4; i++) {
      const rounds = [1, 2].map(() => copyWork({ ...deps, place: backed.place }, {}))
      await Promise.all([...rounds, ...wires.map((wire) => wire.push(wire.creation()))])
    }
    await backed.round()
    for (const wire of wires)
      expect([await durable(wire), new Set(await copiedNumbers(backed.place, wire))]).toEqual([
        4,
        new Set([1, 2, 3, 4]),
      ])
  })
})

describe('a second place in trouble', () => {
  it('that is full holds up no push; durable stands still, the state says why, and it catches up', async () => {
    let isFull = true
    backed = await aBackedEndpoint(
      (place) => ({
        ...place,
        put: (name, bytes) => (isFull ? trouble('ENOSPC')() : place.put(name, bytes)),
      }),
      {
        pace: { soon: 5, often: 20, longest: 20 },
      },
    )
    const wire = await aWire(backed, 'worker')
    const photo = aJpeg(1, 900)
    await wire.call('PUT', `/api/photos/${await sha256(photo)}`, photo)
    expect((await wire.push(wire.creation(), wire.creation())).results).toMatchObject([
      { s: 'applied' },
      { s: 'applied' },
    ])
    await expect.poll(async () => (await status()).trouble, patience).toBe('ENOSPC')
    expect(await status()).toMatchObject({ entriesBehind: 2, photosBehind: 1, copiedAt: null })
    expect((await status()).lagSeconds).toBeGreaterThanOrEqual(0)
    expect(await durable(wire)).toBe(0)
    isFull = false
    await expect.poll(async () => (await status()).trouble, patience).toBeNull()
    await expect.poll(() => durable(wire), patience).toBe(2)
    expect(await status()).toMatchObject({ entriesBehind: 0, photosBehind: 0, lagSeconds: 0 })
  })

  it('that is taken away while the endpoint runs is trouble, and no new place', async () => {
    backed = await aBackedEndpoint()
    const wire = await aWire(backed, 'worker')
    await wire.push(wire.creation())
    await backed.round()
    for (const name of await backed.place.list('')) await backed.place.remove(name)
    await expect(backed.round()).rejects.toMatchObject({ code: 'otherPlace' })
    expect([await durable(wire), await backed.place.list('')]).toEqual([1, []])
    await rm(backed.folder, { recursive: true })
    await wire.push(wire.creation())
    await expect(backed.round()).rejects.toThrow()
    expect(await durable(wire)).toBe(1)
  })

  it('one photo that cannot be read holds up neither the others nor the text', async () => {
    backed = await aBackedEndpoint()
    const wire = await aWire(backed, 'worker')
    const hashes: string[] = []
    for (const seed of [1, 2, 3]) {
      const bytes = aJpeg(seed, 900)
      hashes.push(await sha256(bytes))
      await wire.call('PUT', `/api/photos/${hashes.at(-1)}`, bytes)
    }
    hashes.sort()
    await wire.push(wire.creation())
    const { deps } = backed.world()
    const photos = {
      ...deps.photos,
      read: (hash: never) =>
        hash === hashes[0] ? (trouble('EIO')() as never) : deps.photos.read(hash),
    }
    expect(await copyWork({ ...deps, photos, place: backed.place }, {})).toEqual({
      entries: 1,
      photos: 2,
      troubles: ['EIO'],
    })
    const fates = (await wire.sync([], { photos: { waiting: 0, bytes: 0, received: hashes } }))
      .photos
    expect(fates).toEqual({ backedUp: hashes.slice(1), missing: [] })
  })
})

describe('a database that is not the one its witness knows', () => {
  it('is noticed by a running endpoint too, and nothing of it is copied', async () => {
    backed = await aBackedEndpoint()
    await backed.round()
    const wire = await aWire(backed, 'worker')
    await wire.push(wire.creation())
    const here = await storage().read(async (tx) => ({
      epoch: await tx.epoch(),
      ...(await tx.sumOfHeads()),
    }))
    await backed.place.put(
      'witness.json',
      new TextEncoder().encode(JSON.stringify({ ...here, rows: here.rows + 100 })),
    )
    const sentence = new Promise<string>((resolve) => {
      const { deps } = backed.world()
      const pace = { soon: 5, often: 1e6, longest: 1e6 }
      deps.backup = startBackup({
        ...deps,
        place: backed.place,
        witnesses: [witnessIn(backed.place)],
        pace,
        onWrongDatabase: resolve,
      })
    })
    expect(await sentence).toContain('older than it was')
    expect([await durable(wire), (await status()).trouble]).toEqual([0, 'wrongDatabase'])
    await expect(backed.round()).rejects.toThrow('older than it was')
  })
})

describe('the loop', () => {
  it('copies soon after a push without being asked, and more than one segment when there is much', async () => {
    backed = await aBackedEndpoint((place) => place, {
      pace: { soon: 10, often: 60_000, longest: 60_000 },
    })
    const wire = await aWire(backed, 'worker')
    await expect.poll(async () => (await status()).copiedAt, patience).not.toBeNull()
    const heavy = Array.from({ length: 100 }, () => wire.creation({ note: '长'.repeat(3000) }))
    for (let at = 0; at < heavy.length; at += 50) await wire.push(...heavy.slice(at, at + 50))
    await expect.poll(() => durable(wire), patience).toBe(100)
    expect(await copiedNumbers(backed.place, wire)).toEqual(
      Array.from({ length: 100 }, (_, i) => i + 1),
    )
  })

  it('writes reference rows and devices when they have changed, and not otherwise', async () => {
    backed = await aBackedEndpoint()
    await backed.round()
    const references = async (): Promise<number> => (await backed.place.list('reference/')).length
    expect(await references()).toBe(1)
    const wire = await aWire(backed, 'worker')
    await wire.push(wire.creation())
    await backed.round()
    await wire.push(wire.creation())
    await backed.round()
    expect(await references()).toBe(2)
    // Another process finds what this one wrote.
    const other = startBackup({
      ...backed.world().deps,
      place: backed.place,
      witnesses: [],
      pace: { soon: 1e6, often: 1e6, longest: 1e6 },
    })
    await other.round()
    await other.close()
    expect(await references()).toBe(2)
    expect(await storage().read((tx) => tx.lag())).toEqual({ entries: 0, photos: 0, since: null })
  })
})
