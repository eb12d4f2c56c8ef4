// Which backup this is: a store bears a name, and the database knows the one it copied to. Asked by
// backup.ts before each round.
import { randomUUID } from 'node:crypto'
import type { ObjectStore } from '../objectStore/objectStore.ts'
import type { Storage } from '../storage/port/storage.ts'
import type { CopyMemory } from './copyWork.ts'

const nameTag = 'place.json'

/**
 * What is marked as copied was copied to one particular store. Another one begins with nothing
 * (B2).
 */
export async function recogniseStore(
  storage: Storage,
  backupStore: ObjectStore,
  memory: CopyMemory,
): Promise<void> {
  const tag = await backupStore.get(nameTag)
  const known = await storage.read((tx) => tx.note('secondPlace'))
  const id = tag ? (JSON.parse(Buffer.from(tag).toString('utf8')) as { id: string }).id : null
  if (id !== null && id === known) {
    memory.storeId = id
    return
  }
  // A disk that was taken out leaves an empty folder behind; that is trouble, not a new backup,
  // while the server runs.
  if (id === null && memory.storeId !== undefined)
    throw Object.assign(new Error('the backup is not the one it was'), { code: 'otherStore' })
  const taken = id ?? randomUUID()
  if (id === null) await backupStore.put(nameTag, Buffer.from(JSON.stringify({ id: taken })))
  await storage.write(async (tx) => {
    await tx.forgetCopies()
    await tx.putNote('secondPlace', taken)
  })
  memory.storeId = taken
}
