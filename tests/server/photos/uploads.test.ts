// Uploads over a real connection that breaks, and into a store that has a bad day.
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sha256 } from '#client/photos/sha256.ts'
import { createServer } from '#server/createServer.ts'
import { objectPhotoStore } from '#server/photos/objectPhotoStore.ts'
import { bucketStore } from '#server/objectStore/bucketStore.ts'
import { aBucket, type Bucket } from '../../aBucket.ts'
import { aProtocolClient, type ProtocolClient } from '../../aProtocolClient.ts'
import { aJpeg, aWorld, origin, type World } from '../../world.ts'

let world: World
let client: ProtocolClient
let bucket: Bucket
const server = createAdaptorServer({ fetch: (incoming) => world.fetch(incoming) })

beforeAll(async () => {
  world = await aWorld()
  bucket = await aBucket()
  Object.assign(
    world,
    createServer({
      ...world.deps,
      photos: objectPhotoStore(bucketStore(bucket.address, 500), world.deps.storage),
    }),
  )
  client = await aProtocolClient(world, 'worker')
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  server.close()
  await bucket.close()
  await world.close()
})

const bytes = aJpeg(900, 200_000)
const offer = async (hash: string) => {
  const answer = await client.call(
    'POST',
    '/api/photos',
    JSON.stringify({ hash, bytes: bytes.byteLength }),
  )
  return {
    status: answer.status,
    ...((await answer.json()) as {
      state?: string
      url: string
      offset: number
      fault?: { code: string }
    }),
  }
}

/** Says it will send everything from `offset` on, sends up to `until`, and breaks off. */
const breakOff = (url: string, offset: number, until: number): Promise<void> =>
  new Promise((resolve) => {
    const sending = request({
      port: (server.address() as AddressInfo).port,
      host: '127.0.0.1',
      path: url,
      method: 'PATCH',
      headers: {
        Authorization: client.authorization,
        Origin: origin,
        'Tus-Resumable': '1.0.0',
        'Upload-Offset': String(offset),
        'Content-Type': 'application/offset+octet-stream',
        'Content-Length': bytes.byteLength - offset,
      },
    })
    sending.on('error', () => undefined).on('close', () => resolve())
    sending.write(Buffer.from(bytes, offset, until - offset), () =>
      setTimeout(() => sending.destroy(), 200),
    )
  })

it(
  'a connection that breaks half-way costs only what had not arrived',
  { timeout: 30_000 },
  async () => {
    const hash = await sha256(bytes)
    const { url, offset } = await offer(hash)
    expect(offset).toBe(0)
    await breakOff(url, 0, 90_000)
    await expect.poll(async () => (await offer(hash)).offset).toBe(90_000)
    await breakOff(url, 90_000, 150_000)
    await expect.poll(async () => (await offer(hash)).offset).toBe(150_000)
    const rest = await client.call('PATCH', url, bytes.slice(150_000), {
      'Tus-Resumable': '1.0.0',
      'Upload-Offset': '150000',
      'Content-Type': 'application/offset+octet-stream',
    })
    expect([rest.status, rest.headers.get('Upload-Offset')]).toEqual([204, '200000'])

    // All of it is there, but the store takes nothing in: not a photo yet, and nothing to send
    // again either.
    bucket.next('PUT', 'stall', 2)
    expect(await offer(hash)).toMatchObject({ status: 503, fault: { code: 'serverBusy' } })
    expect(
      (await client.call('HEAD', url, undefined, { 'Tus-Resumable': '1.0.0' })).headers.get(
        'Upload-Offset',
      ),
    ).toBe('200000')
    expect(await offer(hash)).toMatchObject({ state: 'have' })
    expect([...bucket.objects.keys()]).toEqual([
      `walk/${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`,
    ])
  },
)
