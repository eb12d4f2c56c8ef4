// A question that is asked again whenever what it read has changed, in this tab or another.
import { liveQuery } from 'dexie'

/** Answers come at most once per `restMs`; the last one always comes. Returns the way to stop. */
export function watchLive<T>(
  query: () => Promise<T>,
  onValue: (value: T) => void,
  onError: (error: unknown) => void,
  restMs = 0,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let latest: { value: T } | null = null
  const flush = (): void => {
    timer = undefined
    if (!latest) return
    const { value } = latest
    latest = null
    onValue(value)
    if (restMs > 0) timer = setTimeout(flush, restMs)
  }
  let failures = 0
  let again: ReturnType<typeof setTimeout> | undefined
  const ask = () => {
    const asked = liveQuery(query).subscribe({
      next: (value) => {
        failures = 0
        latest = { value }
        if (timer === undefined) flush()
      },
      // A question that failed (its connection died) is asked anew: no screen stands still for
      // ever.
      error: (error: unknown) => {
        onError(error)
        asked.unsubscribe()
        again = setTimeout(() => (subscription = ask()), Math.min(60_000, 500 * 2 ** failures++))
      },
    })
    return asked
  }
  let subscription = ask()
  return () => {
    clearTimeout(timer)
    clearTimeout(again)
    subscription.unsubscribe()
  }
}
