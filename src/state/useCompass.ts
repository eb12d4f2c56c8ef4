// Which way the camera looks, for the photos that are shot with it: listened to only while it is
// open.
import { onScopeDispose } from 'vue'
import { askOnce } from '#client/sensors/askForCompass.ts'
import type { Compass } from '#client/sensors/compass.ts'

/** The browser's question stands in the way once, whichever form opens the camera. */
const ask = askOnce()

export function useCompass() {
  let compass: Compass | null = null
  let isWanted = false
  async function begin(): Promise<void> {
    isWanted = true
    const { watchCompass } = await import('#client/sensors/compass.ts')
    if (isWanted) compass ??= watchCompass()
  }
  function end(): void {
    isWanted = false
    compass?.stop()
    compass = null
  }
  onScopeDispose(end)
  return {
    /** In the tap that opens the camera. */
    ask,
    begin: (): void => {
      // A photo without a direction is a photo.
      begin().catch((error: unknown) => console.warn('no compass', error))
    },
    end,
    /** Degrees clockwise from north; undefined where the phone does not know. */
    heading: (): number | undefined => compass?.heading(),
  }
}
