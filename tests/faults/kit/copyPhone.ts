// Everything a phone's IndexedDB holds, put down once more: a backup, a clone, or the shape an
// older or newer app would have left.
import { IDBFactory } from 'fake-indexeddb'

interface Shape {
  name: string
  version: number
  stores: {
    name: string
    keyPath: string | string[] | null
    indexes: { name: string; keyPath: string | string[]; unique: boolean; multiEntry: boolean }[]
    rows: unknown[]
  }[]
}

/** @param reshape alters a database on its way, e.g. to that of another release. */
export async function copyPhone(
  from: IDBFactory,
  reshape: (shape: Shape) => Shape = (shape) => shape,
): Promise<IDBFactory> {
  const to = new IDBFactory()
  for (const { name, version } of await from.databases())
    await writeStores(to, reshape(await readShape(from, name!, version!)))
  return to
}

const answerOf = <T>(request: {
  result: T
  error: unknown
  onsuccess: unknown
  onerror: unknown
}): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(new Error(String(request.error)))
  })

async function readShape(factory: IDBFactory, name: string, version: number): Promise<Shape> {
  const database = await answerOf(factory.open(name, version))
  const stores: Shape['stores'] = []
  for (const store of database.objectStoreNames) {
    const opened = database.transaction(store).objectStore(store)
    const indexes = [...opened.indexNames].map((index) => {
      const { keyPath, unique, multiEntry } = opened.index(index)
      return { name: index, keyPath: keyPath as string, unique, multiEntry }
    })
    stores.push({
      name: store,
      keyPath: opened.keyPath,
      indexes,
      rows: await answerOf(opened.getAll()),
    })
  }
  database.close()
  return { name, version, stores }
}

async function writeStores(factory: IDBFactory, { name, version, stores }: Shape): Promise<void> {
  const opening = factory.open(name, version)
  opening.onupgradeneeded = () => {
    for (const { name: store, keyPath, indexes } of stores) {
      const created = opening.result.createObjectStore(store, { keyPath })
      for (const { name: index, keyPath: path, unique, multiEntry } of indexes)
        created.createIndex(index, path, { unique, multiEntry })
    }
  }
  const database = await answerOf(opening)
  for (const { name: store, rows } of stores) {
    const writing = database.transaction(store, 'readwrite')
    for (const row of rows) writing.objectStore(store).put(row)
    await new Promise((resolve, reject) => {
      writing.oncomplete = resolve
      writing.onabort = () => reject(new Error(String(writing.error)))
    })
  }
  database.close()
}

/** As release 0.1.0 left its capture database: Dexie's version 1, with five tables. */
export const asFirstRelease = (shape: Shape): Shape => {
  const first = ['meta', 'draft', 'outbox', 'photo', 'photoBytes']
  return shape.name.startsWith('gridwalk-capture-')
    ? { ...shape, version: 10, stores: shape.stores.filter(({ name }) => first.includes(name)) }
    : shape
}

/**
 * As an app of a later release might leave it: a higher version with a table and an index nobody
 * here knows.
 */
export const asLaterRelease = (shape: Shape): Shape => ({
  ...shape,
  version: shape.version + 50,
  stores: [
    ...shape.stores.map((store) =>
      store.name === 'outbox'
        ? {
            ...store,
            indexes: [
              ...store.indexes,
              { name: 'later', keyPath: 'later', unique: false, multiEntry: false },
            ],
          }
        : store,
    ),
    { name: 'ofLater', keyPath: 'key', indexes: [], rows: [{ key: 'a later thing' }] },
  ],
})
