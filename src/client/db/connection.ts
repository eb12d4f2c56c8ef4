// Holds on to a database through what a browser does to it: a connection that dies in the
// background, a newer app, cleared data, a frozen page.
import Dexie from 'dexie'

export interface ConnectionEvents {
  /** A newer version of the app wants the database: this page has let go of it for good. */
  onSuperseded?: () => void
  /** Another page holds an older version open, and this one cannot go on until it lets go. */
  onBlocked?: () => void
  /** What lay in the database is gone; nothing is written into the empty one. */
  onEmptied?: () => void
}

/** Databases that held something once: opened again they must still hold it. */
const initialised = new WeakSet<Dexie>()
/** Databases closed while the page is out of sight. */
const suspended = new Set<Dexie>()
const open = new Set<Dexie>()

/** The browser cleared the data under an open page, or a copy without it was put in its place. */
export class StorageEmptied extends Error {
  override readonly name = 'StorageEmptied'
}

export function keepConnected(db: Dexie, events: ConnectionEvents): void {
  // The old page lets go, or the newer one would wait without end. False keeps Dexie's own listener
  // away, which runs after this one and would leave the way open for old code to open the newer
  // database at its next save.
  db.on('versionchange', () => {
    closeForGood(db)
    events.onSuperseded?.()
    return false
  })
  db.on('blocked', () => events.onBlocked?.())
  // Sticky: asked at each opening, before anything that waits for the database may touch it.
  db.on(
    'ready',
    async (opened) => {
      if (initialised.has(db) && !(await holdsClientId(opened))) {
        closeForGood(db)
        events.onEmptied?.()
        throw new StorageEmptied('the database came back empty')
      }
      open.add(db)
    },
    true,
  )
  // Closed by the browser: look at once whether everything is still there, not only at the next
  // save.
  db.on('close', () => {
    if (open.delete(db) && !suspended.has(db)) setTimeout(() => void lookAgain(db), settleMs)
  })
}

/** From now on the database must hold a client id whenever it is opened. */
export const markInitialised = (db: Dexie): unknown => initialised.add(db)

/** Closes it for good: nothing opens it again by itself. */
export const closeForGood = (db: Dexie): void => db.close({ disableAutoOpen: true })

/** Closed on purpose, not by the browser. */
const isClosedForGood = (db: Dexie): boolean => Boolean(db.hasBeenClosed())

/**
 * Does the work; where the connection has died, once more on a new one. Safe only for work that may
 * be done twice.
 */
export async function retryOnce<T>(db: Dexie, work: () => PromiseLike<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isClosedForGood(db) || !isOfTheConnection(error)) throw error
    reconnect(db)
    return work()
  }
}

/** Drops the handle; the next question opens a new one. */
export function reconnect(db: Dexie): void {
  if (!isClosedForGood(db)) db.close({ disableAutoOpen: false })
}

const reloadedKey = 'gridwalk.reloadedAt'
const reloadRestMs = 60_000

/** Whether loading the page again may help: not if that was done just now. */
export function mustReload(session: Pick<Storage, 'getItem' | 'setItem'>, now: number): boolean {
  if (Math.abs(now - Number(session.getItem(reloadedKey) ?? -Infinity)) < reloadRestMs) return false
  session.setItem(reloadedKey, String(now))
  return true
}

/**
 * A page that is put aside holds no connection that could die meanwhile, nor one that keeps a newer
 * app waiting.
 */
export function closeWhileHidden(
  databases: readonly Dexie[],
  page: {
    addEventListener: typeof addEventListener
    removeEventListener: typeof removeEventListener
  },
): () => void {
  const rest = (event: Event): void => {
    if (event.type === 'pagehide' && !(event as PageTransitionEvent).persisted) return
    for (const db of databases) {
      suspended.add(db)
      reconnect(db)
    }
  }
  const wake = (): void => {
    for (const db of databases) if (suspended.delete(db)) void lookAgain(db)
  }
  const when = { freeze: rest, pagehide: rest, resume: wake, pageshow: wake }
  for (const [event, act] of Object.entries(when))
    page.addEventListener(event, act, { capture: true })
  return () => {
    for (const [event, act] of Object.entries(when))
      page.removeEventListener(event, act, { capture: true })
  }
}

/** Chromium refuses to open a database while it is clearing it. */
const settleMs = 300
const mostLooks = 6

/**
 * Opens it, if it has not been let go of; after a while again where that fails. Whoever asks next
 * is told what is wrong.
 */
async function lookAgain(db: Dexie, looks = 1): Promise<void> {
  if (isClosedForGood(db)) return
  try {
    await db.open()
  } catch {
    if (looks < mostLooks) setTimeout(() => void lookAgain(db, looks + 1), settleMs * 2 ** looks)
  }
}

const holdsClientId = async (db: Dexie): Promise<boolean> =>
  (await db.table('meta').get('install')) !== undefined

const connectionErrors = new Set([
  'UnknownError',
  'InvalidStateError',
  'DatabaseClosedError',
  'OpenFailedError',
  'AbortError',
  'TransactionInactiveError',
  'TimeoutError',
  'NotFoundError',
])

/**
 * WebKit says UnknownError, Chromium InvalidStateError or AbortError. A full disk comes as
 * AbortError too, and more of the same does not help.
 */
export function isOfTheConnection(error: unknown): boolean {
  const names = namesIn(error)
  return (
    !names.includes('QuotaExceededError') &&
    !names.includes('StorageEmptied') &&
    names.some((name) => connectionErrors.has(name))
  )
}

/** Dexie wraps what the browser said. */
export function namesIn(error: unknown): string[] {
  const names: string[] = []
  for (
    let each = error as { name?: string; inner?: unknown } | undefined;
    each && names.length < 8;
    each = each.inner as typeof each
  ) {
    if (each.name) names.push(each.name)
  }
  return names
}
