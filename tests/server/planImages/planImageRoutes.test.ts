// A plan picture at the desk: sent, looked at, pinned, altered; and who may.
import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { takeInvite } from '#client/http/account.ts'
import type { Fault } from '#domain/fault.ts'
import type { Member } from '#domain/member.ts'
import type { PlanImage } from '#domain/planImage.ts'
import { copyAssets } from '#server/backup/copyAssets.ts'
import { folderStore } from '#server/objectStore/folderStore.ts'
import { assetName } from '#server/objectStore/objectNames.ts'
import { upsertReference } from '#server/organisation/upsertReference.ts'
import { adminChain } from '#server/storage/port/audit.ts'
import { aMember, cast } from '../../aCast.ts'
import { aPlanImage } from '../../aPlanImage.ts'
import { uuid } from '../../aProtocolClient.ts'
import { aNetwork, aPhone, aWorld, type Network, type World } from '../../world.ts'

const theirs = aMember('m-first', ['supervisor'], ['g-1'])
const others = aMember('m-second', ['supervisor'], ['g-2'])
let world: World
let first: Network
let second: Network
beforeEach(async () => {
  world = await aWorld()
  await upsertReference(
    world.deps.storage,
    [theirs, others].map((member) => ({ t: 'member' as const, id: member.id, f: { ...member } })),
  )
  first = await enrolled(theirs)
  second = await enrolled(others)
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

async function enrolled(member: Member): Promise<Network> {
  const network = aNetwork(world)
  expect((await takeInvite(network, await world.invite(member), 'x')).ok).toBe(true)
  return network
}
type Told = { planImage: PlanImage; fault?: Fault }
const ask = async (method: string, path: string, body: unknown, by: Network): Promise<Told> => {
  const headers = { 'Content-Type': 'application/json' }
  const answer = await by.send(path, { method, headers, body: JSON.stringify(body) })
  return (await answer.json()) as Told
}

async function uploaded(bytes: Uint8Array): Promise<string> {
  const headers = { 'Content-Type': 'application/json' }
  const body = JSON.stringify({ bytes: bytes.length })
  const begun = await first.send('/api/basemaps/uploads', { method: 'POST', headers, body })
  const { upload, url } = (await begun.json()) as { upload: string; url: string }
  const sent = await first.send(url, {
    method: 'PATCH',
    headers: {
      'Tus-Resumable': '1.0.0',
      'Content-Type': 'application/offset+octet-stream',
      'Upload-Offset': '0',
    },
    body: new Uint8Array(bytes).buffer,
  })
  expect(sent.status).toBe(204)
  return upload
}
const aPicture = (width = 640, height = 480) =>
  sharp({ create: { width, height, channels: 3, background: '#c4a' } })
const { points } = aPlanImage('').f as unknown as PlanImage
const aMaking = (upload: string, more: object = {}) => ({
  id: uuid(),
  upload,
  name: ' 幸福里平面图 ',
  points,
  opacity: 0.6,
  gridId: 'g-1',
  ...more,
})
const make = (asked: object, by = first) => ask('POST', '/api/plan-images', asked, by)
const alter = (id: string, asked: object, by = first) =>
  ask('PATCH', `/api/plan-images/${id}`, asked, by)
const rows = () => world.deps.storage.read((tx) => tx.rows('planImage'))

it('F4 is measured, stored under its hash, told to every phone, noted and copied away', async () => {
  const bytes = await aPicture().webp().toBuffer()
  const hash = createHash('sha256').update(bytes).digest('hex')
  const upload = await uploaded(bytes)
  const { planImage } = await make(aMaking(upload))
  expect(planImage).toMatchObject({
    name: '幸福里平面图',
    hash,
    bytes: bytes.length,
    width: 640,
    height: 480,
    points,
    opacity: 0.6,
    gridId: 'g-1',
    madeBy: theirs.id,
  })
  const phone = await aPhone(world, 'worker')
  await phone.sync()
  expect((await phone.session.cache.row.toArray()).map(({ t, id }) => [t, id])).toContainEqual([
    'planImage',
    planImage.id,
  ])
  const file = await second.send(`/api/assets/${hash}`, { method: 'GET' })
  expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true)
  const links = await world.deps.storage.read((tx) => tx.auditLinks(adminChain, 0, 100))
  expect(links.find(({ t }) => t === 'planImage')).toMatchObject({
    action: 'planImageMade',
    actor: theirs.id,
    detail: { hash },
  })
  await mkdir(`${world.folder}/elsewhere`)
  const backupStore = folderStore(`${world.folder}/elsewhere`)
  const { storage, assets } = world.deps
  expect(await copyAssets({ storage, assets, backupStore })).toBe(1)
  expect(await backupStore.size(assetName(planImage.hash))).toBe(bytes.length)
})

it('F4 a picture that lies on its side by its own word is measured as it is shown', async () => {
  const lying = await aPicture(300, 100).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  const { planImage } = await make(aMaking(await uploaded(lying)))
  expect([planImage.width, planImage.height]).toEqual([100, 300])
})

it.each<[string, () => Promise<Uint8Array> | Uint8Array]>([
  ['pictureUnreadable', () => new TextEncoder().encode('%PDF-1.7 a plan')],
  ['pictureUnreadable', () => new TextEncoder().encode('<svg onload="x"></svg>')],
  ['pictureUnreadable', () => aPicture().gif().toBuffer()],
  ['pictureUnreadable', async () => (await aPicture().png().toBuffer()).subarray(0, 400)],
  ['pictureTooManyPixels', () => aPicture(4097, 10).png().toBuffer()],
  ['pictureTooLarge', () => new Uint8Array(10_000_001)],
])('F4 nothing is written of one that is refused with %s', async (code, bytes) => {
  const upload = await uploaded(await bytes())
  expect(await make(aMaking(upload))).toMatchObject({ fault: { code } })
  expect(await rows()).toEqual([])
})

it('F4 points that leave open how it lies are refused, made and altered', async () => {
  const onALine = [0, 1, 2].map((i) => ({
    px: i * 100,
    py: i * 100,
    lat: 28 + i / 1000,
    lon: 124 + i / 1000,
  }))
  const upload = await uploaded(await aPicture().png().toBuffer())
  for (const wrong of [onALine, [points[0], points[0]]])
    expect(await make(aMaking(upload, { points: wrong }))).toMatchObject({
      fault: { code: 'pointsOnALine' },
    })
  const { planImage } = await make(aMaking(upload))
  expect(await alter(planImage.id, { points: onALine })).toMatchObject({
    fault: { code: 'pointsOnALine' },
  })
  for (const wrong of [points.slice(1, 2), [...points, ...points, ...points]])
    expect(await alter(planImage.id, { points: wrong })).toMatchObject({
      fault: { code: 'malformed' },
    })
  expect((await rows())[0]?.f.points).toEqual(points)
})

it('F5 is made and altered by who draws in its grid, and by nobody else', async () => {
  const upload = await uploaded(await aPicture().png().toBuffer())
  expect(await make(aMaking(upload), second)).toMatchObject({ fault: { code: 'notAllowed' } })
  const worker = await enrolled(cast.worker)
  expect(await make(aMaking(upload), worker)).toMatchObject({ fault: { code: 'notAllowed' } })
  expect(await make(aMaking(upload, { gridId: 'no-grid' }))).toMatchObject({
    fault: { code: 'notAllowed' },
  })
  const { planImage } = await make(aMaking(upload))
  expect((await alter(planImage.id, { opacity: 0.3 })).planImage.opacity).toBe(0.3)
  for (const [asked, by] of [
    [{ name: 'x' }, second],
    [{ name: 'x' }, worker],
    [{ gridId: 'g-2' }, first],
  ] as const)
    expect(await alter(planImage.id, asked, by)).toMatchObject({ fault: { code: 'notAllowed' } })
  expect(await alter('no-such-picture', { name: 'x' })).toMatchObject({
    fault: { code: 'notAllowed' },
  })
  const links = await world.deps.storage.read((tx) => tx.auditLinks(adminChain, 0, 100))
  expect(links.at(-1)).toMatchObject({
    action: 'planImageAltered',
    detail: { fields: ['opacity'] },
  })
})

it('F5 is not made by whose right was taken away while it was looked at', async () => {
  const upload = await uploaded(await aPicture().png().toBuffer())
  const { images, storage } = world.deps
  const f = { ...theirs, roles: [...cast.volunteer.roles] }
  world.deps.images = {
    ...images,
    measure: async (bytes) => {
      await upsertReference(storage, [{ t: 'member', id: theirs.id, f }])
      return images.measure(bytes)
    },
  }
  expect(await make(aMaking(upload))).toMatchObject({ fault: { code: 'notAllowed' } })
  expect(await rows()).toEqual([])
})

it('F5 asked again with the same id, nothing is made twice', async () => {
  const asked = aMaking(await uploaded(await aPicture().png().toBuffer()))
  const [one, two] = await Promise.all([make(asked), make(asked)])
  const three = await make({ ...asked, name: '另一个' })
  expect([two.planImage, three.planImage]).toEqual([one.planImage, one.planImage])
  expect(await rows()).toHaveLength(1)
})

it('F5 retired, it can still be fetched, and it can come back', async () => {
  const { planImage } = await make(aMaking(await uploaded(await aPicture().png().toBuffer())))
  const gone = await alter(planImage.id, { isRetired: true })
  expect(gone.planImage.retiredAt).toEqual(expect.any(Number))
  const answer = await second.send(`/api/assets/${planImage.hash}`, { method: 'HEAD' })
  expect(answer.status).toBe(200)
  expect((await alter(planImage.id, { name: '旧图' })).planImage.retiredAt).toBeDefined()
  expect((await alter(planImage.id, { isRetired: false })).planImage.retiredAt).toBeUndefined()
})
