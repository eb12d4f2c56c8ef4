// Puts the server together from a data folder: what main.ts serves and what the development server
// mounts.
import { mkdir, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { fault } from '#domain/fault.ts'
import { openAssetStore } from './assets/openAssetStore.ts'
import { keepAuditCopy } from './audit/auditCopy.ts'
import { openAuditKey, sealWith } from './audit/auditKey.ts'
import { lookOutside } from './audit/verifyAudit.ts'
import { openAuth } from './auth/auth.ts'
import { sessionSecret } from './auth/sessionSecret.ts'
import { backUp, openBackupTargets, refuseFirstRun } from './backup/openBackup.ts'
import { openCutter } from './basemaps/cutter.ts'
import { migrateParked } from './conflicts/migrateParked.ts'
import { createServer, type Server } from './createServer.ts'
import { refuse } from './http/problems.ts'
import { createRateLimiter } from './http/rateLimits.ts'
import { knowDatabase } from './operations/knowDatabase.ts'
import { createMetrics, type Metrics } from './operations/metrics.ts'
import { openDatabase } from './operations/openDatabase.ts'
import { firstRun, signInLinks, type SignInLinks } from './organisation/firstRun.ts'
import { openImageInspector } from './photos/imageInspector.ts'
import { openPhotoStore } from './photos/openPhotoStore.ts'
import { startPhotoAudit } from './photos/photoAudit.ts'
import { projectRows } from './readModel/projectRows.ts'
import type { ServerDeps } from './routes/deps.ts'
import type { Options } from './settings/options.ts'
import { startDailyWork } from './startDailyWork.ts'
import { newEpoch } from './storage/epoch.ts'
import type { Storage } from './storage/port/storage.ts'
import { openReplica } from './storage/replica.ts'
import { openPostgres } from './storage/sql/postgresDriver.ts'
import { openReadOnly, openStorage } from './storage/sql/sqlStorage.ts'
import { createHints } from './sync/hints.ts'
import { type InFlightLog, openInFlightLog, suspectLeftovers } from './sync/inFlightLog.ts'
import { migrateHistory } from './sync/migrateHistory.ts'
import { openSharedHints } from './sync/sharedHints.ts'

export interface OpenServer extends Server {
  metrics: Metrics
  signIn: SignInLinks
  freshLinks(): Promise<SignInLinks>
  close(): Promise<void>
}

type ServerOptions = Pick<
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
  Partial<Pick<Options, 'backupAddress' | 'watermarkFile' | 'mapArchives' | 'onlineMaps'>> & {
    appFolder?: string
  }

/**
 * The order of the steps matters. Whether a database may be begun here is asked before one is made
 * (1). It is filled if it is new (2), and known to be the one that was here (3), before anything in
 * it is altered: what earlier releases left is taken up (4), and whom a killed process throws
 * suspicion on (5), before a change is accepted. Only then is anything copied away or served (6).
 */
export async function openServer(
  options: ServerOptions,
  log: ServerDeps['log'],
  now: () => number = Date.now,
): Promise<OpenServer> {
  const { publicUrl, dataFolder, appFolder } = options
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })

  // 1: the database, its keys, the photos
  const backupTargets = await openBackupTargets(options, log)
  const { backupStore } = backupTargets
  const driver = await openDatabase(options)
  const auditKey = await openAuditKey(driver, options)
  const storage = await openStorage(driver, () => newEpoch(now()), sealWith(auditKey))
  const secret = await sessionSecret(driver, options)
  const photos = await openPhotoStore(options, storage, now)
  const assets = await openAssetStore(options, storage, now)

  // 2: filled, but not where the backup knows an earlier life under this name
  await refuseFirstRun(driver, backupTargets)
  await firstRun({ ...options, driver, photos, assets, now, log })

  // 3, 4
  const known = await knowDatabase(options, { driver, storage, backupTargets }, { now, log })
  await takeUpEarlierReleases(storage)

  // 5: notes that outlive a process
  const auditCopy = await keepAuditCopy({
    dataFolder,
    backupStore,
    storage,
    key: auditKey,
    now,
    isOnly: !options.postgresUrl,
  })
  const inFlightLog = await suspectAndLog(join(dataFolder, 'in-work'), storage, log)

  // 6: the server, what copies its work away, and its daily work
  const hints = options.postgresUrl
    ? openSharedHints({ url: options.postgresUrl, storage })
    : createHints()
  const replica = options.replicaUrl
    ? openReplica(openReadOnly(openPostgres({ url: options.replicaUrl, attempts: 1 })))
    : null
  const deps: ServerDeps = {
    storage,
    photos,
    assets,
    cutter: openCutter(),
    ...(options.mapArchives ? { mapArchives: options.mapArchives } : {}),
    ...(options.onlineMaps ? { onlineMaps: options.onlineMaps } : {}),
    auth: await openAuth({ driver, storage, publicUrl, secret }),
    images: openImageInspector(),
    limits: createRateLimiter(now),
    inFlightLog,
    hints,
    now,
    log,
    publicUrl,
    backupStore,
    freeBytes: () => statfs(dataFolder).then(({ bavail, bsize }) => bavail * bsize),
    auditOutside: () => lookOutside(dataFolder, backupStore, auditKey),
    ...(replica ? { replica } : {}),
  }
  let isWrongDatabase = false
  deps.backup = backUp(backupTargets, {
    ...deps,
    databaseFile: options.databaseFile || undefined,
    onWrongDatabase: (sentence) => {
      isWrongDatabase = true
      log.error(sentence)
    },
  })
  const keptAssets = join(dataFolder, 'app-assets')
  const stopDailyWork = await startDailyWork(
    { photos, assets, appFolder, keptAssets },
    { now, log },
  )
  const stopPhotoAudit = startPhotoAudit({ storage, photos, backupStore, now }, log)
  const metrics = createMetrics({ storage, backup: () => deps.backup })
  deps.metrics = metrics
  const server = createServer(deps, { appFolder, keptAssets })
  const freshLinks = () => signInLinks(deps, options)
  return {
    // Swapped under a running server, the database is refused as it would be at a start.
    fetch: async (request) =>
      isWrongDatabase ? refuse(fault('serverBusy')) : server.fetch(request),
    metrics,
    signIn: await freshLinks(),
    freshLinks,
    close: async () => {
      await stopDailyWork()
      known.stopWatching()
      await stopPhotoAudit()
      await deps.backup?.close()
      deps.images.close()
      await deps.cutter.close()
      inFlightLog.close()
      await hints.close()
      await replica?.close()
      await known.folderNote.close()
      await auditCopy.close()
      await storage.close()
    },
  }
}

/** Step 4. Each finds out by itself what is left to do. */
async function takeUpEarlierReleases(storage: Storage): Promise<void> {
  await migrateParked(storage)
  await migrateHistory(storage)
  await projectRows(storage)
}

/** Step 5. Leftovers are read before a log of this process lies beside them. */
async function suspectAndLog(
  folder: string,
  storage: Storage,
  log: ServerDeps['log'],
): Promise<InFlightLog> {
  const suspected = await suspectLeftovers(folder, storage)
  if (suspected > 0)
    log.warn(
      { suspected },
      'the process before this one ended in the midst of work; it is taken one change at a time',
    )
  return openInFlightLog(folder)
}
