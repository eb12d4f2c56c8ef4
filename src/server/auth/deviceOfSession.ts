// Which device a session that begins comes from. Without a living one none begins: nothing outlives
// what it came from (enrolment.ts).
import * as v from 'valibot'
import type { DeviceId, MemberId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import { memberOf } from '../access/memberOf.ts'
import type { SqlDriver } from '../storage/sql/sqlDriver.ts'
import type { Storage } from '../storage/port/storage.ts'
import { livingDevice } from './enrolment.ts'

/**
 * Carries the device that signs in, where it has proved itself; always overwritten on the way in.
 */
export const signingDeviceHeader = 'x-gridwalk-device'

/** What the library tells of the call that begins a session. */
export interface SignInCall {
  path?: string
  body?: unknown
  headers?: Headers
}

interface NewSession {
  userId: string
  memberId: MemberId
  deviceId?: string | null
}

/**
 * The one that took an invite, else the one that signs in, if it is the member's own, else the one
 * the password or passkey was made from. Null where that is no more.
 */
export async function deviceOfSession(
  driver: SqlDriver,
  storage: Storage,
  { userId, memberId, deviceId }: NewSession,
  call: SignInCall | null,
): Promise<{ member: Member; deviceId: DeviceId } | null> {
  const passkeyId =
    call?.path === '/passkey/verify-authentication' ? await passkeyIn(driver, call.body) : undefined
  return storage.read(async (tx) => {
    const member = await memberOf(tx, memberId)
    if (!member?.isActive) return null
    if (deviceId)
      return (await livingDevice(tx, deviceId)) ? { member, deviceId: deviceId as DeviceId } : null
    const madeFrom =
      call?.path === '/sign-in/username'
        ? await tx.deviceOfCredential('password', userId)
        : passkeyId && (await tx.deviceOfCredential('passkey', passkeyId))
    if (!(await livingDevice(tx, madeFrom))) return null
    const signing = await livingDevice(tx, call?.headers?.get(signingDeviceHeader))
    return {
      member,
      deviceId: signing?.memberId === memberId ? signing.id : (madeFrom as DeviceId),
    }
  })
}

const PasskeyAnswer = v.object({ response: v.object({ id: v.string() }) })

async function passkeyIn(driver: SqlDriver, body: unknown): Promise<string | undefined> {
  const answer = v.safeParse(PasskeyAnswer, body)
  if (!answer.success) return undefined
  return (
    await driver.read((turn) =>
      turn.first<{ id: string }>('SELECT id FROM "passkey" WHERE "credentialID" = ?', [
        answer.output.response.id,
      ]),
    )
  )?.id
}
