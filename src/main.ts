// The composition root of the app: builds the few dependencies, opens the phone's databases,
// mounts.
import '#ui/shell/trustedTypes.ts'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { deviceKey } from '#state/device.ts'
import { thisDevice } from '#state/thisDevice.ts'
import { useAppUpdate } from '#state/useAppUpdate.ts'
import { useInstall } from '#state/useInstall.ts'
import { useSession } from '#state/useSession.ts'
import { useSettings } from '#state/useSettings.ts'
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
  const app = createApp(App).provide(deviceKey, thisDevice()).use(createPinia())
  const session = useSession()
  useInstall()
  useAppUpdate()
  const [messages] = await Promise.all([createMessages(useSettings()), session.open()])
  if (import.meta.env.DEV && !session.member)
    await (await import('#ui/dev/signInInDev.ts')).signInInDev(session)
  app.use(messages.i18n).use(createAppRouter(session, messages.need)).mount('#app')
}

void start()
