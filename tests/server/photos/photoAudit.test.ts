import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PhotoHash } from '#domain/ids.ts'
import { auditSome } from '#server/photos/photoAudit.ts'
import { aBackedServer, type BackedServer } from '../../aBackedServer.ts'
import { aPhone, type Phone } from '../../world.ts'

let backed: BackedServer
let phone: Phone
let hash: PhotoHash
let clock: number
beforeEach(async () => {
  backed = await aBackedServer()
  phone = await aPhone(backed, 'worker')
  const photo = await phone.photo(1)
  hash = photo.hash
  await phone.report({ photos: [photo] })
  await phone.sync()
  clock = Date.now()
})
afterEach(() => backed.discard())

const fileOf = (each: string): string =>
  join(backed.dataFolder, 'photos', each.slice(0, 2), each.slice(2, 4), each)
const audit = (hasBackup = true) =>
  auditSome(
    {
      ...backed.world().deps,
      backupStore: hasBackup ? backed.backupStore : null,
      now: () => clock,
    },
    () => Promise.resolve(),
  )
const incidents = async () =>
  (await backed.world().deps.storage.read((tx) => tx.incidents(0))).map(
    ({ type, subject, closedAt }) => ({ type, subject, isOpen: closedAt === null }),
  )

/** One byte of the stored photo has turned. */
async function rot(): Promise<void> {
  const bytes = await readFile(fileOf(hash))
  bytes[bytes.length >> 1]! ^= 1
  await writeFile(fileOf(hash), bytes)
}

describe('the audit of stored photos (D10)', () => {
  it('finds nothing where nothing is wrong, and rests until the next night', async () => {
    expect(await audit()).toEqual({ compared: 2, repaired: 0, missing: 0, isDone: true })
    expect(await audit()).toEqual({ compared: 0, repaired: 0, missing: 0, isDone: true })
    clock += 24 * 3_600_000
    expect((await audit()).compared).toBe(2)
    expect(await incidents()).toEqual([])
  })

  it('repairs a rotten photo from the backup, and tells of it', async () => {
    await backed.round()
    await rot()
    expect(await audit()).toMatchObject({ repaired: 1, missing: 0 })
    expect((await backed.world().deps.photos.read(hash))?.length).toBe(20_000)
    expect(await incidents()).toEqual([{ type: 'photoRotten', subject: hash, isOpen: false }])
  })

  it('without a copy asks the phone for it again, and the incident closes when it comes', async () => {
    await rot()
    expect(await audit(false)).toMatchObject({ repaired: 0, missing: 1 })
    expect(await incidents()).toEqual([{ type: 'photoRotten', subject: hash, isOpen: true }])
    // Once it has asked it is told, and offers the photo again.
    for (let i = 0; i < 3; i++) expect(await phone.sync()).toMatchObject({ ok: true })
    expect((await backed.world().deps.photos.read(hash))?.length).toBe(20_000)
    expect(await incidents()).toEqual([{ type: 'photoRotten', subject: hash, isOpen: false }])
  })

  it('a copy that has rotted as well is not taken for a sound one', async () => {
    await backed.round()
    await rot()
    await backed.backupStore.put(
      `photos/${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`,
      new TextEncoder().encode('rotten too'),
    )
    expect(await audit()).toMatchObject({ repaired: 0, missing: 1 })
  })

  it('a photo that is gone altogether counts as rotten', async () => {
    await backed.round()
    await rm(fileOf(hash))
    expect(await audit()).toMatchObject({ repaired: 1 })
  })

  it('goes on where it stopped', async () => {
    const { storage } = backed.world().deps
    const hashes = await storage.read((tx) => tx.photosAfter('', 9))
    await storage.write((tx) =>
      tx.putNote('photoAudit', JSON.stringify({ begunAt: clock, after: hashes[0] })),
    )
    expect(await audit()).toMatchObject({ compared: 1, isDone: true })
  })
})
