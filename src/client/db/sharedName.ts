// Whether anything was shared with this phone, and that it goes with its person: what every start
// asks. All else is in sharedPhotos.ts, for the few that have something to do with it.
import { answerOf, type IndexedDbEnvironment } from './requests.ts'

export const sharedName = 'gridwalk-shared'

/** Where nothing ever was, nothing is made. */
export async function hasShares({
  indexedDB = globalThis.indexedDB,
}: IndexedDbEnvironment): Promise<boolean> {
  const opening = indexedDB.open(sharedName)
  opening.onupgradeneeded = () => opening.transaction?.abort()
  const database = await answerOf(opening).catch(() => null)
  if (!database) return false
  try {
    return (await answerOf(database.transaction('share').objectStore('share').count())) > 0
  } finally {
    database.close()
  }
}

/** Whoever they were handed to leaves this phone; nobody is kept on it by a failure of this. */
export async function dropAllShares({
  indexedDB = globalThis.indexedDB,
}: IndexedDbEnvironment): Promise<void> {
  try {
    await answerOf(indexedDB.deleteDatabase(sharedName))
  } catch (error) {
    console.warn('shared', (error as Error | null)?.name)
  }
}
