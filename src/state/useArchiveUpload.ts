// The archive that is on its way to the server, one at a time: it goes on while other screens are
// looked at, and after a cut or an offline spell from where it was.
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { keepAwake } from '#client/sensors/screenAwake.ts'
import { type BegunArchive, sendArchive } from '#client/tiles/sendArchive.ts'
import type { Fault } from '#domain/fault.ts'
import { useDevice } from './device.ts'

export interface ArchiveUpload {
  file: File
  state: 'sending' | 'waiting' | 'stopped' | 'here'
  /** That the server has. */
  bytes: number
  begun: BegunArchive | null
  /** Why it stopped by itself. */
  fault: Fault | null
}

export const useArchiveUpload = defineStore('archiveUpload', () => {
  const { transport } = useDevice()
  const upload = shallowRef<ArchiveUpload | null>(null)
  let running: AbortController | null = null
  let wake = (): void => undefined

  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  async function proceed(): Promise<void> {
    if (!upload.value || running) return
    const own = new AbortController()
    running = own
    const { file, begun } = upload.value
    const set = (change: Partial<ArchiveUpload>): void => {
      if (running === own && upload.value) upload.value = { ...upload.value, ...change }
    }
    set({ state: 'sending', fault: null })
    const letSleep = keepAwake(navigator, document)
    const sent = await sendArchive(file, begun, {
      transport,
      wait,
      told: (bytes, isWaiting) => set({ bytes, state: isWaiting ? 'waiting' : 'sending' }),
      begun: (archive) => set({ begun: archive }),
      stop: own.signal,
    }).finally(letSleep)
    if (sent.ok && sent.value) set({ state: 'here', bytes: file.size })
    else if (!sent.ok) set({ state: 'stopped', fault: sent.fault })
    if (running === own) running = null
  }

  /** What the server has of it stays, and is gone on with. */
  function stop(): void {
    running?.abort()
    running = null
    wake()
    if (upload.value) upload.value = { ...upload.value, state: 'stopped' }
  }

  globalThis.addEventListener?.('online', () => wake())

  return {
    upload: computed(() => upload.value),
    send(file: File): void {
      stop()
      upload.value = { file, state: 'sending', bytes: 0, begun: null, fault: null }
      void proceed()
    },
    proceed,
    stop,
    /** It is of no use any more. */
    drop(): void {
      stop()
      upload.value = null
    },
  }
})
