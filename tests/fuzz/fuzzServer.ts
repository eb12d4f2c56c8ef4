// The server of a story: two nodes on one database, either of which can die, and a database that
// can be put back to an older state. Made once and reset for each story; only the session library
// is replaced (who is signed in is an act here, not a cookie).
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MemberId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import type { Auth } from '#server/auth/auth.ts'
import { makeDevice } from '#server/auth/devices.ts'
import { createServer, type Server } from '#server/createServer.ts'
import type { ImageInspector } from '#server/photos/imageInspector.ts'
import { openFilePhotoStore } from '#server/photos/openPhotoStore.ts'
import type { PhotoStore } from '#server/photos/photoStore.ts'
import { upsertReference } from '#server/organisation/upsertReference.ts'
import { restorePhotos } from '#server/restore/restorePhotos.ts'
import { restoreReference } from '#server/restore/restoreReference.ts'
import { missingIn, replayJournal } from '#server/restore/replayJournal.ts'
import type { Backup } from '#server/backup/backup.ts'
import { type CopyMemory, copyWork } from '#server/backup/copyWork.ts'
import type { ObjectStore } from '#server/objectStore/objectStore.ts'
import type { SqlDriver } from '#server/storage/sql/sqlDriver.ts'
import { openStorage } from '#server/storage/sql/sqlStorage.ts'
import type { Storage } from '#server/storage/port/storage.ts'
import { cast, type Cast, referenceOfTheCast } from '../aCast.ts'
import { aFilledStorage, aServerDeps } from '../aServerBase.ts'
import { copyTables, putTablesBack, type TableCopy } from './copyTables.ts'
import { journalIn, memoryStore } from './memoryStore.ts'
import { type FuzzNode, mortalDriver } from './mortalDriver.ts'
import { openFuzzDriver } from './openFuzzDriver.ts'

export const firstMorning = Date.UTC(2026, 2, 2, 1)
export const gridChoices = [['g-1'], ['g-2'], ['g-1', 'g-2'], []] as const
/** Names of phones that are enrolled from the start. */
export const phoneSlots = 4

export interface EnrolledPhone {
  member: Member
  device: { id: string; secret: string }
}

export interface FuzzServer {
  nodes: readonly FuzzNode[]
  driver: SqlDriver
  storage: Storage
  photos: PhotoStore
  backupStore: ObjectStore
  clock: { now: number }
  /** Whatever the server called unexpected. */
  errors: unknown[]
  enrolled(who: Cast, slot: number): EnrolledPhone
  putMember(who: MemberId, more: Partial<Member>): Promise<void>
  copy(): Promise<TableCopy>
  /** One round of the copier to the backup. */
  copyAway(): Promise<void>
  /**
   * The database is gone; an older copy is put back, or none, and what the backup has is
   * brought in. Phones learn of it by the new epoch.
   */
  restore(copy: TableCopy | null, withPhotos: boolean): Promise<void>
  /** As it was on the first morning. */
  reset(): Promise<void>
  close(): Promise<void>
}

/** Files cost nothing here, where there is such a folder. */
const inMemory = '/dev/shm'

export async function openFuzzServer(): Promise<FuzzServer> {
  const folder = await mkdtemp(join(existsSync(inMemory) ? inMemory : tmpdir(), 'gridwalk-fuzz-'))
  const { driver, drop } = await openFuzzDriver(folder)
  const clock = { now: firstMorning }
  const storage = await aFilledStorage({
    driver,
    newEpoch: () => 'epoch-0',
    reference: referenceOfTheCast(),
  })
  const enrolled = new Map<string, EnrolledPhone>()
  for (const [who, member] of Object.entries(cast)) {
    for (let slot = 0; slot < phoneSlots; slot++) {
      const made = await storage.write((tx) =>
        makeDevice(tx, member.id, `phone ${slot}`, clock.now),
      )
      enrolled.set(`${who}:${slot}`, {
        member,
        device: { id: made.device.id, secret: made.secret },
      })
    }
  }
  const start = await copyTables(driver)

  const errors: unknown[] = []
  const signedIn: Partial<Auth> = {
    memberIdOf: (headers) => Promise.resolve(headers.get('Cookie') as MemberId | null),
  }
  const nodeDrivers = [mortalDriver(driver), mortalDriver(driver)]
  const nodeStorages = await Promise.all(
    nodeDrivers.map((each) => openStorage(each, () => 'epoch-0')),
  )
  /** Decoding is not the matter here, and every photo of a story is sound. */
  const images: ImageInspector = {
    inspect: () => Promise.resolve({ state: 'sound' }),
    measure: () => Promise.resolve({ state: 'sound', size: { width: 4, height: 4 } }),
    asJpeg: () => Promise.resolve({ state: 'unreadable' }),
    close: () => undefined,
  }
  const backup: Pick<Backup, 'hasStore' | 'wake'> = { hasStore: true, wake: () => undefined }
  let memory: CopyMemory = {}
  let stories = 0
  let epochs = 0
  let servers: Server[] = []

  const opened: FuzzServer = {
    driver,
    storage,
    clock,
    errors,
    photos: undefined as never,
    backupStore: memoryStore(),
    nodes: nodeDrivers.map((each, i) => ({
      fetch: (request) => servers[i]!.fetch(request),
      dieAt: each.dieAt,
      restart: each.restart,
      isDead: each.isDead,
    })),
    enrolled: (who, slot) => enrolled.get(`${who}:${slot}`)!,
    putMember: async (id, more) => {
      const row = await storage.read((tx) => tx.row('member', id))
      await upsertReference(storage, [{ t: 'member', id, f: { ...row!.f, ...more } }])
    },
    copy: () => copyTables(driver),
    copyAway: async () =>
      void (await copyWork(
        { storage, photos: opened.photos, backupStore: opened.backupStore, now: () => clock.now },
        memory,
      )),
    // The steps of server/restore/restore.ts, which opens databases and photo stores by itself.
    restore: async (copy, withPhotos) => {
      await putTablesBack(driver, copy ?? start)
      if (!withPhotos) await freshPhotos()
      await restoreReference(storage, opened.backupStore)
      await restorePhotos(storage, opened.photos, opened.backupStore, () => clock.now)
      await replayJournal(storage, await missingIn(storage, await journalIn(opened.backupStore)))
      await storage.write((tx) => tx.setEpoch(`epoch-${++epochs}`))
    },
    reset: async () => {
      for (const each of nodeDrivers) each.restart()
      await putTablesBack(driver, start)
      await freshPhotos()
      opened.backupStore = memoryStore()
      memory = {}
      errors.length = epochs = 0
      clock.now = firstMorning
    },
    close: async () => {
      await driver.close()
      await drop()
      await rm(folder, { recursive: true, force: true })
    },
  }

  const freshPhotos = async (): Promise<void> => {
    opened.photos = await openFilePhotoStore(
      join(folder, `photos-${stories++}`),
      nodeStorages[0]!,
      () => clock.now,
    )
    servers = nodeStorages.map((each) =>
      createServer(
        aServerDeps({
          storage: each,
          photos: opened.photos,
          images,
          backup: backup as Backup,
          auth: signedIn as Auth,
          now: () => clock.now,
          errors,
        }),
      ),
    )
  }
  return opened
}
