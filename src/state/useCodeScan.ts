// Reads location codes from the camera's picture; the reader is loaded when first used.
import { onScopeDispose } from 'vue'

export interface CodeScan {
  watch(video: HTMLVideoElement, onCode: (code: string) => void): void
  stop(): void
}

export function useCodeScan(): CodeScan {
  let stopWatching: (() => void) | null = null
  let turn = 0

  function stop(): void {
    turn++
    stopWatching?.()
    stopWatching = null
  }

  function watch(video: HTMLVideoElement, onCode: (code: string) => void): void {
    stop()
    const mine = turn
    void import('#client/sensors/scanCode.ts').then(({ watchCodes }) => {
      if (mine === turn) stopWatching = watchCodes(video, onCode)
    })
  }

  onScopeDispose(stop)
  return { watch, stop }
}
