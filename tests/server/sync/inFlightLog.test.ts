import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openInFlightLog, suspectLeftovers } from '#server/sync/inFlightLog.ts'
import { aProtocolClient, type ProtocolClient } from '../../aProtocolClient.ts'
import { aWorld, type World } from '../../world.ts'

let world: World
let worker: ProtocolClient
let folder: string
beforeEach(async () => {
  world = await aWorld()
  worker = await aProtocolClient(world, 'worker')
  folder = await mkdtemp(join(tmpdir(), 'gridwalk-in-work-'))
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
  await rm(folder, { recursive: true })
})

/** A file as a killed process leaves it: that number belongs to nobody. */
const leftBy = (name: string, ...works: object[]): Promise<void> =>
  writeFile(join(folder, name), works.map((work) => JSON.stringify(work).padEnd(256)).join(''))
const suspects = () =>
  world.driver.read((session) =>
    session.all<{ suspect_to: number | null }>(
      'SELECT suspect_to FROM stream WHERE suspect_to IS NOT NULL',
    ),
  )

it('work that has ended leaves nothing to suspect, and a closed server no file', async () => {
  const inFlightLog = await openInFlightLog(folder)
  const [one, two] = [1, 2].map((to) =>
    inFlightLog.begin({
      install: worker.install as never,
      deviceId: worker.device.id as never,
      to,
    }),
  )
  one!()
  two!()
  inFlightLog.close()
  expect(await readdir(folder)).toEqual([])
})

it('the work of a process that is no more is suspected once', async () => {
  await leftBy('999999999-1-ab.in-work', {
    install: worker.install,
    deviceId: worker.device.id,
    to: 3,
  })
  expect(await suspectLeftovers(folder, world.deps.storage)).toBe(1)
  expect(await suspects()).toMatchObject([{ suspect_to: 3 }])
  expect(await suspectLeftovers(folder, world.deps.storage)).toBe(0)
})

it('a process before us that had our number is no more; living ones and other servers of our own are let be', async () => {
  await leftBy(`${process.pid}-1-ab.in-work`, {
    install: worker.install,
    deviceId: worker.device.id,
    to: 3,
  })
  await leftBy(`${process.ppid}-1-ab.in-work`, { install: 'another', deviceId: 'd', to: 3 })
  const inFlightLog = await openInFlightLog(folder)
  inFlightLog.begin({ install: 'mine' as never, deviceId: 'd' as never, to: 1 })
  expect(await suspectLeftovers(folder, world.deps.storage)).toBe(1)
  inFlightLog.close()
})

it('a line that was cut off, or a file of somebody else, suspects nobody', async () => {
  await writeFile(join(folder, '999999999-1-ab.in-work'), '{"install":"i","devi')
  await writeFile(join(folder, 'notes.txt'), '{"install":"i","deviceId":"d","to":9}')
  expect(await suspectLeftovers(folder, world.deps.storage)).toBe(0)
})

it('a suspected stream is taken in one by one, whole and in order, and is free afterwards', async () => {
  const envelopes = Array.from({ length: 5 }, () => worker.creation())
  await world.deps.storage.write((tx) =>
    tx.suspect(worker.install as never, worker.device.id as never, 3),
  )
  const { results, last } = await worker.push(...envelopes)
  expect([results.map((result) => result.s), last]).toEqual([Array(5).fill('applied'), 5])
  expect(await suspects()).toEqual([])
  expect(await world.driver.read((session) => session.all('SELECT * FROM attempt'))).toEqual([])
})

it('S11 a change in work at three ends of a process is parked unread, and stays as it came', async () => {
  const envelope = worker.creation({ note: 'x' })
  await world.deps.storage.write(async (tx) => {
    await tx.suspect(worker.install as never, worker.device.id as never, 1)
    for (let i = 0; i < 2; i++) await tx.beginAttempt(worker.install as never, 1)
  })
  expect((await worker.push(envelope)).results).toMatchObject([
    { n: 1, s: 'parked', fault: { code: 'internal' } },
  ])
  expect((await worker.push(envelope)).results).toMatchObject([{ n: 1, s: 'parked', again: 1 }])
  const [entry] = await world.driver.read((session) =>
    session.all<{ body: string }>('SELECT body FROM journal WHERE change_id = ?', [envelope.id]),
  )
  expect(JSON.parse(entry!.body)).toEqual(JSON.parse(JSON.stringify(envelope)))
})
