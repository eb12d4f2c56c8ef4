// Whether the browser promised to keep what is on this phone, and how much that is.
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { askToPersist, storageHealth } from '#device/senses/storageHealth.ts'

export const useStorageHealth = defineStore('storageHealth', () => {
  const isPersisted = ref<boolean | null>(null)
  const usageBytes = ref<number | null>(null)

  async function look(): Promise<void> {
    const health = await storageHealth()
    isPersisted.value = health.isPersisted
    usageBytes.value = health.usageBytes
  }

  async function ask(): Promise<void> {
    await askToPersist()
    await look()
  }

  void look()
  return { isPersisted, usageBytes, look, ask }
})
