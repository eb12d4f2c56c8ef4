// Whether this phone can be trusted with a day's work: asked at start, before anything is captured.
import { fault, type Fault } from '#domain/fault.ts'
import { fail, succeed, type Result } from '#domain/result.ts'
import { namesIn } from './connection.ts'
import { answerOf, endOf } from './requests.ts'

export interface StorageHealth {
  /** The browser promised not to clear the app's data by itself. */
  isPersisted: boolean
  /** It can be asked to. */
  canPersist: boolean
  /** Of the whole origin; null where the browser does not say. */
  usageBytes: number | null
}

type StorageAccess = Partial<Pick<StorageManager, 'persisted' | 'persist' | 'estimate'>>

const storageOf = (storage?: StorageAccess): StorageAccess =>
  storage ?? (navigator as { storage?: StorageAccess }).storage ?? {}

export async function storageHealth(storage?: StorageAccess): Promise<StorageHealth> {
  const access = storageOf(storage)
  const [isPersisted, estimate] = await Promise.all([
    access.persisted?.().catch(() => false),
    access.estimate?.().catch(() => null),
  ])
  return {
    isPersisted: isPersisted ?? false,
    canPersist: typeof access.persist === 'function',
    usageBytes: estimate?.usage ?? null,
  }
}

/**
 * Says whether the data is now persistent. Firefox asks the person, so call it when they just did
 * something.
 */
export const askToPersist = async (storage?: StorageAccess): Promise<boolean> =>
  (await storageOf(storage)
    .persist?.()
    .catch(() => false)) ?? false

/** More than what a file system keeps ready for those who write little. */
const fullProbeBytes = 1_048_576
const fullProbeMs = 2000
const fullProbeName = 'gridwalk-room'

/**
 * Whether there is no room for a megabyte. Asked of the browser's own files: they say so by name,
 * where databases do not. False where the browser has none; null where it does not answer or fails
 * at them as well, as it may on a full disk.
 */
export function isDiskFull(
  storage: Partial<Pick<StorageManager, 'getDirectory'>> | undefined = (
    globalThis.navigator as Navigator | undefined
  )?.storage,
): Promise<boolean | null> {
  const ask = async (): Promise<boolean | null> => {
    const folder = await storage?.getDirectory?.()
    if (!folder) return false
    try {
      const file = await folder.getFileHandle(fullProbeName, { create: true })
      const writing = await file.createWritable()
      await writing.write(new Uint8Array(fullProbeBytes))
      await writing.close()
      return false
    } catch (error) {
      return namesIn(error).includes('QuotaExceededError') ? true : null
    } finally {
      await folder.removeEntry(fullProbeName).catch(() => undefined)
    }
  }
  const noAnswer = new Promise<null>((resolve) => setTimeout(resolve, fullProbeMs, null))
  const whyNot = (error: unknown): false | null =>
    namesIn(error).includes('SecurityError') ? false : null
  return Promise.race([ask().catch(whyNot), noAnswer])
}

/**
 * Without a secure context there are no hashes for photos and no start without a connection,
 * whatever else works.
 */
export async function mayBindHere(
  factory?: IDBFactory,
  page: Pick<Window, 'isSecureContext' | 'crypto'> = globalThis.window,
): Promise<Result<null>> {
  const isSecure = page.isSecureContext && (page.crypto as Partial<Crypto>).subtle !== undefined
  return isSecure ? probeStorage(factory) : fail(fault('insecureAddress'))
}

const probeName = 'gridwalk-probe'
/** Some browsers leave a request unanswered for ever after a crash or in a private window. */
const probeTimeoutMs = 5000

/**
 * Writes a little and reads it back, bytes of a photo included: some private windows accept records
 * and refuse ArrayBuffers, and some give back nothing. Faults: storageRefused, storageFull,
 * storageLost.
 */
export async function probeStorage(
  factory?: IDBFactory,
  timeoutMs = probeTimeoutMs,
): Promise<Result<null>> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tookTooLong = new Promise<Result<null>>((resolve) => {
    timer = setTimeout(
      () => resolve(fail(fault('storageRefused', { reason: 'timeout' }))),
      timeoutMs,
    )
  })
  try {
    return await Promise.race([probe(factory ?? indexedDB), tookTooLong])
  } catch (reason) {
    return fail(probeFault(reason))
  } finally {
    clearTimeout(timer)
  }
}

async function probe(factory: IDBFactory): Promise<Result<null>> {
  const opening = factory.open(probeName, 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore('probe')
  const database = await answerOf(opening)
  try {
    const written = Uint8Array.from({ length: 1024 }, (_, index) => index & 0xff)
    const writing = database.transaction('probe', 'readwrite')
    writing.objectStore('probe').put({ at: 1, bytes: written.buffer }, 'probe')
    await endOf(writing)
    const read: unknown = await answerOf(
      database.transaction('probe').objectStore('probe').get('probe'),
    )
    return isSame(read, written) ? succeed(null) : fail(fault('storageLost', { reason: 'probe' }))
  } finally {
    database.close()
    factory.deleteDatabase(probeName)
  }
}

function isSame(read: unknown, written: Uint8Array): boolean {
  if (typeof read !== 'object' || read === null || !('bytes' in read)) return false
  const { bytes } = read
  if (!(bytes instanceof ArrayBuffer) || bytes.byteLength !== written.byteLength) return false
  return new Uint8Array(bytes).every((byte, index) => byte === written[index])
}

function probeFault(reason: unknown): Fault {
  const names = namesIn(reason)
  return names.includes('QuotaExceededError')
    ? fault('storageFull')
    : fault('storageRefused', { reason: names[0] ?? 'unknown' })
}
