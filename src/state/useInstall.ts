// Putting the app on the home screen: offered where the browser lets a page ask, explained where it
// does not.
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { inAppBrowser } from '#client/page/inAppBrowser.ts'

export type { InAppBrowser } from '#client/page/inAppBrowser.ts'

interface InstallPrompt extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>
}

export const useInstall = defineStore('install', () => {
  const prompt = shallowRef<InstallPrompt | null>(null)
  const standalone = globalThis.matchMedia('(display-mode: standalone)')
  const isInstalled = ref(
    standalone.matches || (navigator as { standalone?: boolean }).standalone === true,
  )
  const canInstall = ref(false)
  const isIos =
    /iPhone|iPad/.test(navigator.userAgent) ||
    (navigator.userAgent.includes('Macintosh') && navigator.maxTouchPoints > 1)

  /** Not read again: a page does not move to another browser. */
  const inApp = inAppBrowser(navigator.userAgent)

  globalThis.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    prompt.value = event as InstallPrompt
    canInstall.value = true
  })
  globalThis.addEventListener('appinstalled', () => {
    isInstalled.value = true
    canInstall.value = false
  })

  async function install(): Promise<void> {
    const answer = await prompt.value?.prompt()
    if (answer?.outcome === 'accepted') canInstall.value = false
  }

  return { canInstall, isInstalled, isIos, inApp, install }
})
