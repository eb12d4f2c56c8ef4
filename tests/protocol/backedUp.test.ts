import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sha256 } from '#client/photos/sha256.ts'
import { aBackedServer, type BackedServer } from '../aBackedServer.ts'
import { aProtocolClient, uuid, type ProtocolClient } from '../aProtocolClient.ts'
import { aJpeg, aWorld } from '../world.ts'

let backed: BackedServer
beforeEach(async () => (backed = await aBackedServer()))
afterEach(() => backed.discard())

const backupState = async (client: ProtocolClient, ...received: string[]) =>
  (await client.sync([], { photos: { waiting: 0, bytes: 0, received } })).photos

async function aPhoto(
  client: ProtocolClient,
  seed: number,
): Promise<{ hash: string; put: () => Promise<Response>; path: string }> {
  const bytes = aJpeg(seed, 900)
  const hash = await sha256(bytes)
  return {
    hash,
    put: () => client.call('PUT', `/api/photos/${hash}`, bytes),
    path: join(backed.dataFolder, 'photos', hash.slice(0, 2), hash.slice(2, 4), hash),
  }
}

it('B1 durable is null without a backup', async () => {
  const world = await aWorld()
  const client = await aProtocolClient(world, 'worker')
  expect((await client.push(client.creation())).durable).toBeNull()
  await world.close()
})

it('B1 durable follows the copy, never the receipt', async () => {
  const client = await aProtocolClient(backed, 'worker')
  expect((await client.push(client.creation(), client.creation())).durable).toBe(0)
  await backed.round()
  expect((await client.push(client.creation({ gridId: 'g-nowhere' as never }))).durable).toBe(2)
  await backed.round()
  expect((await client.push()).durable).toBe(3)
})

it('B1 what was here before under another install counts for the new one once it is journaled and copied', async () => {
  const client = await aProtocolClient(backed, 'worker')
  const [one, two] = [client.creation(), client.creation()]
  await client.push(one, two)
  await backed.round()
  client.install = uuid()
  const again = await client.push(one, two)
  expect(again).toMatchObject({
    durable: 0,
    results: [
      { n: 1, again: 1 },
      { n: 2, again: 1 },
    ],
  })
  await backed.round()
  expect((await client.push()).durable).toBe(2)
})

it('B1 a lost number holds nothing up', async () => {
  const client = await aProtocolClient(backed, 'worker')
  const [one, , three] = [client.creation(), client.creation(), client.creation()]
  await client.push(one)
  await client.sync([three], { lost: [[2, 2]] })
  await backed.round()
  expect((await client.push()).durable).toBe(3)
  await client.sync([], { lost: [[4, 9]] })
  await backed.round()
  expect((await client.push()).durable).toBe(9)
})

it('B2 a number that turns up late takes durable back to before itself, until it is copied', async () => {
  const client = await aProtocolClient(backed, 'worker')
  const [one, two, three] = [client.creation(), client.creation(), client.creation()]
  await client.push(one)
  await client.sync([three], { lost: [[2, 2]] })
  await backed.round()
  expect((await client.push(two)).durable).toBe(1)
  await backed.round()
  expect((await client.push()).durable).toBe(3)
})

it('B2 another backup begins at 0 and is filled with everything', async () => {
  const client = await aProtocolClient(backed, 'worker')
  await client.push(client.creation(), client.creation())
  await backed.round()
  await backed.close()
  for (const name of await backed.backupStore.list('')) await backed.backupStore.remove(name)
  await backed.start()
  await backed.round()
  expect((await backed.backupStore.list('journal/')).length).toBe(1)
  expect((await client.push()).durable).toBe(2)
})

it('B3 a photo is backed up once its bytes and its hand-in are copied', async () => {
  const client = await aProtocolClient(backed, 'worker')
  const photo = await aPhoto(client, 1)
  expect((await photo.put()).status).toBe(200)
  expect(await backupState(client, photo.hash)).toEqual({ backedUp: [], missing: [] })
  await backed.round()
  expect(await backupState(client, photo.hash)).toEqual({ backedUp: [photo.hash], missing: [] })
  expect((await client.sync()).photos).toBeUndefined()
})

it('B3 only photos the asking member handed in are answered, each when its own hand-in is copied', async () => {
  const [client, other] = [
    await aProtocolClient(backed, 'worker'),
    await aProtocolClient(backed, 'neighbour'),
  ]
  const photo = await aPhoto(client, 2)
  await photo.put()
  await backed.round()
  expect(await backupState(other, photo.hash)).toEqual({ backedUp: [], missing: [] })
  await (await aPhoto(other, 2)).put()
  expect(await backupState(other, photo.hash)).toEqual({ backedUp: [], missing: [] })
  await backed.round()
  expect(await backupState(other, photo.hash)).toEqual({ backedUp: [photo.hash], missing: [] })
})

it('B3 more than 200 questions are malformed', async () => {
  const client = await aProtocolClient(backed, 'worker')
  const received = Array.from({ length: 201 }, (_, i) => i.toString(16).padStart(64, '0'))
  const answer = await client.call(
    'POST',
    '/api/sync/1',
    JSON.stringify(client.request([], { photos: { waiting: 0, bytes: 0, received } })),
  )
  expect(answer.status).toBe(400)
})

it('B4 a photo whose bytes are gone is asked for again, taken in, and backed up', async () => {
  const client = await aProtocolClient(backed, 'worker')
  const photo = await aPhoto(client, 3)
  await photo.put()
  await rm(photo.path)
  await backed.round()
  expect(await backupState(client, photo.hash)).toEqual({ backedUp: [], missing: [photo.hash] })
  expect(
    (
      await (
        await client.call('POST', '/api/photos', JSON.stringify({ hash: photo.hash, bytes: 900 }))
      ).json()
    ).state,
  ).toBe('open')
  await photo.put()
  expect(await backupState(client, photo.hash)).toEqual({ backedUp: [], missing: [] })
  await backed.round()
  expect(await backupState(client, photo.hash)).toEqual({ backedUp: [photo.hash], missing: [] })
})

it('B4 rotten bytes give way to the ones that come again', async () => {
  const client = await aProtocolClient(backed, 'worker')
  const photo = await aPhoto(client, 4)
  await photo.put()
  await writeFile(photo.path, 'no longer a photo')
  await backed.round()
  expect(await backupState(client, photo.hash)).toEqual({ backedUp: [], missing: [photo.hash] })
  await photo.put()
  await backed.round()
  expect(await backupState(client, photo.hash)).toEqual({ backedUp: [photo.hash], missing: [] })
})
