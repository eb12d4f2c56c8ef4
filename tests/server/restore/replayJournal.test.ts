import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ClientId } from '#domain/ids.ts'
import type { JournalLine } from '#server/backup/segment.ts'
import { missingIn, replayJournal } from '#server/restore/replayJournal.ts'
import { aPhone, aWorld, type World } from '../../world.ts'

let before: World
let after: World
beforeEach(async () => {
  before = await aWorld()
  after = await aWorld()
})
afterEach(async () => {
  expect([...before.errors, ...after.errors]).toEqual([])
  await before.close()
  await after.close()
})

/** What one phone sent to the first server, as the backup keeps it. */
async function aJournal(): Promise<JournalLine[]> {
  const phone = await aPhone(before, 'worker')
  for (const note of ['一', '二', '三']) await phone.report({ note })
  expect(await phone.sync()).toMatchObject({ ok: true })
  return before.deps.storage.read(async (tx) => {
    const [behind] = await tx.clientLogsBehind(1)
    const entries = await tx.entriesAfter(behind!.install, 0, 10)
    return entries.map((entry) => ({ ...entry, deviceId: behind!.deviceId }))
  })
}
const replayed = async (lines: readonly JournalLine[]) =>
  replayJournal(after.deps.storage, await missingIn(after.deps.storage, lines))
const attemptsOf = (install: ClientId) =>
  after.driver.read((session) => session.all('SELECT n FROM attempt WHERE install = ?', [install]))

it('what was taken in once is taken in again, and once', async () => {
  const lines = await aJournal()
  expect(await replayed(lines)).toEqual({ taken: 3, parked: 0 })
  expect(await replayed(lines)).toEqual({ taken: 0, parked: 0 })
})

it('a client log that is suspected of having ended a process comes back all the same', async () => {
  const lines = await aJournal()
  const { install, deviceId } = lines[0]!
  await after.deps.storage.write((tx) => tx.suspect(install, deviceId, 2))
  expect(await replayed(lines)).toEqual({ taken: 3, parked: 0 })
  // Still suspected: what the phone sends next comes one at a time.
  expect(await after.deps.storage.write((tx) => tx.lockClientLog(install, deviceId))).toMatchObject(
    { last: 3, suspectTo: 2 },
  )
  expect(await attemptsOf(install)).toEqual([])
})
