// Brings a lost or older database back to all that the backup holds, and gives it a new
// epoch, so that every phone resends what it still keeps. Safe to be run twice, and to be
// interrupted: what is there is not brought again.
import { mkdir } from 'node:fs/promises'
import type { Instant } from '#domain/ids.ts'
import { openAssetStore } from '../assets/openAssetStore.ts'
import { keepAuditCopy } from '../audit/auditCopy.ts'
import { openAuditKey, sealWith } from '../audit/auditKey.ts'
import type { Log } from '../settings/log.ts'
import { isNew, newEpoch } from '../storage/epoch.ts'
import type { Options } from '../settings/options.ts'
import { openPhotoStore } from '../photos/openPhotoStore.ts'
import { writeWatermarks } from '../backup/watermark.ts'
import { openBackupTargets } from '../backup/openBackup.ts'
import type { ObjectStore } from '../objectStore/objectStore.ts'
import { folders, type JournalLine, readLines } from '../backup/segment.ts'
import { adminChain } from '../storage/port/audit.ts'
import { migrate } from '../storage/sql/migrate.ts'
import { openDriver } from '../storage/sql/openDriver.ts'
import { openStorage } from '../storage/sql/sqlStorage.ts'
import type { Storage } from '../storage/port/storage.ts'
import { restoreAssets } from './restoreAssets.ts'
import { restorePhotos, type RestoredPhotos } from './restorePhotos.ts'
import { restoreReference, type RestoredReference } from './restoreReference.ts'
import { restoreSnapshot } from './restoreSnapshot.ts'
import { missingIn, replayJournal, type Replayed } from './replayJournal.ts'

export type RestoreOptions = Pick<
  Options,
  'dataFolder' | 'databaseFile' | 'postgresUrl' | 'backupAddress' | 'watermarkFile'
> &
  Partial<Pick<Options, 'secret'>> & { snapshot?: string }

export interface Restored {
  /** The whole copy that was put in place. */
  snapshot: string | null
  /** There was neither a database nor a whole copy: all comes from the journal. */
  isFromNothing: boolean
  reference: RestoredReference
  changes: Replayed
  photos: RestoredPhotos
  /** Files that are no photos. */
  assets: number
  /** Files in the backup that could not be read. */
  damaged: string[]
  epoch: string
}

export async function restore(
  options: RestoreOptions,
  log: Log,
  now: () => Instant,
): Promise<Restored> {
  await mkdir(options.dataFolder, { recursive: true, mode: 0o700 })
  const { backupStore, watermarks } = await openBackupTargets(options, log)
  if (!backupStore) throw new Error('a restore needs the backup: say --second-place')
  if ((await backupStore.list(folders.reference)).length === 0)
    throw new Error(`there is nothing in ${backupStore.address} that could be brought back`)
  const snapshot = options.postgresUrl
    ? null
    : await restoreSnapshot(options.databaseFile, backupStore, options.snapshot)
  const driver = await openDriver(options)
  await migrate(driver)
  const isFromNothing = await driver.read(isNew)
  const key = await openAuditKey(driver, options)
  const storage = await openStorage(driver, () => newEpoch(now()), sealWith(key))
  try {
    const photoStore = await openPhotoStore(options, storage, now)
    const reference = await restoreReference(storage, backupStore)
    // Before the changes that name them, so that each report says at once which of its photos are
    // here.
    const photos = await restorePhotos(storage, photoStore, backupStore, now)
    const assets = await restoreAssets(
      storage,
      await openAssetStore(options, storage, now),
      backupStore,
    )
    const { changes, damaged } = await restoreJournal(storage, backupStore)
    const epoch = await takeNewEpoch(storage, now())
    await writeWatermarks(storage, watermarks)
    await (
      await keepAuditCopy({
        dataFolder: options.dataFolder,
        backupStore,
        storage,
        key,
        now,
        isOnly: !options.postgresUrl,
      })
    ).close()
    return {
      snapshot,
      isFromNothing,
      reference,
      changes,
      photos,
      assets,
      damaged: [...photos.damaged, ...damaged],
      epoch,
    }
  } finally {
    await storage.close()
  }
}

async function restoreJournal(
  storage: Storage,
  backupStore: ObjectStore,
): Promise<{ changes: Replayed; damaged: string[] }> {
  const damaged: string[] = []
  const missing: JournalLine[] = []
  let known = 0
  for (const name of await backupStore.list(folders.journal)) {
    const bytes = await backupStore.get(name)
    const lines = bytes && (await readLines<JournalLine>(bytes).catch(() => null))
    if (!lines) {
      damaged.push(name)
      continue
    }
    const fresh = await missingIn(storage, lines)
    known += lines.length - fresh.length
    missing.push(...fresh)
  }
  return { changes: { known, ...(await replayJournal(storage, missing)) }, damaged }
}

function takeNewEpoch(storage: Storage, at: Instant): Promise<string> {
  const epoch = newEpoch(at)
  return storage.write(async (tx) => {
    await tx.setEpoch(epoch)
    await tx.putAudit(adminChain, { at, action: 'restored', actor: null, detail: { epoch } })
    return epoch
  })
}
