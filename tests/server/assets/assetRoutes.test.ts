// Files that are no photos, out: in parts, to whoever is shown a row that names them.
import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { takeInvite } from '#client/http/account.ts'
import { sha256 } from '#client/photos/sha256.ts'
import type { AssetHash } from '#domain/ids.ts'
import { upsertReference } from '#server/organisation/upsertReference.ts'
import { aBasemap } from '../../aBasemap.ts'
import { type Cast, cast } from '../../aCast.ts'
import { aNetwork, aWorld, type Network, type World } from '../../world.ts'

const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7) % 251)
let world: World
let hash: AssetHash
let lost: AssetHash
let worker: Network

const enrolled = async (who: Cast): Promise<Network> => {
  const network = aNetwork(world)
  expect((await takeInvite(network, await world.invite(cast[who]), 'x')).ok).toBe(true)
  return network
}
const get = (headers: Record<string, string> = {}, method = 'GET', of: string = hash) =>
  worker.send(`/api/assets/${of}`, { method, headers })
const bodyOf = async (answer: Response): Promise<Uint8Array> =>
  new Uint8Array(await answer.arrayBuffer())

beforeAll(async () => {
  world = await aWorld()
  hash = (await sha256(bytes.buffer)) as string as AssetHash
  lost = 'd'.repeat(64) as AssetHash
  const file = world.deps.assets.workFile()
  await writeFile(file, bytes)
  await world.deps.assets.putFile(hash, file)
  await upsertReference(world.deps.storage, [
    aBasemap('map-1', { hash, bytes: bytes.length, retiredAt: 5 }),
    aBasemap('map-2', { hash: lost }),
  ])
  worker = await enrolled('worker')
})
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

it('F1 comes whole, named by its hash, unpacked, for this browser alone and for good', async () => {
  const answer = await get({ 'Accept-Encoding': 'gzip' })
  expect([answer.status, await bodyOf(answer)]).toEqual([200, bytes])
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    etag: `"${hash}"`,
    'content-length': '100000',
    'content-type': 'application/octet-stream',
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  })
  expect(answer.headers.get('content-encoding')).toBeNull()
})

it.each([
  ['bytes=40000-', 40_000, 100_000],
  ['bytes=5-9', 5, 10],
  ['bytes=99990-200000', 99_990, 100_000],
  ['bytes=-10', 99_990, 100_000],
])('goes on where a phone was cut off: %s', async (Range, from, to) => {
  const answer = await get({ Range })
  expect(answer.status).toBe(206)
  expect(answer.headers.get('content-range')).toBe(`bytes ${from}-${to - 1}/100000`)
  expect(answer.headers.get('content-length')).toBe(String(to - from))
  expect(await bodyOf(answer)).toEqual(bytes.slice(from, to))
})

it('has nothing beyond its end', async () => {
  const answer = await get({ Range: 'bytes=100000-' })
  expect([answer.status, answer.headers.get('content-range')]).toEqual([416, 'bytes */100000'])
})

it('several ranges at once, or words that are none, are the whole', async () => {
  for (const Range of ['bytes=0-1,5-6', 'bytes=9-3', 'lines=1-2', 'bytes=-'])
    expect([(await get({ Range })).status, Range]).toEqual([200, Range])
})

it('a part is a part of this file: of another than the phone began, the whole is sent', async () => {
  const range = { Range: 'bytes=10-' }
  expect((await get({ ...range, 'If-Range': `"${hash}"` })).status).toBe(206)
  expect((await get({ ...range, 'If-Range': '"another"' })).status).toBe(200)
})

it('is not sent again to who has it, and HEAD tells its size alone', async () => {
  expect((await get({ 'If-None-Match': `"${hash}"` })).status).toBe(304)
  const head = await get({}, 'HEAD')
  expect([head.status, head.headers.get('content-length'), (await bodyOf(head)).length]).toEqual([
    200,
    '100000',
    0,
  ])
})

it('a row whose bytes are lost says so; a hash that no row names is not there', async () => {
  const fault = async (of: string): Promise<unknown> => (await get({}, 'GET', of)).json()
  expect(await fault(lost)).toMatchObject({ fault: { code: 'mapMissing' } })
  expect(await fault('e'.repeat(64))).toMatchObject({ fault: { code: 'unknownPath' } })
  expect(await fault('..%2f..%2fgridwalk.db')).toMatchObject({ fault: { code: 'unknownPath' } })
})

it('is for members alone', async () => {
  const answer = await aNetwork(world).send(`/api/assets/${hash}`, { method: 'GET' })
  expect([answer.status, await answer.json()]).toMatchObject([
    401,
    { fault: { code: 'signedOut' } },
  ])
})
