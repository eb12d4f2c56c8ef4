// An IndexedDB whose phone can die: from a chosen writing transaction on nothing more reaches the
// disk, or the disk is full.
import { IDBFactory } from 'fake-indexeddb'

export class PhoneDied extends Error {}

export class WatchedFactory extends IDBFactory {
  #isDead = false
  #writesLeft = Infinity
  #ending: 'dies' | 'full' = 'dies'

  /**
   * The phone dies at the writing transaction after so many more, or its disk is full from then on;
   * `revive` ends both.
   */
  endAt(writes: number, ending: 'dies' | 'full'): void {
    this.#writesLeft = writes
    this.#ending = ending
  }

  /** Started again, or with room again: what was committed is there. */
  revive(): void {
    this.#isDead = false
    this.#writesLeft = Infinity
  }

  get isDead(): boolean {
    return this.#isDead
  }

  override open(name: string, version?: number): ReturnType<IDBFactory['open']> {
    if (this.#isDead) throw new PhoneDied()
    const request = super.open(name, version)
    // Heard before the engine's own `onsuccess`.
    request.addEventListener('success', () => this.#watch(request.result))
    return request
  }

  #watch(database: IDBDatabase): void {
    const begin = database.transaction.bind(database)
    database.transaction = (stores, mode, options) => {
      if (this.#isDead) throw new PhoneDied()
      if (mode !== 'readwrite' || this.#writesLeft-- > 0) return begin(stores, mode, options)
      this.#writesLeft = 0
      if (this.#ending === 'full') return abortedInTheEnd(begin(stores, mode, options))
      this.#isDead = true
      throw new PhoneDied()
    }
  }
}

/** As browsers do on a full disk: every request succeeds, and then the transaction does not. */
function abortedInTheEnd(transaction: IDBTransaction): IDBTransaction {
  const storeOf = transaction.objectStore.bind(transaction)
  let underWay = 0
  const watched = <R extends IDBRequest>(request: R): R => {
    underWay++
    request.addEventListener('success', () => {
      underWay--
      // Whatever is asked for next is asked for in a microtask; when nothing is, the transaction
      // would commit now.
      process.nextTick(() => {
        if (underWay === 0)
          try {
            transaction.abort()
          } catch {
            /* has ended by itself */
          }
      })
    })
    return request
  }
  transaction.objectStore = (name) => {
    const store = storeOf(name)
    if (!Object.hasOwn(store, 'put')) {
      const [put, add] = [store.put.bind(store), store.add.bind(store)]
      store.put = (...values) => watched(put(...values))
      store.add = (...values) => watched(add(...values))
    }
    return store
  }
  return transaction
}
