// Which way the camera looks, for the photos that are shot with it: listened to only while it is
// open.
import { onScopeDispose } from 'vue'
import { askOnce, type Compass, watchCompass } from '#client/sensors/compass.ts'

/** The browser's question stands in the way once, whichever form opens the camera. */
const ask = askOnce()

export function useCompass() {
  let compass: Compass | null = null
  function end(): void {
    compass?.stop()
    compass = null
  }
  onScopeDispose(end)
  return {
    /** In the tap that opens the camera. */
    ask,
    begin: (): void => {
      compass ??= watchCompass()
    },
    end,
    /** Degrees clockwise from north; undefined where the phone does not know. */
    heading: (): number | undefined => compass?.heading(),
  }
}
