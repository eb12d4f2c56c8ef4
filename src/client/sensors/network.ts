// The phone's opinion whether there is a network. A hint only: `true` may be a Wi-Fi that leads
// nowhere, so it may start a sync attempt early, and must never be shown as "connected" nor hold a
// sync back for good.

interface NetworkOptions {
  target?: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>
  isOnLine?: () => boolean
}

/** Tells the present hint at once, then every change, until the returned function is called. */
export function watchNetwork(
  onChange: (mayBeOnline: boolean) => void,
  { target = globalThis, isOnLine = () => navigator.onLine }: NetworkOptions = {},
): () => void {
  let last = isOnLine()
  const tell = (): void => {
    const next = isOnLine()
    if (next === last) return
    last = next
    onChange(next)
  }
  target.addEventListener('online', tell)
  target.addEventListener('offline', tell)
  onChange(last)
  return () => {
    target.removeEventListener('online', tell)
    target.removeEventListener('offline', tell)
  }
}
