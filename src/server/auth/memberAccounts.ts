// Members as the session library has them, and the ways to sign in that they have made. Opened by
// auth.ts. Like it, not to be called inside a storage transaction.
import type { DeviceId, MemberId } from '#domain/ids.ts'
import { fault } from '#domain/fault.ts'
import type { Member } from '#domain/member.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { Storage } from '../storage/port/storage.ts'
import { livingDevice } from './enrolment.ts'
import type { SessionLibrary } from './sessionLibrary.ts'

interface Account {
  id: string
  username?: string | null
}

export interface MemberAccounts {
  of(memberId: MemberId): Promise<Account | null>
  /** Made if there is none yet. */
  for(member: Member): Promise<Account>
  /** A banned one begins no session. */
  setBanned(memberId: MemberId, banned: boolean): Promise<void>
  /** One that still lets in. */
  hasPassword(memberId: MemberId): Promise<boolean>
  hasPasskey(memberId: MemberId): Promise<boolean>
  /** @param from the device whose end ends the password. */
  setPassword(
    member: Member,
    from: DeviceId,
    username: string,
    password: string,
  ): Promise<Result<void>>
}

export function memberAccounts(
  context: SessionLibrary['context'],
  storage: Storage,
): MemberAccounts {
  const userOf = (memberId: MemberId) =>
    context.adapter.findOne<Account>({
      model: 'user',
      where: [{ field: 'memberId', value: memberId }],
    })

  async function userFor(member: Member): Promise<Account> {
    const known = await userOf(member.id)
    if (known) return known
    const made = {
      memberId: member.id,
      email: `${member.id}@members.invalid`,
      emailVerified: false,
      name: member.name,
    }
    try {
      return await context.internalAdapter.createUser(made, { method: 'admin' })
    } catch (error) {
      // Enrolled twice in the same moment: the other one has made it.
      const other = await userOf(member.id)
      if (other) return other
      throw error
    }
  }

  async function setBanned(memberId: MemberId, banned: boolean): Promise<void> {
    const user = await userOf(memberId)
    if (user) await context.internalAdapter.updateUser(user.id, { banned })
  }

  async function hasPassword(memberId: MemberId): Promise<boolean> {
    const user = await userOf(memberId)
    if (!user || !(await context.internalAdapter.findCredentialAccount(user.id))) return false
    return (
      (await storage.read(async (tx) =>
        livingDevice(tx, await tx.deviceOfCredential('password', user.id)),
      )) !== undefined
    )
  }

  async function hasPasskey(memberId: MemberId): Promise<boolean> {
    const user = await userOf(memberId)
    const passkeys = user
      ? await context.adapter.findMany<{ id: string }>({
          model: 'passkey',
          where: [{ field: 'userId', value: user.id }],
        })
      : []
    const devices = await storage.read((tx) =>
      Promise.all(
        passkeys.map(async ({ id }) =>
          livingDevice(tx, await tx.deviceOfCredential('passkey', id)),
        ),
      ),
    )
    return devices.some((device) => device !== undefined)
  }

  return {
    of: userOf,
    for: userFor,
    setBanned,
    hasPassword,
    hasPasskey,
    setPassword: async (member, from, username, password) => {
      const user = await userFor(member)
      const holder = await context.adapter.findOne<{ id: string }>({
        model: 'user',
        where: [{ field: 'username', value: username }],
      })
      if (holder && holder.id !== user.id) return fail(fault('nameTaken'))
      if (!holder) await context.internalAdapter.updateUser(user.id, { username })
      const hash = await context.password.hash(password)
      await storage.write((tx) => tx.putCredential('password', user.id, from))
      if (await context.internalAdapter.findCredentialAccount(user.id))
        await context.internalAdapter.updatePassword(user.id, hash)
      else
        await context.internalAdapter.createAccount({
          userId: user.id,
          providerId: 'credential',
          accountId: user.id,
          password: hash,
        })
      return succeed(undefined)
    },
  }
}
