// The composition root of the app: builds the few dependencies, opens the phone's databases,
// mounts.
import '#ui/shell/trustedTypes.ts'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { watchedDatabases } from '#client/page/leftPage.ts'
import { fetchTransport } from '#client/http/transport.ts'
import { type Device, deviceKey } from '#state/device.ts'
import { useAppUpdate } from '#state/useAppUpdate.ts'
import { useInstall } from '#state/useInstall.ts'
import { useSession } from '#state/useSession.ts'
import { useSettings } from '#state/useSettings.ts'
import { useStorageTrouble } from '#state/useStorageTrouble.ts'
import App from '#ui/shell/App.vue'
import { keepComposition } from '#ui/shell/keepComposition.ts'
import { createMessages } from '#ui/locales/messages.ts'
import { createAppRouter } from '#ui/shell/router.ts'

/**
 * No top-level await: WebKit's module loader may run without end where a page that waits in one is
 * left.
 */
async function start(): Promise<void> {
  keepComposition(window)
  const app = createApp(App)
  const device: Device = {
    app: __APP_VERSION__,
    transport: fetchTransport,
    environment: {
      local: localStorage,
      indexedDB: watchedDatabases(indexedDB, window, () => location.reload()),
      IDBKeyRange,
      now: () => Date.now(),
      onSuperseded: () => (useAppUpdate().isSuperseded = true),
    },
  }
  app.provide(deviceKey, device)
  app.use(createPinia())
  const settings = useSettings()
  const session = useSession()
  useInstall()
  useAppUpdate()
  const [messages] = await Promise.all([createMessages(settings), session.open()])
  if (import.meta.env.DEV && !session.member)
    await (await import('#ui/dev/signInInDev.ts')).signInInDev(session)
  app.use(messages.i18n)
  const storage = useStorageTrouble()
  app.use(
    createAppRouter({
      session,
      isInTrouble: () => storage.trouble !== null,
      needDeskWords: messages.needDesk,
    }),
  )
  app.mount('#app')
}

void start()
