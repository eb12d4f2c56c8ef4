// Who is asking, by the session cookie: an active member, or nobody.
import { fault } from '#domain/fault.ts'
import type { Member } from '#domain/member.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { memberOf } from '../access.ts'
import type { ServerDeps } from '../deps.ts'

export async function signedIn(
  deps: Pick<ServerDeps, 'auth' | 'storage'>,
  headers: Headers,
): Promise<Result<Member>> {
  const id = await deps.auth.memberIdOf(headers)
  const member = id === null ? undefined : await deps.storage.read((tx) => memberOf(tx, id))
  return member?.isActive ? succeed(member) : fail(fault('signedOut'))
}
