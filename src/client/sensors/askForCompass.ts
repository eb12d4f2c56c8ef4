// Asking for the compass where the browser wants to be asked. Apart from compass.ts, which is
// loaded when the camera opens: this is for the tap itself.

/** Of `DeviceOrientationEvent`. */
interface Askable {
  requestPermission?: () => Promise<string>
}

/**
 * Asks until the browser has answered once: a refusal is not asked about again. To be called in a
 * tap; outside of one a browser does not answer, and the next tap may ask.
 */
export function askOnce(
  source: () => Askable | undefined = () =>
    (globalThis as { DeviceOrientationEvent?: Askable }).DeviceOrientationEvent,
): () => void {
  let isAsked = false
  return () => {
    const said = isAsked ? undefined : source()
    if (!said?.requestPermission) return
    isAsked = true
    said.requestPermission().catch(() => (isAsked = false))
  }
}
