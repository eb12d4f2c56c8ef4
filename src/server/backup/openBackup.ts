// Opens what an operator wished for: the backup, the watermarks, and the copying between them.
// Called by openServer.ts and the commands.
import { isNew } from '../storage/epoch.ts'
import type { Options } from '../settings/options.ts'
import type { SqlDriver } from '../storage/sql/sqlDriver.ts'
import type { Storage } from '../storage/port/storage.ts'
import { type Backup, type BackupDeps, startBackup } from './backup.ts'
import { doubtAbout, openBackupStore } from './openBackupStore.ts'
import type { ObjectStore } from '../objectStore/objectStore.ts'
import {
  compareWatermarks,
  sentenceFor,
  watermarkFile,
  watermarkStoreIn,
  type WatermarkStore,
  WrongDatabase,
} from './watermark.ts'

export type BackupOptions = Pick<Options, 'dataFolder'> &
  Partial<Pick<Options, 'backupAddress' | 'watermarkFile'>>

export interface BackupTargets {
  backupStore: ObjectStore | null
  watermarks: WatermarkStore[]
}

export async function openBackupTargets(
  { dataFolder, backupAddress = null, watermarkFile: file = null }: BackupOptions,
  log: BackupDeps['log'],
): Promise<BackupTargets> {
  const backupStore = backupAddress === null ? null : await openBackupStore(backupAddress)
  const doubt = backupAddress === null ? null : await doubtAbout(backupAddress, dataFolder)
  if (doubt) log.warn(doubt)
  return {
    backupStore,
    watermarks: [
      ...(backupStore ? [watermarkStoreIn(backupStore)] : []),
      ...(file === null ? [] : [await watermarkFile(file)]),
    ],
  }
}

/** A first run beside the remains of an earlier one would begin a second history under its name. */
export async function refuseFirstRun(
  driver: SqlDriver,
  { watermarks }: BackupTargets,
): Promise<void> {
  if (!(await driver.read(isNew))) return
  for (const store of watermarks) {
    const watermark = await store.read().catch(() => null)
    if (watermark) throw new WrongDatabase(sentenceFor('another', store.address))
  }
}

/**
 * Throws when the database is not the one its watermark knows. A watermark that cannot be reached
 * is asked again by the copying itself.
 */
export async function refuseWrongDatabase(
  storage: Storage,
  { watermarks }: BackupTargets,
  log: BackupDeps['log'],
): Promise<void> {
  try {
    await compareWatermarks(storage, watermarks)
  } catch (error) {
    if (error instanceof WrongDatabase) throw error
    log.warn(
      { trouble: (error as { code?: string }).code ?? (error as Error).name },
      'the backup cannot be reached; work goes on and waits for its copy',
    )
  }
}

export function backUp(
  opened: BackupTargets,
  parts: BackupDeps & {
    databaseFile?: string
    onWrongDatabase?: (sentence: string) => void
  },
): Backup | undefined {
  return opened.backupStore || opened.watermarks.length > 0
    ? startBackup({ ...parts, ...opened })
    : undefined
}
