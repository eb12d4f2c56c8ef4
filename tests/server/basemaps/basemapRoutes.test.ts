// A base map at the desk: an archive comes in parts, is asked what its cut would be, and is cut.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { takeInvite } from '#client/http/account.ts'
import type { Basemap } from '#domain/basemap.ts'
import type { Fault } from '#domain/fault.ts'
import type { Member } from '#domain/member.ts'
import { tilesOver } from '#demo/map/tileGrid.ts'
import { adminChain } from '#server/storage/port/audit.ts'
import { upsertReference } from '#server/organisation/upsertReference.ts'
import { aMember, cast } from '../../aCast.ts'
import { uuid } from '../../aProtocolClient.ts'
import { aPmtiles, aTile, type PmtilesOptions } from '../../aPmtiles.ts'
import { archiveIn } from '../../readArchive.ts'
import { aNetwork, aPhone, aWorld, type Network, type World } from '../../world.ts'

let world: World
let desk: Network
beforeEach(async () => {
  world = await aWorld()
  world.deps.mapArchives = [join(world.folder, 'planet.pmtiles'), join(world.folder, 'gone')]
  desk = await enrolled(cast.supervisor)
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

const ask = async <T>(method: string, path: string, body: unknown, by = desk) => {
  const answer = await by.send(path, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  return (await answer.json()) as T & { fault?: Fault }
}
const tus = { 'Tus-Resumable': '1.0.0', 'Content-Type': 'application/offset+octet-stream' }
const sendPart = (url: string, from: number, bytes: Uint8Array<ArrayBuffer>) =>
  desk.send(url, {
    method: 'PATCH',
    headers: { ...tus, 'Upload-Offset': String(from) },
    body: bytes.buffer,
  })

async function uploaded(options: PmtilesOptions = {}): Promise<{ upload: string }> {
  const bytes = aPmtiles(options)
  const begun = await ask<{ upload: string; url: string }>('POST', '/api/basemaps/uploads', {
    bytes: bytes.length,
  })
  expect((await sendPart(begun.url, 0, bytes)).status).toBe(204)
  return { upload: begun.upload }
}

const box = [123.99, 27.99, 124.002, 28.002]
const aMaking = (source: object, more: object = {}) => ({
  id: uuid(),
  source,
  box,
  name: ' 示例底图 ',
  attribution: '',
  approvalNumber: '示例S(2026)1号',
  dataDate: null,
  gridIds: ['g-1'],
  isUsual: false,
  ...more,
})
const make = (asked: object, by = desk) =>
  ask<{ basemap: Basemap }>('POST', '/api/basemaps', asked, by)
const alter = (id: string, asked: object, by = desk) =>
  ask<{ basemap: Basemap }>('PATCH', `/api/basemaps/${id}`, asked, by)
const rows = () => world.deps.storage.read((tx) => tx.rows('basemap'))

it('F2 comes in parts, is told its size, cut, told to every phone and noted', async () => {
  const archive = aPmtiles({ zooms: [0, 15] })
  const begun = await ask<{ upload: string; url: string }>('POST', '/api/basemaps/uploads', {
    bytes: archive.length,
  })
  expect((await sendPart(begun.url, 0, archive.slice(0, 3000))).status).toBe(204)
  const asked = await desk.send(begun.url, { method: 'HEAD', headers: tus })
  expect(asked.headers.get('Upload-Offset')).toBe('3000')
  const source = { upload: begun.upload }
  expect(await make(aMaking(source))).toMatchObject({ fault: { code: 'mapMissing' } })
  expect((await sendPart(begun.url, 3000, archive.slice(3000))).status).toBe(204)

  const { plan } = await ask<{ plan: Basemap }>('POST', '/api/basemaps/plan', { source, box })
  const { basemap } = await make(aMaking(source, { maxZoom: 15 }))
  expect(basemap).toMatchObject({
    name: '示例底图',
    kind: 'vector',
    schema: 'protomaps4',
    bytes: plan.bytes,
    bounds: box,
    minZoom: 0,
    maxZoom: 15,
    attribution: '© invented',
    approvalNumber: '示例S(2026)1号',
    madeBy: cast.supervisor.id,
    gridIds: ['g-1'],
  })
  const bytes = await desk.send(`/api/assets/${basemap.hash}`, { method: 'GET' })
  const cut = archiveIn(new Uint8Array(await bytes.arrayBuffer()))
  const [x, y] = tilesOver(basemap.bounds, 15)[0]!
  expect(new Uint8Array((await cut.getZxy(15, x, y))!.data)).toEqual(aTile(15, x, y))
  const phone = await aPhone(world, 'worker')
  await phone.sync()
  expect((await phone.session.cache.row.toArray()).map(({ t, id }) => [t, id])).toContainEqual([
    'basemap',
    basemap.id,
  ])
  const links = await world.deps.storage.read((tx) => tx.auditLinks(adminChain, 0, 100))
  expect(links.find(({ t }) => t === 'basemap')).toMatchObject({
    action: 'basemapMade',
    actor: cast.supervisor.id,
    row: basemap.id,
    detail: { hash: basemap.hash },
  })
  // What it was cut from is not kept.
  const left = await desk.send(begun.url, { method: 'HEAD', headers: tus })
  expect(left.status).toBe(404)
})

it('F3 asked again with the same id, nothing is made twice', async () => {
  const source = await uploaded()
  const asked = aMaking(source)
  const [one, two] = await Promise.all([make(asked), make(asked)])
  const three = await make(asked)
  expect([two.basemap, three.basemap]).toEqual([one.basemap, one.basemap])
  expect(await rows()).toHaveLength(1)
})

it('is cut from an archive on the server’s disk, and that stays', async () => {
  await writeFile(world.deps.mapArchives![0]!, aPmtiles())
  const { archives } = await (await desk.send('/api/basemaps/archives', { method: 'GET' })).json()
  expect(archives).toEqual([{ name: 'planet.pmtiles', bytes: aPmtiles().length }])
  for (const name of ['one', 'two'])
    expect((await make(aMaking({ archive: 'planet.pmtiles' }, { name }))).basemap.name).toBe(name)
  expect(await make(aMaking({ archive: '../gridwalk.db' }))).toMatchObject({
    fault: { code: 'mapMissing' },
  })
})

it('where nobody draws a box, it is that of the grids and a little more', async () => {
  await upsertReference(world.deps.storage, [
    aGrid('g-1', [
      [124, 28],
      [124.001, 28],
      [124.001, 28.001],
    ]),
    aGrid('g-2', [
      [124.01, 28.01],
      [124.011, 28.01],
      [124.011, 28.011],
    ]),
  ])
  const source = await uploaded()
  const plan = async (more: object) =>
    (await ask<{ plan: Basemap }>('POST', '/api/basemaps/plan', { source, ...more })).plan.bounds
  const near = (bounds: number[]) => bounds.map((degrees) => expect.closeTo(degrees, 5))
  const [up, aside] = [300 / 111_195, 300 / 111_195 / Math.cos((28 * Math.PI) / 180)]
  expect(await plan({})).toEqual(near([124 - aside, 28 - up, 124.011 + aside, 28.011 + up]))
  expect(await plan({ around: ['g-2'] })).toEqual(
    near([124.01 - aside, 28.01 - up, 124.011 + aside, 28.011 + up]),
  )
})

const aGrid = (id: string, border: [number, number][]) => ({
  t: 'grid' as const,
  id,
  f: { id, name: id, level: 'grid', parentId: 'g-all', border },
})

it('a map whose structure nobody knows is made when it is asked for all the same', async () => {
  const source = await uploaded({ schema: 'other' })
  expect(await make(aMaking(source))).toMatchObject({ fault: { code: 'mapUnknownSchema' } })
  expect(await rows()).toEqual([])
  const { basemap } = await make(aMaking(source, { anyway: true }))
  expect(basemap.schema).toBe('other')
})

it.each<[string, PmtilesOptions, object]>([
  ['mapOldVersion', { version: 1 }, {}],
  ['mapTruncated', { cutTo: 4000 }, {}],
  ['mapElsewhere', { box: [11.2, 43.7, 11.3, 43.8] }, {}],
  ['mapUnsupported', { tileCompression: 'zstd' }, {}],
])('nothing is written of one that is refused with %s', async (code, options) => {
  const source = await uploaded(options)
  expect(await make(aMaking(source))).toMatchObject({ fault: { code } })
  expect(await ask('POST', '/api/basemaps/plan', { source, box })).toMatchObject({
    fault: { code },
  })
  expect(await rows()).toEqual([])
})

it('more than may be uploaded, or than there is room for, is refused before it comes', async () => {
  const offer = (bytes: number) => ask('POST', '/api/basemaps/uploads', { bytes })
  expect(await offer(2_100_000_000)).toMatchObject({
    fault: { code: 'mapTooLarge', detail: { megabytes: 2100, limit: 2000 } },
  })
  world.deps.freeBytes = () => Promise.resolve(1_500_000_000)
  expect(await offer(400_000_000)).toMatchObject({ fault: { code: 'serverFull' } })
  expect((await offer(200_000_000)).fault).toBeUndefined()
})

describe('what is said of it', () => {
  const theirs = aMember('m-first', ['supervisor'], ['g-1'])
  const others = aMember('m-second', ['supervisor'], ['g-2'])
  let first: Network
  let second: Network
  let id: string
  beforeEach(async () => {
    await upsertReference(
      world.deps.storage,
      [theirs, others].map((member) => ({ t: 'member' as const, id: member.id, f: { ...member } })),
    )
    first = await enrolled(theirs)
    second = await enrolled(others)
    await writeFile(world.deps.mapArchives![0]!, aPmtiles())
    id = (await make(aMaking({ archive: 'planet.pmtiles' }), first)).basemap.id
  })

  it('is altered by whoever draws in all of its grids, and by nobody else', async () => {
    expect((await alter(id, { name: '新名' }, first)).basemap.name).toBe('新名')
    expect(await alter(id, { name: 'x' }, second)).toMatchObject({ fault: { code: 'notAllowed' } })
    expect(await alter(id, { gridIds: ['g-2'] }, first)).toMatchObject({
      fault: { code: 'notAllowed' },
    })
    expect(await alter('no-such-map', { name: 'x' })).toMatchObject({
      fault: { code: 'notAllowed' },
    })
    expect(
      await make(aMaking({ archive: 'planet.pmtiles' }, { gridIds: ['g-1', 'g-2'] }), first),
    ).toMatchObject({ fault: { code: 'notAllowed' } })
    const links = await world.deps.storage.read((tx) => tx.auditLinks(adminChain, 0, 100))
    expect(links.at(-1)).toMatchObject({ action: 'basemapAltered', detail: { fields: ['name'] } })
  })

  it('is not made by whose right was taken away while it was cut', async () => {
    const { cutter, storage } = world.deps
    const f = { ...theirs, roles: [...cast.volunteer.roles] }
    world.deps.cutter = {
      ...cutter,
      cut: async (task, out) => {
        await upsertReference(storage, [{ t: 'member', id: theirs.id, f }])
        return cutter.cut(task, out)
      },
    }
    expect(await make(aMaking({ archive: 'planet.pmtiles' }), first)).toMatchObject({
      fault: { code: 'notAllowed' },
    })
    expect((await rows()).map((row) => row.id)).toEqual([id])
  })

  it('one of all is usual: marked, it takes the mark from the one before', async () => {
    const other = await make(
      aMaking({ archive: 'planet.pmtiles' }, { gridIds: ['g-2'], isUsual: true }),
      second,
    )
    expect(await alter(id, { isUsual: true }, first)).toMatchObject({
      fault: { code: 'notAllowed' },
    })
    await alter(id, { isUsual: true })
    const usual = (await rows()).filter((row) => row.f.isUsual).map((row) => row.id)
    expect([other.basemap.isUsual, usual]).toEqual([true, [id]])
  })

  it('retired, it is usual no more and can still be fetched; and it can come back', async () => {
    await alter(id, { isUsual: true }, first)
    const { basemap } = await alter(id, { isRetired: true }, first)
    expect(basemap).toMatchObject({ isUsual: false, retiredAt: expect.any(Number) })
    expect((await second.send(`/api/assets/${basemap.hash}`, { method: 'HEAD' })).status).toBe(200)
    const back = await alter(id, { isRetired: false }, first)
    expect(back.basemap.retiredAt).toBeUndefined()
  })
})
