// When to sync: after a save, when the page comes into view or online, on a hint, every few
// minutes, and when a person asks. No single trigger is reliable, so all of them lead to the same
// round; one tab at a time runs it.
import type { Fault } from '#domain/fault.ts'
import { fail, type Result } from '#domain/result.ts'
import { isOfTheConnection, reconnect } from '../db/connection.ts'
import { storageFault } from '../db/storageFault.ts'
import { newSendWindow } from './sendWindow.ts'
import type { SyncContext, SyncDone } from './syncContext.ts'
import { syncOnce } from './syncOnce.ts'

export interface SyncLoopState {
  isRunning: boolean
  isReading: boolean
  fault: Fault | null
  photosLeft: number
}

export interface SyncLoopEnvironment {
  locks: Pick<LockManager, 'request'> | undefined
  /** Milliseconds; jitter comes from here, so that tests can hold it still. */
  random: () => number
  onState: (state: SyncLoopState) => void
  onRound: (result: Result<SyncDone>) => void
  /**
   * The phone is to erase itself, and this round has handed in all it could. True when it has:
   * nothing is left to sync.
   */
  onWipe?: () => Promise<boolean>
  /**
   * What else there is to send from this phone: under the same lock, after a round that reached the
   * server. Stops when the own work wants its turn.
   */
  afterRound?: (isOwnWanted: () => boolean) => Promise<void>
}

export interface SyncLoop {
  /** Runs now, or once more after the round under way. Resolves when nothing is running. */
  syncNow(): Promise<void>
  /** Soon: gathers acts that follow each other closely. */
  syncSoon(): void
  stop(): void
}

const soonMs = 400
const restMs = 180_000
const backoff = { firstMs: 2_000, mostMs: 300_000 } as const

export function startSyncLoop(context: SyncContext, environment: SyncLoopEnvironment): SyncLoop {
  let state: SyncLoopState = { isRunning: false, isReading: true, fault: null, photosLeft: 0 }
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | null = null
  let isWantedAgain = false
  let failures = 0
  const sendWindow = newSendWindow()
  let isStopped = false

  const tell = (change: Partial<SyncLoopState>): void => {
    state = { ...state, ...change }
    environment.onState(state)
  }

  const later = (ms: number): void => {
    clearTimeout(timer)
    if (!isStopped) timer = setTimeout(() => void run(), ms)
  }

  const ceilingMs = (): number =>
    Math.min(backoff.mostMs, backoff.firstMs * 2 ** Math.min(failures, 12))

  const round = async (): Promise<void> => {
    const result = await alone(async () => {
      const done = await guarded(() =>
        syncOnce({ ...context, sendWindow, onPhotosLeft: (photosLeft) => tell({ photosLeft }) }),
      )
      environment.onRound(done)
      if (done.ok || done.fault.code !== 'offline')
        await environment.afterRound?.(() => isWantedAgain || isStopped)
      if (done.ok && done.value.order === 'wipe' && (await environment.onWipe?.())) isStopped = true
      return done
    })
    if (!result) return later(soonMs * 10) // another tab is at it
    if (result.ok) {
      failures = 0
      const { isReading, later: notYet, nextInMs } = result.value
      tell({ isReading, fault: notYet ?? null })
      later(
        notYet
          ? Number(notYet.detail?.retryAfterSeconds ?? 0) * 1000 + environment.random() * restMs
          : (nextInMs ?? restMs),
      )
    } else {
      failures++
      tell({ fault: result.fault })
      // Told the same wait, thirty phones would all come back in the same moment.
      later(
        Number(result.fault.detail?.retryAfterSeconds ?? 0) * 1000 +
          environment.random() * ceilingMs(),
      )
    }
  }

  /** Whoever listens or locks may throw as well: the next round is planned all the same. */
  const guardedRound = async (): Promise<void> => {
    try {
      await round()
    } catch (error) {
      console.error('sync round', error)
      failures++
      later(environment.random() * ceilingMs())
    }
  }

  /** An unexpected error is a failed round, never a dead loop. */
  const guarded = async (work: () => Promise<Result<SyncDone>>): Promise<Result<SyncDone>> => {
    try {
      return await work()
    } catch (error) {
      console.error('sync round', error)
      // The next round must not find the same dead handle again.
      if (isOfTheConnection(error))
        for (const db of [context.capture, context.cache]) if (db) reconnect(db)
      return fail(storageFault(error))
    }
  }

  /** Null when another tab holds the lock. */
  const alone = async (work: () => Promise<Result<SyncDone>>): Promise<Result<SyncDone> | null> =>
    environment.locks
      ? environment.locks.request('gridwalk-sync', { ifAvailable: true }, (lock) =>
          lock ? work() : null,
        )
      : work()

  const run = (): Promise<void> => {
    if (running) {
      isWantedAgain = true
      return running
    }
    running = (async () => {
      tell({ isRunning: true })
      do {
        isWantedAgain = false
        await guardedRound()
      } while (isWantedAgain && !isStopped)
      running = null
      tell({ isRunning: false })
    })()
    return running
  }

  return {
    syncNow: () => {
      failures = 0
      return run()
    },
    syncSoon: () => (running ? (isWantedAgain = true) : later(soonMs)),
    stop: () => {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
