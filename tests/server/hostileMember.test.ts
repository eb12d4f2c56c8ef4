// One volunteer who means to fill the disk, against the limits that stand; and everybody else, who
// is to notice nothing of it.
import { randomBytes } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sha256 } from '#client/photos/sha256.ts'
import { createLedger } from '#server/ledger/ledger.ts'
import { allowances } from '#server/ledger/limits.ts'
import { toHex } from '#domain/toHex.ts'
import { writeFrame, writeRescueHeader } from '#protocol/rescueFile.ts'
import { type Envelope, aProtocolClient, type ProtocolClient } from '../aProtocolClient.ts'
import { aJpeg, aWorld, type World } from '../world.ts'

const dayMs = 86_400_000
let world: World
let clock: number
let hostile: ProtocolClient[]
let worker: ProtocolClient
beforeAll(async () => {
  clock = Date.now()
  world = await aWorld({ now: () => clock })
  hostile = await Promise.all([1, 2, 3].map(() => aProtocolClient(world, 'volunteer')))
  worker = await aProtocolClient(world, 'worker')
})
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const entry = (account: string) =>
  world.deps.storage.read((tx) => tx.ledgerEntry(hostile[0]!.me, account))
const told = async () =>
  (await world.deps.storage.read((tx) => tx.incidents(0)))
    .filter(({ type, memberId }) => type === 'memberOver' && memberId === hostile[0]!.me)
    .map(({ detail }) => detail.account)
const filesIn = async (folder: string) =>
  (await readdir(join(world.folder, folder), { recursive: true, withFileTypes: true })).filter(
    (each) => each.isFile(),
  )
const bytesIn = async (folder: string) =>
  (
    await Promise.all(
      (await filesIn(folder)).map(
        async (each) => (await stat(join(each.parentPath, each.name))).size,
      ),
    )
  ).reduce((sum, size) => sum + size, 0)

/** A day’s work of somebody else, between any two acts of the other. */
async function workGoesOn(): Promise<void> {
  const { results, later } = await worker.push(
    ...Array.from({ length: 40 }, () => worker.creation()),
  )
  expect([later, new Set(results.map(({ s }) => s))]).toEqual([undefined, new Set(['applied'])])
  const bytes = aJpeg(Math.floor(Math.random() * 1e6), 30_000)
  expect((await worker.call('PUT', `/api/photos/${await sha256(bytes)}`, bytes)).status).toBe(200)
}

it('unfinished uploads and open offers come to an end, from three phones at once', async () => {
  const offers = await Promise.all(
    Array.from({ length: 120 }, (_, n) =>
      hostile[n % 3]!.call(
        'POST',
        '/api/photos',
        JSON.stringify({ hash: randomBytes(32).toString('hex'), bytes: n < 20 ? 10_000_000 : 1 }),
      ),
    ),
  )
  expect(offers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(
    allowances.uploads.items,
  )
  const { items, bytes } = await world.deps.storage.read((tx) => tx.stagedBy(hostile[0]!.me))
  expect(items).toBeLessThanOrEqual(allowances.uploads.items)
  expect(bytes).toBeLessThanOrEqual(allowances.uploads.bytes)
  expect(await told()).toEqual(['uploads'])
  await workGoesOn()
})

it('pieces of one byte are one file', async () => {
  await world.deps.storage.write((tx) => tx.dropStagedBefore(clock + 1))
  const bytes = aJpeg(5, 66_000)
  const hash = await sha256(bytes)
  const opened = (await (
    await hostile[0]!.call('POST', '/api/photos', JSON.stringify({ hash, bytes: 66_000 }))
  ).json()) as { url: string }
  const patch = (from: number, to: number) =>
    hostile[0]!.call('PATCH', opened.url, bytes.slice(from, to), {
      'Tus-Resumable': '1.0.0',
      'Upload-Offset': String(from),
      'Content-Type': 'application/offset+octet-stream',
    })
  for (let at = 0; at < 200; at++) expect((await patch(at, at + 1)).status).toBe(204)
  expect(await filesIn('photos/staging')).toHaveLength(1)
  expect((await patch(200, 66_000)).status).toBe(204)
  expect(
    await (
      await hostile[0]!.call('POST', '/api/photos', JSON.stringify({ hash, bytes: 66_000 }))
    ).json(),
  ).toEqual({ v: 1, state: 'have' })
})

it('noise in the shape of rescue files is kept up to a limit, and then stays with its carrier', async () => {
  const point = Buffer.from((await hostile[0]!.sync([], { sealKey: '' })).sealKey!, 'base64url')
  const keyId = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', point)).slice(0, 8))
  const noise = () => {
    const file = Buffer.concat([
      writeRescueHeader(keyId, randomBytes(16).toString('hex'), point),
      writeFrame({ index: 1, sealed: new Uint8Array(randomBytes(10_000_000)) }),
    ])
    return new Uint8Array(file).buffer
  }
  const statuses = []
  for (let n = 0; n < 6; n++)
    statuses.push(
      (
        await hostile[n % 3]!.call('POST', '/api/rescue', noise(), {
          'Content-Type': 'application/octet-stream',
        })
      ).status,
    )
  expect(statuses).toEqual([200, 200, 200, 200, 429, 429])
  const aside = await world.driver.read((session) =>
    session.first<{ items: number; bytes: number }>(
      'SELECT COUNT(*) AS items, SUM(LENGTH(frame)) AS bytes FROM rescue_aside',
    ),
  )
  expect(Number(aside!.bytes)).toBeLessThanOrEqual(allowances.rescue.bytes)
  expect(await entry('rescue')).toMatchObject({
    items: Number(aside!.items),
    bytes: Number(aside!.bytes),
  })
  await workGoesOn()
})

it('devices come to an end', async () => {
  const answers = await Promise.all(
    Array.from({ length: 40 }, () =>
      hostile[0]!.call('POST', '/api/session/device', JSON.stringify({ label: 'x' }), {
        'Content-Type': 'application/json',
      }),
    ),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(
    allowances.bindings.items - hostile.length,
  )
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429]))
  expect(await told()).toContain('bindings')
})

it('floods of parked work are bounded, in the database and on a supervisor’s phone; later they go through, each once and in order', async () => {
  const flood: Envelope[][] = hostile.map((client, which) =>
    Array.from({ length: 600 }, (_, i) =>
      client.creation({ kind: 'nothing', note: `${which}`.repeat(i % 10 === 0 ? 55_000 : 200) }),
    ),
  )
  const sent = [0, 0, 0]
  let refusals = 0
  const send = async (which: number): Promise<number> => {
    const { results, later } = await hostile[which]!.push(
      ...flood[which]!.slice(sent[which], sent[which]! + 25),
    )
    sent[which]! += results.length
    if (later) refusals++
    return results.length
  }
  for (let round = 0; round < 24; round++) {
    await Promise.all([0, 1, 2].map(send))
    if (round % 8 === 0) await workGoesOn()
  }
  const conflicts = async () =>
    (await world.deps.storage.read((tx) => tx.rows('case'))).filter(
      (row) => row.f.by === hostile[0]!.me,
    )
  const journaled = async () => {
    const entries = await Promise.all(
      hostile.map((client) =>
        world.deps.storage.read((tx) => tx.journal(client.install as never, 1, 1000)),
      ),
    )
    return entries.map((each) => each.map(({ n }) => n))
  }
  const open = await conflicts()
  expect(open.length).toBeLessThanOrEqual(allowances.parked.items)
  const conflictBytes = open.reduce((sum, row) => sum + JSON.stringify(row.f).length, 0)
  expect(conflictBytes).toBeLessThanOrEqual(allowances.parked.bytes)
  expect(conflictBytes).toBeGreaterThan(allowances.parked.bytes / 2)
  expect(open).toHaveLength(sent[0]! + sent[1]! + sent[2]!)
  expect(await journaled()).toEqual(
    sent.map((count) => Array.from({ length: count }, (_, i) => i + 1)),
  )
  expect(refusals).toBeGreaterThan(20)

  // A supervisor's phone is brought each body once, and not again.
  const supervisor = await aProtocolClient(world, 'supervisor')
  const bodies = new Map<string, number>()
  const cursors: Record<string, number> = {}
  for (let more = true; more;) {
    const { pages } = (await supervisor.sync([], { shape: 3, pull: { cursors, max: 4_000_000 } }))
      .pull!
    for (const page of pages) {
      cursors[page.scope] = page.to
      for (const row of page.rows)
        if ('f' in row && row.t === 'case' && row.f)
          bodies.set(row.id, (bodies.get(row.id) ?? 0) + 1)
    }
    more = pages.some((page) => page.more)
  }
  expect([bodies.size, new Set(bodies.values())]).toEqual([open.length, new Set([1])])
  expect(await told()).toContain('parked')
  expect((await told()).filter((account) => account === 'parked')).toHaveLength(1)

  // With time, or as supervisors decide, the rest comes in: nothing of it was lost or doubled
  // meanwhile.
  for (let days = 0; sent.some((count) => count < 600) && days < 40; days++) {
    clock += 2 * dayMs
    for (const which of [0, 1, 2]) for (let taken = 1; taken > 0;) taken = await send(which)
  }
  expect(sent).toEqual([600, 600, 600])
  expect(await journaled()).toEqual(sent.map(() => Array.from({ length: 600 }, (_, i) => i + 1)))
  expect(await conflicts()).toHaveLength(1800)
  await workGoesOn()
}, 120_000)

it('of all that was tried little lies on the disk', async () => {
  expect(await bytesIn('photos')).toBeLessThan(1_000_000)
  // Rescued noise, conflicts of the weeks that were let go by above, and their journal.
  if (process.env['GRIDWALK_TEST_ENGINE'] !== 'postgres')
    expect(await bytesIn('.')).toBeLessThan(250_000_000)
})

it('three thousand records and three thousand photos of a month in the field go through in one go', async () => {
  const fieldwork = { items: 3000, bytes: 3000 * 1100 }
  expect(fieldwork.items).toBeLessThan(allowances.changes.items)
  expect(fieldwork.bytes).toBeLessThan(allowances.changes.bytes)
  const { charge } = createLedger()
  const refused = await world.deps.storage.write(async (tx) => {
    const photos = { memberId: worker.me, account: 'photos', now: clock + dayMs } as const
    const faults = []
    for (let i = 0; i < 9000; i++)
      faults.push(await charge(tx, photos, { items: 1, bytes: i % 3 ? 20_000 : 500_000 }))
    return faults.filter((each) => each !== null)
  })
  expect(refused).toEqual([])
  for (let at = 0; at < 3000; at += 500) {
    const { later, results } = await worker.push(
      ...Array.from({ length: 500 }, () => worker.creation({ note: '楼道'.repeat(100) })),
    )
    expect([later, results.length]).toEqual([undefined, 500])
  }
}, 60_000)
