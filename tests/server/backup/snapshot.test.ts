import { copyFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { copyDatabase } from '#server/backup/snapshot.ts'
import { aBackedServer, type BackedServer } from '../../aBackedServer.ts'
import { aProtocolClient } from '../../aProtocolClient.ts'
import { aPhone } from '../../world.ts'

let backed: BackedServer
beforeEach(async () => (backed = await aBackedServer()))
afterEach(() => backed.discard())

const reportIds = async (): Promise<string[]> =>
  (await backed.world().deps.storage.read((tx) => tx.rows('report'))).map((row) => row.id).sort()
const snapshot = () => backed.world().deps.backup!.snapshot()

it('whole copies are made beside the work, and no phone gets an error meanwhile (D9)', async () => {
  const client = await aProtocolClient(backed, 'worker')
  let isCopying = true
  const copies = (async () => {
    for (let i = 0; i < 2; i++) await snapshot()
    isCopying = false
  })()
  let pushed = 0
  while (isCopying) {
    expect((await client.push(client.creation())).results).toMatchObject([{ s: 'applied' }])
    pushed++
    await new Promise((resolve) => setImmediate(resolve))
  }
  await copies
  expect(pushed).toBeGreaterThan(1)
  expect(backed.world().errors).toEqual([])
  expect((await backed.backupStore.list('snapshots/')).length).toBeGreaterThan(0)
})

it('the newest whole copy is put in place, and the journal beside it does the rest; sessions come with it', async () => {
  const phone = await aPhone(backed, 'worker')
  await phone.report({ note: 'in the copy' })
  await phone.sync()
  await backed.round()
  const name = await snapshot()
  await phone.report({ note: 'in the journal' })
  await phone.sync()
  await backed.round()
  await phone.report({ note: 'on the phone' })
  await phone.sync()
  const before = await reportIds()

  await backed.loseEverything()
  const restored = await backed.restore()
  expect([restored.snapshot, restored.changes]).toEqual([name, { taken: 1, known: 1, parked: 0 }])
  await backed.start()
  expect((await reportIds()).length).toBe(2)
  expect(await phone.sync()).toMatchObject({ ok: true, value: { isReading: true } })
  expect(await reportIds()).toEqual(before)
})

it('a damaged copy is passed over for the one before', async () => {
  const client = await aProtocolClient(backed, 'worker')
  await client.push(client.creation())
  const good = await snapshot()
  await backed.backupStore.put(
    'snapshots/999999999999999.db.gz',
    new TextEncoder().encode('no zip at all'),
  )
  await backed.round()
  await backed.loseEverything()
  expect((await backed.restore()).snapshot).toBe(good)
  await backed.start()
  expect((await reportIds()).length).toBe(1)
})

it('the database of yesterday, put back by the operator, is brought up to date', async () => {
  const [phone, other] = [await aPhone(backed, 'worker'), await aPhone(backed, 'neighbour')]
  await phone.report()
  await phone.sync()
  await backed.round()
  const yesterday = join(backed.folder, '..', 'yesterday.db')
  await copyDatabase(backed.file, yesterday)
  await phone.report({ photos: [await phone.photo(1)] })
  await other.report({ gridId: 'g-2' as never, placeId: 'p-2' as never })
  for (const each of [phone, other]) await each.sync()
  await backed.round()
  await phone.report()
  await phone.sync()
  const before = await reportIds()

  await backed.close()
  for (const end of ['', '-wal', '-shm']) await rm(backed.file + end, { force: true })
  await copyFile(yesterday, backed.file)
  const restored = await backed.restore()
  expect([restored.snapshot, restored.changes]).toEqual([null, { taken: 2, known: 1, parked: 0 }])
  await backed.start()
  for (const each of [phone, other, phone]) expect(await each.sync()).toMatchObject({ ok: true })
  expect(await reportIds()).toEqual(before)
})

it('a copy that the operator names is taken, but never laid over a database that is there', async () => {
  const client = await aProtocolClient(backed, 'worker')
  await client.push(client.creation())
  await backed.round()
  const own = join(backed.folder, '..', 'own.db')
  await copyDatabase(backed.file, own)
  await backed.close()
  await expect(backed.restore(own)).rejects.toThrow('there is a database in')
  await rm(backed.file)
  await writeFile(`${own}.bad`, 'not a database')
  await expect(backed.restore(`${own}.bad`)).rejects.toThrow('no copy of a database')
  await expect(backed.restore(`${own}.none`)).rejects.toThrow('no copy of a database')
  expect((await backed.restore(own)).snapshot).toBe(own)
  await backed.start()
  expect((await reportIds()).length).toBe(1)
})

it('damaged files of the backup are named, and the rest is brought back', async () => {
  const client = await aProtocolClient(backed, 'worker')
  await client.push(client.creation())
  await backed.round()
  await client.push(client.creation())
  await backed.round()
  const [first] = await backed.backupStore.list('journal/')
  await backed.backupStore.put(first!, new TextEncoder().encode('rotten'))
  await backed.loseEverything()
  const restored = await backed.restore()
  expect([restored.damaged, restored.changes.taken]).toEqual([[first], 1])
  await backed.start()
  expect((await reportIds()).length).toBe(1)
})

it('an empty backup restores nothing, and says so', async () => {
  await backed.close()
  await expect(backed.restore()).rejects.toThrow('there is nothing in')
  await backed.start()
})
