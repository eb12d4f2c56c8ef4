// A question that is asked again whenever what it read has changed, in this tab or another.
import { liveQuery } from 'dexie'

/** Answers come at most once per `restMs`; the last one always comes. Returns the way to stop. */
export function watchLive<T>(query: () => Promise<T>, onValue: (value: T) => void, onError: (error: unknown) => void, restMs = 0): () => void {
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
  const subscription = liveQuery(query).subscribe({
    next: (value) => {
      latest = { value }
      if (timer === undefined) flush()
    },
    error: onError,
  })
  return () => {
    clearTimeout(timer)
    subscription.unsubscribe()
  }
}
