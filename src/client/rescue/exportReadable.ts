// What can still be read of a capture database that the app itself cannot open, as lines of JSON
// for whoever helps. Only for the recovery screen: a phone that works sends its work, or seals it
// into a rescue file. The credential is left out.
import { captureNameOf, type PhoneEnvironment } from '../session/localSession.ts'

const stores = ['outbox', 'draft', 'photo', 'photoBytes', 'recordedPart'] as const

/**
 * Null where nothing can be read. Opened without a version and without the app's own layer, so that
 * neither can be what fails.
 */
export async function exportReadable(environment: PhoneEnvironment): Promise<Blob | null> {
  const name = await captureNameOf(environment)
  const database = name === null ? null : await openAsItIs(environment.indexedDB ?? indexedDB, name)
  if (!database) return null
  const lines: BlobPart[] = []
  for (const store of stores) {
    if (database.objectStoreNames.contains(store))
      await eachOf(database, store, (value) => lines.push(lineOf(store, value)))
  }
  database.close()
  return lines.length > 0 ? new Blob(lines, { type: 'application/x-ndjson' }) : null
}

const openAsItIs = (factory: IDBFactory, name: string): Promise<IDBDatabase | null> =>
  new Promise((resolve) => {
    const opening = factory.open(name)
    // Not there at all: nothing is made in its place.
    opening.onupgradeneeded = () => opening.transaction?.abort()
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = (event) => {
      event.preventDefault()
      resolve(null)
    }
    opening.onblocked = () => resolve(null)
  })

/**
 * One after the other, so that one record that cannot be read costs only what comes after it in its
 * store.
 */
const eachOf = (
  database: IDBDatabase,
  store: string,
  take: (value: unknown) => void,
): Promise<void> =>
  new Promise((resolve) => {
    try {
      const cursor = database.transaction(store).objectStore(store).openCursor()
      cursor.onerror = () => resolve()
      cursor.onsuccess = () => {
        if (!cursor.result) return resolve()
        take(cursor.result.value)
        cursor.result.continue()
      }
    } catch {
      resolve()
    }
  })

const lineOf = (store: string, value: unknown): string =>
  `${JSON.stringify({ store, value }, (_, part: unknown) => (part instanceof ArrayBuffer ? base64Of(part) : part))}\n`

function base64Of(buffer: ArrayBuffer): string {
  const bytes = new Uint8Array(buffer)
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += 32_768)
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 32_768)))
  return btoa(parts.join(''))
}
