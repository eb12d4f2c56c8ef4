// A backup in memory, and what of it the judge asks.
import type { JournalLine } from '#server/backup/segment.ts'
import { photoName } from '#server/objectStore/objectNames.ts'
import { folders, readLines } from '#server/backup/segment.ts'
import type { ObjectStore } from '#server/objectStore/objectStore.ts'

export function memoryStore(): ObjectStore {
  const objects = new Map<string, Uint8Array<ArrayBuffer>>()
  return {
    address: 'memory',
    put: (name, bytes) => Promise.resolve(void objects.set(name, new Uint8Array(bytes))),
    get: (name) => Promise.resolve(objects.get(name) ?? null),
    has: (name) => Promise.resolve(objects.has(name)),
    size: (name) => Promise.resolve(objects.get(name)?.length ?? null),
    list: (prefix) =>
      Promise.resolve([...objects.keys()].filter((name) => name.startsWith(prefix)).sort()),
    remove: (name) => Promise.resolve(void objects.delete(name)),
    // Only whole databases go as files, and none is taken in a story.
    stream: () => Promise.reject(new Error('no files here')),
    putFile: () => Promise.reject(new Error('no files here')),
    getFile: () => Promise.resolve(false),
  }
}

export async function journalIn(store: ObjectStore): Promise<JournalLine[]> {
  const lines: JournalLine[] = []
  for (const name of await store.list(folders.journal))
    lines.push(...(await readLines<JournalLine>((await store.get(name))!)))
  return lines
}

export const holdsPhoto = (store: ObjectStore, hash: string): Promise<boolean> =>
  store.has(photoName(hash))
