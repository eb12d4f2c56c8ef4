// When the phone's storage itself is in trouble: not to be opened, cleared, held by another page,
// or gone silent under an open one.
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { mustReload } from '#client/db/connection.ts'
import {
  forgetEmptied,
  type PhoneEnvironment,
  startReplacement,
} from '#client/session/localSession.ts'
import {
  retryConnection,
  closeSessionWhileHidden,
  type PhoneSession,
} from '#client/phone/phoneSession.ts'
import { openingFault } from '#client/db/storageFault.ts'
import { type Fault, fault } from '#domain/fault.ts'
import { useDevice } from './device.ts'
import { useAppUpdate } from './useAppUpdate.ts'

/** A browser that has not opened a database by then may never answer. */
const patienceMs = 10_000

export const useStorageTrouble = defineStore('storageTrouble', () => {
  const device = useDevice()
  const update = useAppUpdate()
  const trouble = shallowRef<Fault | null>(null)
  const isLookingAgain = ref(false)
  let wokenUp = (): void => undefined
  let stopClosing = (): void => undefined

  const environment: PhoneEnvironment = {
    ...device.environment,
    onBlocked: () => {
      trouble.value = fault('storageBlocked')
      wokenUp()
    },
    onEmptied: () => (trouble.value = fault('storageEmptied')),
  }

  /**
   * Waits for the opening, but not without end: the app says what it waits for, and goes on by
   * itself once it may.
   */
  async function waitFor(opening: Promise<void>): Promise<void> {
    const waited = new Promise<void>((resolve) => {
      wokenUp = resolve
    })
    const timer = setTimeout(() => {
      trouble.value ??= fault('storageLost', { reason: 'noAnswer' })
      wokenUp()
    }, patienceMs)
    await Promise.race([opening.finally(() => clearTimeout(timer)), waited])
  }

  function hold(session: PhoneSession | null): void {
    stopClosing()
    stopClosing = session ? closeSessionWhileHidden(session, globalThis) : () => undefined
  }

  /**
   * After something could not be kept: whether the database still answers. If not, the page is
   * loaded again, once; what was typed lies in the local fallback.
   */
  async function lookAt(session: PhoneSession): Promise<void> {
    if (isLookingAgain.value || update.isSuperseded) return
    isLookingAgain.value = true
    try {
      await retryConnection(session)
    } catch (error) {
      if (mustReload(sessionStorage, environment.now())) globalThis.location.reload()
      else trouble.value ??= await openingFault(error)
    }
    isLookingAgain.value = false
  }

  return {
    trouble,
    environment,
    waitFor,
    hold,
    lookAt,
    startReplacement: () => startReplacement(environment),
    forgetEmptied: () => forgetEmptied(environment),
  }
})
