// Keeps the screen on. The browser lets go whenever the page is hidden, so it is asked again when
// the page is back; a browser that cannot, or a phone that saves its battery, is no fault.

/** Releases the screen. */
export type LetSleep = () => void

export function keepAwake(navigator: Navigator, document: Document): LetSleep {
  let lock: WakeLockSentinel | null = null
  let isAsking = false
  let isOver = false
  const ask = async (): Promise<void> => {
    if (isOver || isAsking || document.visibilityState !== 'visible' || !navigator.wakeLock) return
    if (lock && !lock.released) return
    isAsking = true
    const given = await navigator.wakeLock.request('screen').catch(() => null)
    isAsking = false
    if (isOver) void given?.release()
    else lock = given
  }
  const again = (): void => void ask()
  document.addEventListener('visibilitychange', again)
  void ask()
  return () => {
    isOver = true
    document.removeEventListener('visibilitychange', again)
    void lock?.release()
  }
}
