// `backup --now`: one whole round and a whole copy of the database. Safe beside a running server.
import { openAssetStore } from '../../assets/openAssetStore.ts'
import { openAuditKey, sealWith } from '../../audit/auditKey.ts'
import type { Log } from '../../settings/log.ts'
import { isNew, newEpoch } from '../../storage/epoch.ts'
import type { Options } from '../../settings/options.ts'
import { openPhotoStore } from '../../photos/openPhotoStore.ts'
import { backUp, openBackupTargets } from '../../backup/openBackup.ts'
import { migrate } from '../../storage/sql/migrate.ts'
import { openDriver } from '../../storage/sql/openDriver.ts'
import { openStorage } from '../../storage/sql/sqlStorage.ts'

type BackupOptions = Pick<
  Options,
  'dataFolder' | 'databaseFile' | 'postgresUrl' | 'photoBucket' | 'backupAddress' | 'watermarkFile'
> &
  Partial<Pick<Options, 'secret'>>

export async function runBackup(
  options: BackupOptions,
  log: Log,
  say: (text: string) => void,
): Promise<void> {
  const backupTargets = await openBackupTargets(options, log)
  const driver = await openDriver(options)
  await migrate(driver)
  if (await driver.read(isNew)) {
    await driver.close()
    throw new Error('there is nothing in this database yet')
  }
  const storage = await openStorage(
    driver,
    () => newEpoch(Date.now()),
    sealWith(await openAuditKey(driver, options)),
  )
  const photos = await openPhotoStore(options, storage)
  const backup = backUp(backupTargets, {
    storage,
    photos,
    assets: await openAssetStore(options, storage),
    now: Date.now,
    log,
    databaseFile: options.databaseFile || undefined,
  })!
  try {
    const copied = await backup.round()
    const snapshot = await backup.snapshot()
    const assets = await backup.copyAssets()
    const { entriesBehind, photosBehind } = await backup.status()
    say(
      `Copied ${copied.entries} changes and ${copied.photos} photos to ` +
        `${backupTargets.backupStore!.address}. ` +
        `Still waiting: ${entriesBehind} changes, ${photosBehind} photos.\n`,
    )
    if (assets > 0) say(`Base maps and plan pictures copied: ${assets}.\n`)
    if (snapshot) say(`Whole copy of the database: ${snapshot}.\n`)
  } finally {
    await backup.close()
    await storage.close()
  }
}
