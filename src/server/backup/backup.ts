// Keeps the backup up to date for as long as the server runs: soon after each push, at
// least every minute, and after a failure with growing patience. Pushes never wait for it. Its
// state is what /api/ready and the metrics tell.
import type { Instant } from '#domain/ids.ts'
import { oneAtATime } from '../jobs/oneAtATime.ts'
import type { PhotoStore } from '../photos/photoStore.ts'
import type { Log } from '../settings/log.ts'
import type { Storage } from '../storage/port/storage.ts'
import type { AssetStore } from '../assets/assetStore.ts'
import { copyAssets } from './copyAssets.ts'
import { type CopyMemory, copyWork } from './copyWork.ts'
import type { ObjectStore } from '../objectStore/objectStore.ts'
import { recogniseStore } from './recogniseStore.ts'
import { folders, snapshotTime } from './segment.ts'
import { takeSnapshot } from './snapshot.ts'
import {
  compareWatermarks,
  type WatermarkStore,
  writeWatermarks,
  WrongDatabase,
} from './watermark.ts'

export interface BackupStatus {
  /** Null where only a watermark is kept. */
  address: string | null
  entriesBehind: number
  photosBehind: number
  /** Age of the oldest that is not yet copied. */
  lagSeconds: number
  /** When a round last reached its end. */
  copiedAt: Instant | null
  snapshotAt: Instant | null
  /** Code of what stops it at present; null when all is well. */
  trouble: string | null
}

export interface Backup {
  readonly hasStore: boolean
  /** There is something new to copy. */
  wake(): void
  status(): Promise<BackupStatus>
  /** One whole round now; throws what stops it. */
  round(): Promise<{ entries: number; photos: number }>
  /** A whole copy of the database now; null where the engine is not a file of ours. */
  snapshot(): Promise<string | null>
  /** Files that are no photos; returns how many were copied. */
  copyAssets(): Promise<number>
  close(): Promise<void>
}

export interface BackupDeps {
  storage: Storage
  photos: PhotoStore
  assets: AssetStore
  now: () => Instant
  log: Log
}

export interface Backing extends BackupDeps {
  backupStore: ObjectStore | null
  watermarks: readonly WatermarkStore[]
  /** Where the database is a file of ours. */
  databaseFile?: string
  /** The database turned out to be another than the watermark knows: whoever serves it stops. */
  onWrongDatabase?: (sentence: string) => void
  /** Milliseconds; tests are less patient. */
  intervals?: { soon: number; often: number; longest: number }
}

const usualIntervals = { soon: 1000, often: 60_000, longest: 300_000 }
const snapshotEveryMs = 86_400_000
const snapshotRetryMs = 3_600_000

export function startBackup(backing: Backing): Backup {
  const {
    storage,
    backupStore,
    watermarks,
    now,
    log,
    databaseFile,
    intervals = usualIntervals,
  } = backing
  const memory: CopyMemory = {}
  const state = {
    copiedAt: null as Instant | null,
    snapshotAt: null as Instant | null,
    snapshotTriedAt: 0,
    watermarkAt: 0,
    trouble: null as string | null,
    snapshotTrouble: null as string | null,
    failures: 0,
  }
  let timer: NodeJS.Timeout | undefined
  let dueAt = Infinity
  const rounds = oneAtATime()
  /** A whole copy may take minutes; the journal does not wait for it. */
  const snapshots = oneAtATime()
  /** As little does it wait for a map. */
  const assetCopies = oneAtATime()
  let isClosed = false

  const due = (inMs: number): void => {
    if (isClosed || Date.now() + inMs >= dueAt) return
    clearTimeout(timer)
    dueAt = Date.now() + inMs
    timer = setTimeout(() => {
      dueAt = Infinity
      void rounds.add(attempt)
    }, inMs)
    timer.unref()
  }

  const attempt = async (): Promise<void> => {
    if (isClosed) return
    try {
      const { troubles } = await wholeRound()
      if (state.failures > 0) log.info({}, 'the backup is up to date again')
      state.failures = 0
      // A photo that cannot be read holds up nothing else; it is tried again with the next round.
      state.trouble = troubles[0] ?? null
      void snapshots.add(snapshotIfDue)
      void assetCopies.add(assetsQuietly)
      due(intervals.often)
    } catch (error) {
      if (error instanceof WrongDatabase) {
        isClosed = true
        state.trouble = 'wrongDatabase'
        return backing.onWrongDatabase?.(error.message)
      }
      state.trouble = troubleIn(error)
      if (state.failures++ === 0)
        log.warn(
          { trouble: state.trouble },
          'the backup cannot be reached or written; work goes on and waits for its copy',
        )
      due(Math.min(intervals.longest, intervals.soon * 2 ** Math.min(state.failures, 16)))
    }
  }

  const wholeRound = async (): Promise<Awaited<ReturnType<typeof copyWork>>> => {
    const isWatermarkDue = state.watermarkAt === 0 || now() - state.watermarkAt >= intervals.often
    // Before anything is written: a database that is not the one must leave no trace.
    if (isWatermarkDue) await compareWatermarks(storage, watermarks)
    if (backupStore) await recogniseStore(storage, backupStore, memory)
    const copied = backupStore
      ? await copyWork({ ...backing, backupStore }, memory)
      : { entries: 0, photos: 0, troubles: [] }
    if (isWatermarkDue) {
      await writeWatermarks(storage, watermarks)
      state.watermarkAt = now()
    }
    if (backupStore) state.copiedAt = now()
    return copied
  }

  /**
   * Its own trouble, for instance no room for a draft beside the database, slows nothing else down.
   */
  const snapshotIfDue = async (): Promise<void> => {
    if (
      isClosed ||
      !databaseFile ||
      !backupStore ||
      now() - state.snapshotTriedAt < snapshotRetryMs
    )
      return
    state.snapshotTriedAt = now()
    try {
      if (now() - (state.snapshotAt ??= await newestSnapshot(backupStore)) >= snapshotEveryMs)
        await snapshot()
      state.snapshotTrouble = null
    } catch (error) {
      state.snapshotTrouble = troubleIn(error)
      log.warn(
        { trouble: state.snapshotTrouble },
        'a whole copy of the database could not be made; the journal is copied all the same',
      )
    }
  }

  const snapshot = async (): Promise<string | null> => {
    if (!databaseFile || !backupStore) return null
    const at = now()
    const name = await takeSnapshot(databaseFile, backupStore, at)
    state.snapshotAt = at
    return name
  }

  const assetsNow = async (): Promise<number> =>
    backupStore ? copyAssets({ ...backing, backupStore }) : 0

  const assetsQuietly = (): Promise<unknown> =>
    isClosed
      ? Promise.resolve()
      : assetsNow().catch((error: unknown) =>
          log.warn(
            { trouble: troubleIn(error) },
            'a base map could not be copied to the backup; it is tried again with the next round',
          ),
        )

  due(intervals.soon)
  return {
    hasStore: backupStore !== null,
    wake: () => {
      // While it fails it keeps its own time: a busy server would otherwise try at every push.
      if (state.failures === 0) due(intervals.soon)
    },
    status: async () => {
      const lag = backupStore
        ? await storage.read((tx) => tx.lag())
        : { entries: 0, photos: 0, since: null }
      return {
        address: backupStore?.address ?? null,
        entriesBehind: lag.entries,
        photosBehind: lag.photos,
        lagSeconds: lag.since === null ? 0 : Math.max(0, Math.round((now() - lag.since) / 1000)),
        copiedAt: state.copiedAt,
        snapshotAt: state.snapshotAt || null,
        trouble: state.trouble ?? state.snapshotTrouble,
      }
    },
    round: () => rounds.add(wholeRound),
    snapshot: () => snapshots.add(snapshot),
    copyAssets: () => assetCopies.add(assetsNow),
    close: async () => {
      isClosed = true
      clearTimeout(timer)
      await Promise.all([rounds.ended(), snapshots.ended(), assetCopies.ended()])
    },
  }
}

const newestSnapshot = async (backupStore: ObjectStore): Promise<Instant> =>
  snapshotTime((await backupStore.list(folders.snapshots)).at(-1) ?? '')

const troubleIn = (error: unknown): string => {
  const { code, name } = error as { code?: unknown; name?: string }
  return typeof code === 'string' && code !== '' ? code : (name ?? 'Error')
}
