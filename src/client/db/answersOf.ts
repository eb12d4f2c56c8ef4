// Several questions to IndexedDB at once, with one promise for all of them: Dexie makes several for
// each, and the person who taps waits for every one. Only for reading, and only where no live
// question may depend on it; writing goes through Dexie, which tells other pages.
import Dexie from 'dexie'

/**
 * Requests of one transaction, answered in the order in which they were made: the last one has all.
 * May be awaited inside a transaction of Dexie's.
 */
export const answersOf = (requests: readonly IDBRequest[]): Promise<unknown[]> =>
  new Dexie.Promise<unknown[]>((resolve, reject) => {
    const last = requests.at(-1)
    if (!last) return resolve([])
    for (const request of requests)
      request.addEventListener('error', () => reject(request.error ?? new Error('no answer')))
    last.addEventListener('success', () =>
      resolve(requests.map((request): unknown => request.result)),
    )
  })
