// Who uses this phone. Their session may end; capture and sending never depend on it.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import {
  bindPhone,
  leavePhone,
  type PhoneSession,
  closeSessionStores,
  resumePhone,
  wipePhone,
} from '#client/phone/phoneSession.ts'
import { putFacts, readFacts } from '#client/db/phoneFacts.ts'
import { finishWipes } from '#client/session/wipe.ts'
import { mayBindHere } from '#client/db/storageHealth.ts'
import { deviceHeader } from '#client/http/transport.ts'
import { fault } from '#domain/fault.ts'
import { type Ability, hasAbility, type Member } from '#domain/member.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { DeviceGrant } from '#protocol/deviceMessages.ts'
import { useDevice } from './device.ts'
import { useStorageTrouble } from './useStorageTrouble.ts'

export type { InviteAnswer } from '#protocol/deviceMessages.ts'

/** Only who comes or goes needs it, so that no other start loads it. */
const account = () => import('#client/http/account.ts')

export const useSession = defineStore('session', () => {
  const device = useDevice()
  const storage = useStorageTrouble()
  const current = shallowRef<PhoneSession | null>(null)
  const remoteMember = shallowRef<Member | null>(null)
  const isReady = ref(false)
  const isReading = ref(true)
  /** Since the app was opened: whoever holds it is told why it is empty. */
  const wasWiped = ref(false)
  /** The member's row as the server last told it, else as at enrolment. */
  const member = computed(() => remoteMember.value ?? current.value?.member ?? null)

  const setSessionToEnd = (isSessionToEnd: true | undefined): Promise<void> =>
    putFacts(device.environment, { isSessionToEnd })

  /** A session that could not be ended without a connection is ended at the next chance. */
  async function endServerSession(): Promise<void> {
    if (!(await readFacts(device.environment)).isSessionToEnd) return
    const ended = await (await account()).endSession(device.transport)
    if (ended.ok || ended.fault.code === 'signedOut') await setSessionToEnd(undefined)
  }

  const wiping = () => ({
    environment: device.environment,
    transport: device.transport,
    caches: globalThis.caches,
  })

  /** The server has told this phone to empty itself. False while work waits to be handed in. */
  async function wipeAll(): Promise<boolean> {
    const leaving = current.value
    if (!leaving) return true
    if (!(await wipePhone(leaving, wiping()))) return false
    current.value = null
    remoteMember.value = null
    wasWiped.value = true
    return true
  }

  /**
   * A sign-out without a connection, a wipe that this phone died in the midst of. Where the facts
   * cannot be read, the opening says so.
   */
  function finishWhatWasBegun(): void {
    for (const work of [endServerSession(), finishWipes(wiping())])
      work.catch((error: unknown) => console.warn('not finished', error))
  }

  async function open(): Promise<void> {
    finishWhatWasBegun()
    globalThis.addEventListener('online', finishWhatWasBegun)
    await storage.waitFor(resumePhone(storage.environment).then(take))
    isReady.value = true
  }

  function take(opened: Result<PhoneSession | null>): void {
    storage.trouble = opened.ok ? null : opened.fault
    if (!opened.ok) return
    current.value = opened.value
    storage.hold(opened.value)
  }

  async function bind(granted: Result<DeviceGrant>): Promise<Result<Member>> {
    if (!granted.ok) return granted
    const bound = await bindPhone(granted.value, storage.environment)
    if (!bound.ok) return bound
    if (current.value) closeSessionStores(current.value)
    remoteMember.value = null
    wasWiped.value = false
    take(bound)
    isReading.value = true
    await setSessionToEnd(undefined) // a new session has taken the place of the one to be ended
    return succeed(bound.value.member)
  }

  const lookAtInvite = async (secret: string) =>
    (await account()).lookAtInvite(device.transport, secret)
  /** The invite is good once, so it is not spent on a window that cannot keep anything. */
  async function enrol(secret: string): Promise<Result<Member>> {
    const may = await mayBindHere(device.environment.indexedDB)
    if (!may.ok) return may
    const { deviceLabel, takeInvite } = await account()
    return bind(await takeInvite(device.transport, secret, deviceLabel(navigator.userAgent)))
  }

  /**
   * After a sign-in: the same member on the same phone keeps the device they have, and only reads
   * again.
   */
  async function afterSignIn(signedIn: Result<null>): Promise<Result<Member>> {
    if (!signedIn.ok) return signedIn
    const { bindSignedIn, deviceLabel, readSession } = await account()
    const answer = await readSession(device.transport)
    const known = answer.ok ? answer.value.member : null
    if (known && current.value?.memberId === known.id) {
      isReading.value = true
      return succeed(known)
    }
    const may = await mayBindHere(device.environment.indexedDB)
    if (!may.ok) return may
    return bind(await bindSignedIn(device.transport, deviceLabel(navigator.userAgent)))
  }

  const own = (): Record<string, string> =>
    current.value ? deviceHeader(current.value.device) : {}

  const signIn = async (username: string, password: string): Promise<Result<Member>> =>
    afterSignIn(
      await (await account()).signInWithPassword(device.transport, username, password, own()),
    )

  async function signInWithPasskey(): Promise<Result<Member>> {
    const passkey = await import('#client/session/passkey.ts')
    return afterSignIn(await passkey.signInWithPasskey(device.transport, own()))
  }

  async function addPasskey(name: string): Promise<Result<null>> {
    const passkey = await import('#client/session/passkey.ts')
    return passkey.addPasskey(device.transport, name)
  }

  async function choosePassword(username: string, password: string): Promise<Result<null>> {
    const set = await (await account()).setPassword(device.transport, username, password)
    return set.ok ? succeed(null) : set
  }

  /**
   * Refused while work waits (`workWaits` tells how much in `detail.waiting`), unless it is to stay
   * sealed on this phone.
   */
  async function signOut({ isToBeSealed = false } = {}): Promise<Result<null>> {
    const leaving = current.value
    if (!leaving) return fail(fault('signedOut'))
    const released = await leavePhone(leaving, device.environment, { isToBeSealed })
    if (!released.ok) return released
    current.value = null
    remoteMember.value = null
    await setSessionToEnd(true)
    // Noted: where it does not succeed now it is ended later.
    await endServerSession().catch((error: unknown) => console.warn('not ended', error))
    return succeed(null)
  }

  return {
    current,
    member,
    isReady,
    isReading,
    remoteMember,
    wasWiped,
    open,
    lookAtInvite,
    enrol,
    signIn,
    signInWithPasskey,
    addPasskey,
    setPassword: choosePassword,
    signOut,
    wipe: wipeAll,
    hasAbility: (ability: Ability): boolean =>
      member.value !== null && hasAbility(member.value, ability),
  }
})
