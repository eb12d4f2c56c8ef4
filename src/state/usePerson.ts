// Who uses this phone. Their session may end; capture and sending never depend on it.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { bindSignedIn, callEndpoint, deviceLabel, signInWithPassword, takeInvite } from '#device/account.ts'
import { bindPerson, openPerson, type Person, releasePerson } from '#device/phone.ts'
import { probeStorage } from '#device/senses/storageHealth.ts'
import { type Fault, fault } from '#domain/fault.ts'
import { type Ability, can as memberCan, type Member } from '#domain/member.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { DeviceGrant } from '#protocol/messages.ts'
import { useDevice } from './device.ts'
import { useStorageHealth } from './useStorageHealth.ts'

/** Beside the databases, which go at sign-out. */
const endingKey = 'gridwalk.endSession'

export const usePerson = defineStore('person', () => {
  const device = useDevice()
  const health = useStorageHealth()
  const person = shallowRef<Person | null>(null)
  const told = shallowRef<Member | null>(null)
  const isReady = ref(false)
  const isReading = ref(true)
  const storageFault = shallowRef<Fault | null>(null)
  /** The member's row as the endpoint last told it, else as at enrolment. */
  const member = computed(() => told.value ?? person.value?.member ?? null)

  /** A session that could not be ended without a connection is ended at the next chance. */
  async function endSession(): Promise<void> {
    if (device.environment.local.getItem(endingKey) === null) return
    const ended = await callEndpoint(device.transport, 'POST', '/api/session/end', {})
    if (ended.ok || ended.fault.code === 'signedOut') device.environment.local.removeItem(endingKey)
  }

  async function open(): Promise<void> {
    void endSession()
    globalThis.addEventListener('online', () => void endSession())
    const opened = await openPerson(device.environment)
    if (opened.ok) person.value = opened.value
    else storageFault.value = opened.fault
    isReady.value = true
  }

  async function bind(granted: Result<DeviceGrant>): Promise<Result<Member>> {
    if (!granted.ok) return granted
    const bound = await bindPerson(granted.value, device.environment)
    if (!bound.ok) return bound
    person.value?.capture.close()
    person.value?.cache.close()
    told.value = null
    person.value = bound.value
    isReading.value = true
    device.environment.local.removeItem(endingKey) // a new session has taken the place of the one to be ended
    void health.ask()
    return succeed(bound.value.member)
  }

  const label = (): string => deviceLabel(navigator.userAgent)
  /** The invite is good once, so it is not spent on a window that cannot keep anything. */
  async function enrol(secret: string): Promise<Result<Member>> {
    const probed = await probeStorage()
    return probed.ok ? bind(await takeInvite(device.transport, secret, label())) : probed
  }

  /** After a sign-in: the same member on the same phone keeps the device they have, and only reads again. */
  async function afterSignIn(signedIn: Result<null>): Promise<Result<Member>> {
    if (!signedIn.ok) return signedIn
    const session = await callEndpoint(device.transport, 'GET', '/api/session')
    const known = session.ok ? (session.value as { member?: Member | null }).member : null
    if (known && person.value?.memberId === known.id) {
      isReading.value = true
      return succeed(known)
    }
    return bind(await bindSignedIn(device.transport, label()))
  }

  const signIn = async (username: string, password: string): Promise<Result<Member>> =>
    afterSignIn(await signInWithPassword(device.transport, username, password))

  async function signInWithPasskey(): Promise<Result<Member>> {
    const passkey = await import('#device/passkey.ts')
    return afterSignIn(await passkey.signInWithPasskey(device.transport))
  }

  async function addPasskey(name: string): Promise<Result<null>> {
    const passkey = await import('#device/passkey.ts')
    return passkey.addPasskey(device.transport, name)
  }

  async function setPassword(username: string, password: string): Promise<Result<null>> {
    const set = await callEndpoint(device.transport, 'POST', '/api/session/password', { username, password })
    return set.ok ? succeed(null) : set
  }

  /** Refused while work waits: `workWaits` tells how much in `detail.waiting`. */
  async function signOut(): Promise<Result<null>> {
    const leaving = person.value
    if (!leaving) return fail(fault('signedOut'))
    const released = await releasePerson(leaving, device.environment)
    if (!released.ok) return released
    person.value = null
    told.value = null
    device.environment.local.setItem(endingKey, 'yes')
    await endSession()
    return succeed(null)
  }

  return {
    person, member, isReady, isReading, storageFault, told,
    open, enrol, signIn, signInWithPasskey, addPasskey, setPassword, signOut,
    can: (ability: Ability): boolean => member.value !== null && memberCan(member.value, ability),
  }
})
