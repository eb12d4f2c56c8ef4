// Whether the browser promised to keep what is on this phone, and how much that is. Asked for when
// there is something to keep.
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { askToPersist, storageHealth } from '#client/db/storageHealth.ts'
import { useDevice } from './device.ts'

const askedKey = 'gridwalk.persistAsked'
const weekMs = 7 * 86_400_000

export const useStorageHealth = defineStore('storageHealth', () => {
  const { local, now } = useDevice().environment
  const isPersisted = ref<boolean | null>(null)
  const canPersist = ref(false)
  const usageBytes = ref<number | null>(null)

  async function look(): Promise<void> {
    const health = await storageHealth()
    isPersisted.value = health.isPersisted
    canPersist.value = health.canPersist
    usageBytes.value = health.usageBytes
  }

  async function ask(): Promise<void> {
    local.setItem(askedKey, String(now()))
    await askToPersist()
    await look()
  }

  /**
   * After a record was saved, hence from a tap: the first time, and again after a week of use, when
   * the browser may think better of it.
   */
  async function askInPassing(): Promise<void> {
    const askedAt = Number(local.getItem(askedKey) ?? -Infinity)
    if (isPersisted.value === false && Math.abs(now() - askedAt) >= weekMs) await ask()
  }

  globalThis.addEventListener('appinstalled', () => void ask())
  void look()
  return { isPersisted, canPersist, usageBytes, look, ask, askInPassing }
})
