// A browser keeps a page that was left, to show it at once when somebody comes back. WebKit keeps
// its transaction with it, and every later page of the app waits for that one without end; closing
// the database does not help. So whatever such a page has under way is broken off, and what it
// begins until it is frozen as well. Come back to, it starts anew: it cannot know what has happened
// since.

type Page = Pick<EventTarget, 'addEventListener'>

/** The same databases, with every transaction in sight. */
export function watchedDatabases(
  factory: IDBFactory,
  page: Page,
  startAnew: () => void,
): IDBFactory {
  const live = new Set<IDBTransaction>()
  let isLeft = false

  function watch(transaction: IDBTransaction): IDBTransaction {
    live.add(transaction)
    for (const end of ['complete', 'abort'])
      transaction.addEventListener(end, () => live.delete(transaction))
    if (isLeft) breakOff(transaction)
    return transaction
  }

  function open(...words: Parameters<IDBFactory['open']>): IDBOpenDBRequest {
    const opening = factory.open(...words)
    opening.addEventListener(
      'upgradeneeded',
      () => opening.transaction && watch(opening.transaction),
    )
    opening.addEventListener('success', () => {
      const database = opening.result
      const begin = database.transaction.bind(database)
      database.transaction = (...of: Parameters<IDBDatabase['transaction']>) => watch(begin(...of))
    })
    return opening
  }

  page.addEventListener(
    'pagehide',
    (event) => {
      if (!(event as PageTransitionEvent).persisted) return
      isLeft = true
      for (const transaction of [...live]) breakOff(transaction)
    },
    { capture: true },
  )
  page.addEventListener(
    'pageshow',
    (event) => {
      if ((event as PageTransitionEvent).persisted) startAnew()
    },
    { capture: true },
  )

  return new Proxy(factory, {
    get(target, key) {
      if (key === 'open') return open
      const value: unknown = Reflect.get(target, key)
      return typeof value === 'function' ? (value as () => unknown).bind(target) : value
    },
  })
}

function breakOff(transaction: IDBTransaction): void {
  try {
    transaction.abort()
  } catch {
    // It has just ended by itself.
  }
}
