// Whether the database is the one that was here before: by the engine's own history, by the
// watermarks, by the note in the data folder. Asked by openServer.ts before anything in it is
// altered; watched from then on.
import type { Instant } from '#domain/ids.ts'
import { type BackupTargets, refuseWrongDatabase } from '../backup/openBackup.ts'
import type { Log } from '../settings/log.ts'
import type { Options } from '../settings/options.ts'
import type { Storage } from '../storage/port/storage.ts'
import type { SqlDriver } from '../storage/sql/sqlDriver.ts'
import { recogniseDatabase } from './dataFolder.ts'
import { compareEngine, otherHistory, watchEngine } from './engineWatch.ts'

interface Known {
  /** The engine is no longer asked whether it went back. */
  stopWatching(): void
  /** Written once more as it is closed. */
  folderNote: { close(): Promise<void> }
}

/** Throws WrongDatabase where it is another one than the backup's. */
export async function knowDatabase(
  options: Pick<Options, 'dataFolder' | 'postgresUrl'>,
  { driver, storage, backupTargets }: Database,
  { now, log }: { now: () => Instant; log: Log },
): Promise<Known> {
  if (await compareEngine(driver, storage, now)) log.warn(otherHistory)
  const stopWatching = watchEngine(driver, storage, { now, log })
  await refuseWrongDatabase(storage, backupTargets, log)
  return { stopWatching, folderNote: await recogniseDatabase(options, storage, { now, log }) }
}

interface Database {
  driver: SqlDriver
  storage: Storage
  backupTargets: BackupTargets
}
