// Who goes out of reach before the places of their grid are on the phone has a form without places.
// People are let in at the office.
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Resolves once all that this person may see has been stored on this phone. */
export const untilPulled = (page: Page): Promise<void> =>
  expect
    .poll(
      () =>
        page.evaluate(async () => {
          const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
            new Promise((resolve, reject) => {
              request.onsuccess = () => resolve(request.result)
              request.onerror = () => reject(request.error!)
            })
          for (const { name } of await indexedDB.databases()) {
            if (!name?.startsWith('gridwalk-cache-')) continue
            const database = await answerOf(indexedDB.open(name))
            const cursors = database.objectStoreNames.contains('cursor')
              ? await answerOf(
                  database.transaction('cursor').objectStore('cursor').getAll() as IDBRequest<
                    { head?: number }[]
                  >,
                )
              : []
            database.close()
            if (cursors.length > 0 && cursors.every((cursor) => cursor.head === undefined))
              return true
          }
          return false
        }),
      { message: 'the first pull', timeout: 30_000 },
    )
    .toBe(true)
