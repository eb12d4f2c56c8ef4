import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sha256 } from '#device/keepPhoto.ts'
import { aBackedEndpoint, type BackedEndpoint } from '../aSecondPlace.ts'
import { aWire, uuid, type Wire } from '../aWire.ts'
import { aJpeg, anEndpoint } from '../world.ts'

let backed: BackedEndpoint
beforeEach(async () => (backed = await aBackedEndpoint()))
afterEach(() => backed.discard())

const fates = async (wire: Wire, ...received: string[]) =>
  (await wire.sync([], { photos: { waiting: 0, bytes: 0, received } })).photos

async function aPhoto(
  wire: Wire,
  seed: number,
): Promise<{ hash: string; put: () => Promise<Response>; path: string }> {
  const bytes = aJpeg(seed, 900)
  const hash = await sha256(bytes)
  return {
    hash,
    put: () => wire.call('PUT', `/api/photos/${hash}`, bytes),
    path: join(backed.dataFolder, 'photos', hash.slice(0, 2), hash.slice(2, 4), hash),
  }
}

it('B1 durable is null without a second place', async () => {
  const world = await anEndpoint()
  const wire = await aWire(world, 'worker')
  expect((await wire.push(wire.creation())).durable).toBeNull()
  await world.close()
})

it('B1 durable follows the copy, never the receipt', async () => {
  const wire = await aWire(backed, 'worker')
  expect((await wire.push(wire.creation(), wire.creation())).durable).toBe(0)
  await backed.round()
  expect((await wire.push(wire.creation({ gridId: 'g-nowhere' as never }))).durable).toBe(2)
  await backed.round()
  expect((await wire.push()).durable).toBe(3)
})

it('B1 what was here before under another install counts for the new one once it is journaled and copied', async () => {
  const wire = await aWire(backed, 'worker')
  const [one, two] = [wire.creation(), wire.creation()]
  await wire.push(one, two)
  await backed.round()
  wire.install = uuid()
  const again = await wire.push(one, two)
  expect(again).toMatchObject({
    durable: 0,
    results: [
      { n: 1, again: 1 },
      { n: 2, again: 1 },
    ],
  })
  await backed.round()
  expect((await wire.push()).durable).toBe(2)
})

it('B1 a lost number holds nothing up', async () => {
  const wire = await aWire(backed, 'worker')
  const [one, , three] = [wire.creation(), wire.creation(), wire.creation()]
  await wire.push(one)
  await wire.sync([three], { lost: [[2, 2]] })
  await backed.round()
  expect((await wire.push()).durable).toBe(3)
  await wire.sync([], { lost: [[4, 9]] })
  await backed.round()
  expect((await wire.push()).durable).toBe(9)
})

it('B2 a number that turns up late takes durable back to before itself, until it is copied', async () => {
  const wire = await aWire(backed, 'worker')
  const [one, two, three] = [wire.creation(), wire.creation(), wire.creation()]
  await wire.push(one)
  await wire.sync([three], { lost: [[2, 2]] })
  await backed.round()
  expect((await wire.push(two)).durable).toBe(1)
  await backed.round()
  expect((await wire.push()).durable).toBe(3)
})

it('B2 another second place begins at 0 and is filled with everything', async () => {
  const wire = await aWire(backed, 'worker')
  await wire.push(wire.creation(), wire.creation())
  await backed.round()
  await backed.close()
  for (const name of await backed.place.list('')) await backed.place.remove(name)
  await backed.start()
  await backed.round()
  expect((await backed.place.list('journal/')).length).toBe(1)
  expect((await wire.push()).durable).toBe(2)
})

it('B3 a photo is backed up once its bytes and its hand-in are copied', async () => {
  const wire = await aWire(backed, 'worker')
  const photo = await aPhoto(wire, 1)
  expect((await photo.put()).status).toBe(200)
  expect(await fates(wire, photo.hash)).toEqual({ backedUp: [], missing: [] })
  await backed.round()
  expect(await fates(wire, photo.hash)).toEqual({ backedUp: [photo.hash], missing: [] })
  expect((await wire.sync()).photos).toBeUndefined()
})

it('B3 only photos the asking member handed in are answered, each when its own hand-in is copied', async () => {
  const [wire, other] = [await aWire(backed, 'worker'), await aWire(backed, 'neighbour')]
  const photo = await aPhoto(wire, 2)
  await photo.put()
  await backed.round()
  expect(await fates(other, photo.hash)).toEqual({ backedUp: [], missing: [] })
  await (await aPhoto(other, 2)).put()
  expect(await fates(other, photo.hash)).toEqual({ backedUp: [], missing: [] })
  await backed.round()
  expect(await fates(other, photo.hash)).toEqual({ backedUp: [photo.hash], missing: [] })
})

it('B3 more than 200 questions are malformed', async () => {
  const wire = await aWire(backed, 'worker')
  const received = Array.from({ length: 201 }, (_, i) => i.toString(16).padStart(64, '0'))
  const answer = await wire.call(
    'POST',
    '/api/sync/1',
    JSON.stringify(wire.request([], { photos: { waiting: 0, bytes: 0, received } })),
  )
  expect(answer.status).toBe(400)
})

it('B4 a photo whose bytes are gone is asked for again, taken in, and backed up', async () => {
  const wire = await aWire(backed, 'worker')
  const photo = await aPhoto(wire, 3)
  await photo.put()
  await rm(photo.path)
  await backed.round()
  expect(await fates(wire, photo.hash)).toEqual({ backedUp: [], missing: [photo.hash] })
  expect(
    (
      await (
        await wire.call('POST', '/api/photos', JSON.stringify({ hash: photo.hash, bytes: 900 }))
      ).json()
    ).state,
  ).toBe('open')
  await photo.put()
  expect(await fates(wire, photo.hash)).toEqual({ backedUp: [], missing: [] })
  await backed.round()
  expect(await fates(wire, photo.hash)).toEqual({ backedUp: [photo.hash], missing: [] })
})

it('B4 rotten bytes give way to the ones that come again', async () => {
  const wire = await aWire(backed, 'worker')
  const photo = await aPhoto(wire, 4)
  await photo.put()
  await writeFile(photo.path, 'no longer a photo')
  await backed.round()
  expect(await fates(wire, photo.hash)).toEqual({ backedUp: [], missing: [photo.hash] })
  await photo.put()
  await backed.round()
  expect(await fates(wire, photo.hash)).toEqual({ backedUp: [photo.hash], missing: [] })
})
