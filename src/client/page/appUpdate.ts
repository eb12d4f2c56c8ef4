// The page's side of the service worker: registers it, and lets a new version wait until a person
// says so or the app starts anew.
import { Workbox } from 'workbox-window'

export interface AppUpdate {
  /** Lets the waiting version take over and loads the page again. */
  apply(): void
}

export function watchAppUpdate(url: string, onWaiting: () => void): AppUpdate {
  const workbox = new Workbox(url)
  let isWanted = false
  workbox.addEventListener('waiting', async () => {
    // The first version waits for a moment too in some browsers, but in nobody's place. Who found
    // the other one says nothing: this page, another, or the browser by itself while the app was
    // open for days.
    const registration = await navigator.serviceWorker.getRegistration()
    if (registration?.waiting && registration.active) onWaiting()
  })
  workbox.addEventListener('controlling', () => {
    // Another tab may have asked for the new version; this page goes on with what it has until its
    // person agrees.
    if (isWanted) globalThis.location.reload()
  })
  void workbox.register()
  return {
    apply: () => {
      isWanted = true
      void takeOver(workbox)
    },
  }
}

/** Another page may have let it take over meanwhile: then this one only has to be loaded again. */
async function takeOver(workbox: Workbox): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration()
  if (registration?.waiting) workbox.messageSkipWaiting()
  else globalThis.location.reload()
}
