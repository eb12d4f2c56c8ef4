// Who is asking, by the session cookie: an active member, or nobody.
import { fault } from '#domain/fault.ts'
import type { Member } from '#domain/member.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { memberOf } from '../access/memberOf.ts'
import type { Storage } from '../storage/port/storage.ts'
import type { Auth } from './auth.ts'

export async function signedIn(
  deps: { auth: Pick<Auth, 'memberIdOf'>; storage: Storage },
  headers: Headers,
): Promise<Result<Member>> {
  const id = await deps.auth.memberIdOf(headers)
  const member = id === null ? undefined : await deps.storage.read((tx) => memberOf(tx, id))
  return member?.isActive ? succeed(member) : fail(fault('signedOut'))
}
