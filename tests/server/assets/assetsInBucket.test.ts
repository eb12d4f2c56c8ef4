// Files that are no photos where they lie in a bucket of an S3 store: out in parts as from a
// folder, in by parts, once.
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { takeInvite } from '#client/http/account.ts'
import type { AssetHash } from '#domain/ids.ts'
import { openAssetStore } from '#server/assets/openAssetStore.ts'
import type { AssetStore } from '#server/assets/assetStore.ts'
import { sha256Of } from '#server/objectStore/objectNames.ts'
import { upsertReference } from '#server/organisation/upsertReference.ts'
import { assetRoutes } from '#server/routes/assetRoutes.ts'
import { aBasemap } from '../../aBasemap.ts'
import { type Bucket, aBucket } from '../../aBucket.ts'
import { cast } from '../../aCast.ts'
import { aNetwork, aWorld, type World } from '../../world.ts'

const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7) % 251)
const hash = sha256Of(bytes) as AssetHash
let world: World
let bucket: Bucket
let assets: AssetStore
let get: (headers?: Record<string, string>) => Promise<Response>

beforeEach(async () => {
  ;[world, bucket] = await Promise.all([aWorld(), aBucket()])
  const { storage } = world.deps
  assets = await openAssetStore({ dataFolder: world.folder, photoBucket: bucket.address }, storage)
  await upsertReference(storage, [aBasemap('map-1', { hash, bytes: bytes.length })])
  const enrolled = aNetwork(world)
  expect((await takeInvite(enrolled, await world.invite(cast.worker), 'x')).ok).toBe(true)
  const routes = assetRoutes({ ...world.deps, assets })
  const phone = aNetwork({ fetch: async (request) => routes.fetch(request) })
  phone.cookie = enrolled.cookie
  get = (headers = {}) => phone.send(`/api/assets/${hash}`, { method: 'GET', headers })
})
afterEach(async () => {
  await world.close()
  await bucket.close()
})

const put = async (): Promise<void> => {
  const file = assets.workFile()
  await writeFile(file, bytes)
  await assets.putFile(hash, file)
}
/** By its name: a hundred thousand bytes are slowly compared one by one. */
const bodyOf = async (answer: Response): Promise<string> =>
  sha256Of(new Uint8Array(await answer.arrayBuffer()))

it('come whole, and from where a phone was cut off, and nothing beyond their end', async () => {
  await put()
  expect([...bucket.objects.keys()]).toEqual([
    `walk/assets/${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`,
  ])
  const whole = await get()
  expect([whole.status, await bodyOf(whole)]).toEqual([200, hash])
  for (const [Range, from, to] of [
    ['bytes=123456-', 123_456, 200_000],
    ['bytes=5-9', 5, 10],
    ['bytes=0-0', 0, 1],
    ['bytes=-10', 199_990, 200_000],
  ] as const) {
    const part = await get({ Range })
    expect([part.status, part.headers.get('content-range'), await bodyOf(part)]).toEqual([
      206,
      `bytes ${from}-${to - 1}/200000`,
      sha256Of(bytes.slice(from, to)),
    ])
  }
  expect((await get({ Range: 'bytes=200000-' })).status).toBe(416)
})

it('that the bucket has lost are said to be lost', async () => {
  expect(await (await get()).json()).toMatchObject({ fault: { code: 'mapMissing' } })
})

it('put again are not sent to the bucket again', async () => {
  await put()
  await put()
  expect(bucket.calls.filter((call) => call.startsWith('PUT'))).toHaveLength(1)
})

it('uploaded in parts are put together on this machine, and nothing of them is left', async () => {
  const { uploads } = assets
  const upload = await uploads.begin(bytes.length)
  for (const [from, to] of [
    [0, 100_000],
    [100_000, 200_000],
  ] as const) {
    const headers = {
      'Content-Type': 'application/offset+octet-stream',
      'Tus-Resumable': '1.0.0',
      'Upload-Offset': `${from}`,
    }
    const body = bytes.slice(from, to)
    const patch = new Request('http://here/', { method: 'PATCH', headers, body })
    expect((await uploads.tus(upload, patch)).status).toBe(204)
  }
  expect(bucket.objects.size).toBeGreaterThan(1)
  const file = await assets.uploadedFile(upload)
  expect(file).not.toBeNull()
  await assets.putFile(hash, file!)
  await assets.dropUpload(upload)
  expect(await bodyOf(await get())).toBe(hash)
  expect([...bucket.objects.keys()]).toHaveLength(1)
  expect(await readdir(join(world.folder, 'assets-in-work'))).toEqual([])
})
