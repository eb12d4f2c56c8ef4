import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256 } from '#client/photos/sha256.ts'
import { createServer } from '#server/createServer.ts'
import type { ObjectStore } from '#server/objectStore/objectStore.ts'
import { photoName } from '#server/objectStore/objectNames.ts'
import { aProtocolClient, type ProtocolClient } from '../../aProtocolClient.ts'
import { aJpeg, aWorld, type World } from '../../world.ts'

let world: World
let client: ProtocolClient
const copies = new Map<string, Uint8Array<ArrayBuffer>>()
const backupStore = {
  address: 'elsewhere',
  get: (name: string) => Promise.resolve(copies.get(name) ?? null),
} as ObjectStore

beforeAll(async () => {
  world = await aWorld()
  Object.assign(world, createServer({ ...world.deps, backupStore }))
  client = await aProtocolClient(world, 'worker')
})
afterAll(() => world.close())

/** Handed in and named by a report; the way to read it and to offer it again, and where it lies. */
async function aPhoto(seed: number) {
  const bytes = aJpeg(seed, 9000)
  const hash = await sha256(bytes)
  expect(
    (await client.call('PUT', `/api/photos/${hash}`, bytes, { 'Content-Length': '9000' })).status,
  ).toBe(200)
  await client.push(
    client.creation({
      photos: [
        {
          hash,
          bytes: 9000,
          width: 8,
          height: 8,
          role: 'near',
          takenAt: 1,
          thumb: { hash: hash.split('').reverse().join(''), bytes: 9 },
        },
      ] as never,
    }),
  )
  return {
    hash,
    bytes,
    file: join(world.folder, 'photos', hash.slice(0, 2), hash.slice(2, 4), hash),
    read: () => client.call('GET', `/api/photos/${hash}`),
    offer: async () =>
      (await (
        await client.call('POST', '/api/photos', JSON.stringify({ hash, bytes: 9000 }))
      ).json()) as { state: string },
  }
}

const spoil: [string, (file: string) => Promise<void>][] = [
  [
    'spoilt',
    async (file) => {
      const bytes = await readFile(file)
      bytes[4000] = bytes[4000]! ^ 1
      await writeFile(file, bytes)
    },
  ],
  ['cut', async (file) => writeFile(file, (await readFile(file)).subarray(0, 5000))],
  ['empty', (file) => writeFile(file, '')],
  ['gone', (file) => rm(file)],
]

describe.each(spoil)('a stored photo that is %s', (what, act) => {
  const seed = spoil.findIndex(([name]) => name === what)

  it('is never served, and its phone is told to send it again', async () => {
    const photo = await aPhoto(700 + seed)
    expect((await photo.read()).status).toBe(200)
    await act(photo.file)
    const answer = await photo.read()
    expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([404, 'no-store'])
    expect(await photo.offer()).toMatchObject({ state: 'open' })
    expect(
      (
        await client.call('PUT', `/api/photos/${photo.hash}`, photo.bytes, {
          'Content-Length': '9000',
        })
      ).status,
    ).toBe(200)
    expect((await photo.read()).status).toBe(200)
  })

  it('is not called there to the phone that offers it', async () => {
    const photo = await aPhoto(720 + seed)
    await act(photo.file)
    expect(await photo.offer()).toMatchObject({ state: 'open' })
    expect(await world.deps.storage.read((tx) => tx.isMissing(photo.hash))).toBe(true)
  })

  it('is repaired from the backup at once', async () => {
    const photo = await aPhoto(740 + seed)
    copies.set(photoName(photo.hash), new Uint8Array(photo.bytes))
    await act(photo.file)
    const [one, two] = await Promise.all([photo.read(), photo.read()])
    expect([one.status, two.status]).toEqual([200, 200])
    expect(await photo.offer()).toMatchObject({ state: 'have' })
  })
})
