// The page's side of the service worker: registers it, and lets a new version wait until a person says so or the app starts anew.
import { Workbox } from 'workbox-window'

export interface AppUpdate {
  /** Lets the waiting version take over and loads the page again. */
  apply(): void
}

export function watchAppUpdate(url: string, onWaiting: () => void): AppUpdate {
  const workbox = new Workbox(url)
  let isWanted = false
  workbox.addEventListener('waiting', onWaiting)
  workbox.addEventListener('controlling', () => {
    // Another tab may have asked for the new version; this page goes on with what it has until its person agrees.
    if (isWanted) globalThis.location.reload()
  })
  void workbox.register()
  return {
    apply: () => {
      isWanted = true
      workbox.messageSkipWaiting()
    },
  }
}
