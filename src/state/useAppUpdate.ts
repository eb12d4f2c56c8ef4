// A new version of the app waits; the person decides when, and never over a form they have open.
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { type AppUpdate, watchAppUpdate } from '#client/page/appUpdate.ts'

export const useAppUpdate = defineStore('appUpdate', () => {
  const isWaiting = ref(false)
  /** Another tab has already moved on: this page must be loaded again before it can save. */
  const isSuperseded = ref(false)
  let update: AppUpdate | null = null
  if ('serviceWorker' in navigator && import.meta.env.PROD)
    update = watchAppUpdate('/serviceWorker.js', () => (isWaiting.value = true))
  return {
    isWaiting,
    isSuperseded,
    apply: () => (update && !isSuperseded.value ? update.apply() : globalThis.location.reload()),
  }
})
