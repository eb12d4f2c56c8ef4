// Puts the server together from a data folder: what main.ts serves and what the development
// server mounts.
import { mkdir, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { fault } from '#domain/fault.ts'
import { keepAuditCopy } from './audit/auditCopy.ts'
import { openAuditKey, sealWith } from './audit/auditKey.ts'
import { openAuth } from './auth/auth.ts'
import { createServer, type Server } from './createServer.ts'
import type { ServerDeps } from './routes/deps.ts'
import { recogniseDatabase, refuseRemains, remainsIn } from './operations/dataFolder.ts'
import { compareEngine, otherHistory, watchEngine } from './operations/engineWatch.ts'
import { newEpoch } from './storage/epoch.ts'
import { firstRun, signInLinks, type SignInLinks } from './organisation/firstRun.ts'
import { createHints } from './sync/hints.ts'
import { createMetrics, type Metrics } from './operations/metrics.ts'
import { openInFlightLog, suspectLeftovers } from './sync/inFlightLog.ts'
import { keepAssets } from './http/keepAssets.ts'
import type { Options } from './settings/options.ts'
import { openImageInspector } from './photos/imageInspector.ts'
import { startPhotoAudit } from './photos/photoAudit.ts'
import { openPhotoStore } from './photos/openPhotoStore.ts'
import { refuse } from './http/problems.ts'
import { createRateLimiter } from './http/rateLimits.ts'
import {
  backUp,
  openBackupTargets,
  refuseFirstRun,
  refuseWrongDatabase,
} from './backup/openBackup.ts'
import { openReplica } from './storage/replica.ts'
import { sessionSecret } from './auth/sessionSecret.ts'
import { openSharedHints } from './sync/sharedHints.ts'
import { openSound } from './storage/sql/checkDatabase.ts'
import { hasSchema, migrate } from './storage/sql/migrate.ts'
import { openPostgres } from './storage/sql/postgresDriver.ts'
import { openReadOnly, openStorage } from './storage/sql/sqlStorage.ts'
import { migrateHistory } from './sync/migrateHistory.ts'
import { projectRows } from './readModel/projectRows.ts'
import { migrateParked } from './conflicts/migrateParked.ts'
import { lookOutside } from './audit/verifyAudit.ts'

export interface OpenServer extends Server {
  metrics: Metrics
  signIn: SignInLinks
  freshLinks(): Promise<SignInLinks>
  close(): Promise<void>
}

type Wishes = Pick<
  Options,
  | 'publicUrl'
  | 'dataFolder'
  | 'databaseFile'
  | 'postgresUrl'
  | 'poolSize'
  | 'replicaUrl'
  | 'photoBucket'
  | 'secret'
  | 'isDemo'
> &
  Partial<Pick<Options, 'backupAddress' | 'watermarkFile'>> & { appFolder?: string }

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  )
const dayMs = 24 * 3_600_000

export async function openServer(
  wishes: Wishes,
  log: ServerDeps['log'],
  now: () => number = Date.now,
): Promise<OpenServer> {
  const { publicUrl, dataFolder } = wishes
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  const backupTargets = await openBackupTargets(wishes, log)
  const remains = wishes.postgresUrl ? [] : await remainsIn(wishes)
  // An empty file would make the engine throw away the -wal beside it.
  if (!wishes.postgresUrl && (await sizeOf(wishes.databaseFile)) === 0)
    refuseRemains(wishes, remains)
  const driver = await openSound(wishes)
  if (remains.length > 0 && !(await hasSchema(driver))) {
    await driver.close()
    refuseRemains(wishes, remains)
  }
  await migrate(driver)
  const auditKey = await openAuditKey(driver, wishes)
  const storage = await openStorage(driver, () => newEpoch(now()), sealWith(auditKey))
  const secret = await sessionSecret(driver, wishes)
  const photos = await openPhotoStore(wishes, storage, now)
  await refuseFirstRun(driver, backupTargets)
  await firstRun({ ...wishes, driver, photos, now, log })
  if (await compareEngine(driver, storage, now)) log.warn(otherHistory)
  const stopWatching = watchEngine(driver, storage, { now, log })
  await refuseWrongDatabase(storage, backupTargets, log)
  const folderNote = await recogniseDatabase(wishes, storage, { now, log })
  await migrateParked(storage)
  await migrateHistory(storage)
  await projectRows(storage)
  const auditCopy = await keepAuditCopy({
    dataFolder,
    backupStore: backupTargets.backupStore,
    storage,
    key: auditKey,
    now,
    isOnly: !wishes.postgresUrl,
  })
  const inFlightFolder = join(dataFolder, 'in-work')
  const suspected = await suspectLeftovers(inFlightFolder, storage)
  if (suspected > 0)
    log.warn(
      { suspected },
      'the process before this one ended in the midst of work; it is taken one change at a time',
    )
  const inFlightLog = await openInFlightLog(inFlightFolder)
  const freeBytes = (): Promise<number> =>
    statfs(dataFolder).then(({ bavail, bsize }) => bavail * bsize)
  const hints = wishes.postgresUrl
    ? openSharedHints({ url: wishes.postgresUrl, storage })
    : createHints()
  const replica = wishes.replicaUrl
    ? openReplica(openReadOnly(openPostgres({ url: wishes.replicaUrl, attempts: 1 })))
    : null
  const auth = await openAuth({ driver, storage, publicUrl, secret })
  const deps: ServerDeps = {
    storage,
    photos,
    auth,
    images: openImageInspector(),
    limits: createRateLimiter(now),
    inFlightLog,
    hints,
    now,
    log,
    publicUrl,
    backupStore: backupTargets.backupStore,
    freeBytes,
    auditOutside: () => lookOutside(dataFolder, backupTargets.backupStore, auditKey),
    ...(replica ? { replica } : {}),
  }
  let isWrongDatabase = false
  const onWrongDatabase = (sentence: string): void => {
    isWrongDatabase = true
    log.error(sentence)
  }
  deps.backup = backUp(backupTargets, {
    ...deps,
    databaseFile: wishes.databaseFile || undefined,
    onWrongDatabase,
  })
  const sweep = (): void =>
    void photos
      .sweep()
      .catch(() => log.warn('what is left of uploads that were given up could not be removed'))
  const keptAssets = join(dataFolder, 'app-assets')
  const keep = async (): Promise<void> => {
    if (!wishes.appFolder) return
    await keepAssets(wishes.appFolder, keptAssets, now()).catch(() =>
      log.warn(
        'the files of this build could not be kept; pages that are open will miss them after the next one',
      ),
    )
  }
  const sweeping = setInterval(() => {
    sweep()
    void keep()
  }, dayMs).unref()
  sweep()
  await keep()
  const stopAudit = startPhotoAudit(
    { storage, photos, backupStore: backupTargets.backupStore, now },
    log,
  )
  const metrics = createMetrics({ storage, backup: () => deps.backup })
  deps.metrics = metrics
  const server = createServer(deps, { appFolder: wishes.appFolder, keptAssets })
  const freshLinks = () => signInLinks(deps, wishes)
  return {
    // Swapped under a running server, the database is refused as it would be at a start.
    fetch: async (request) =>
      isWrongDatabase ? refuse(fault('serverBusy')) : server.fetch(request),
    metrics,
    signIn: await freshLinks(),
    freshLinks,
    close: async () => {
      clearInterval(sweeping)
      stopWatching()
      stopAudit()
      await deps.backup?.close()
      deps.images.close()
      inFlightLog.close()
      await hints.close()
      await replica?.close()
      await folderNote.close()
      await auditCopy.close()
      await storage.close()
    },
  }
}
