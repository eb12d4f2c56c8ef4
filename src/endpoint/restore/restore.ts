// Brings a lost or older database back to all that the second place holds, and gives it a new
// epoch, so that every phone offers again what it still keeps. Safe to be run twice, and to be
// interrupted: what is there is not brought again.
import { mkdir } from 'node:fs/promises'
import type { Instant } from '#domain/ids.ts'
import { keepAuditCopy } from '../auditCopy.ts'
import { openAuditKey, sealWith } from '../auditKey.ts'
import type { EndpointDeps } from '../deps.ts'
import { isNew, newEpoch } from '../firstRun.ts'
import type { Options } from '../options.ts'
import { openPhotoStore } from '../photos/openPhotoStore.ts'
import { writeWitnesses } from '../secondPlace/backup.ts'
import { openPlaces } from '../secondPlace/openBackup.ts'
import type { SecondPlace } from '../secondPlace/secondPlace.ts'
import { folders, type JournalLine, readLines } from '../secondPlace/segment.ts'
import { adminChain } from '../storage/audit.ts'
import { migrate } from '../storage/migrate.ts'
import { openDriver } from '../storage/openDriver.ts'
import { openStorage } from '../storage/sqlStorage.ts'
import type { Storage } from '../storage/storage.ts'
import { bringPhotos, type BroughtPhotos } from './bringPhotos.ts'
import { bringReference, type BroughtReference } from './bringReference.ts'
import { bringSnapshot } from './bringSnapshot.ts'
import { lackingIn, replayJournal, type Replayed } from './replayJournal.ts'

export type RestoreWishes = Pick<
  Options,
  'dataFolder' | 'databaseFile' | 'postgresUrl' | 'secondPlace' | 'witnessFile'
> &
  Partial<Pick<Options, 'secret'>> & { snapshot?: string }

export interface Restored {
  /** The whole copy that was put in place. */
  snapshot: string | null
  /** There was neither a database nor a whole copy: all comes from the journal. */
  isFromNothing: boolean
  reference: BroughtReference
  changes: Replayed
  photos: BroughtPhotos
  /** Files in the second place that could not be read. */
  damaged: string[]
  epoch: string
}

export async function restore(
  wishes: RestoreWishes,
  log: EndpointDeps['log'],
  now: () => Instant,
): Promise<Restored> {
  await mkdir(wishes.dataFolder, { recursive: true, mode: 0o700 })
  const { place, witnesses } = await openPlaces(wishes, log)
  if (!place) throw new Error('a restore needs the second place: say --second-place')
  if ((await place.list(folders.reference)).length === 0)
    throw new Error(`there is nothing in ${place.address} that could be brought back`)
  const snapshot = wishes.postgresUrl
    ? null
    : await bringSnapshot(wishes.databaseFile, place, wishes.snapshot)
  const driver = await openDriver(wishes)
  await migrate(driver)
  const isFromNothing = await driver.read(isNew)
  const key = await openAuditKey(driver, wishes)
  const storage = await openStorage(driver, () => newEpoch(now()), sealWith(key))
  try {
    const photoStore = await openPhotoStore(wishes, storage, now)
    const reference = await bringReference(storage, place)
    // Before the changes that name them, so that each report says at once which of its photos are
    // here.
    const photos = await bringPhotos(storage, photoStore, place, now)
    const { changes, damaged } = await bringJournal(storage, place)
    const epoch = await takeNewEpoch(storage, now())
    await writeWitnesses(storage, witnesses)
    await (
      await keepAuditCopy({
        dataFolder: wishes.dataFolder,
        place,
        storage,
        key,
        now,
        isOnly: !wishes.postgresUrl,
      })
    ).close()
    return {
      snapshot,
      isFromNothing,
      reference,
      changes,
      photos,
      damaged: [...photos.damaged, ...damaged],
      epoch,
    }
  } finally {
    await storage.close()
  }
}

async function bringJournal(
  storage: Storage,
  place: SecondPlace,
): Promise<{ changes: Replayed; damaged: string[] }> {
  const damaged: string[] = []
  const lacking: JournalLine[] = []
  let known = 0
  for (const name of await place.list(folders.journal)) {
    const bytes = await place.get(name)
    const lines = bytes && (await readLines<JournalLine>(bytes).catch(() => null))
    if (!lines) {
      damaged.push(name)
      continue
    }
    const fresh = await lackingIn(storage, lines)
    known += lines.length - fresh.length
    lacking.push(...fresh)
  }
  return { changes: { known, ...(await replayJournal(storage, lacking)) }, damaged }
}

function takeNewEpoch(storage: Storage, at: Instant): Promise<string> {
  const epoch = newEpoch(at)
  return storage.write(async (tx) => {
    await tx.setEpoch(epoch)
    await tx.putAudit(adminChain, { at, action: 'restored', actor: null, detail: { epoch } })
    return epoch
  })
}
