// An invite lets one person in, once (E1). Made by a supervisor or the first run, taken by routes/enrol.ts.
import { fault } from '#domain/fault.ts'
import type { Instant, MemberId } from '#domain/ids.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { WriteTx } from '../storage/storage.ts'
import { hashOf, newSecret } from './secrets.ts'

const minuteMs = 60_000

/** How long an invite is good: shown on a screen to somebody present, or printed and carried home. */
export const inviteMs = { screen: 10 * minuteMs, printed: 24 * 60 * minuteMs } as const
export type InviteMedium = keyof typeof inviteMs

export interface MadeInvite {
  secret: string
  expiresAt: Instant
}

export async function makeInvite(tx: WriteTx, memberId: MemberId, createdBy: string, medium: InviteMedium, now: Instant): Promise<MadeInvite> {
  const secret = newSecret()
  const expiresAt = now + inviteMs[medium]
  await tx.putInvite({ secretHash: hashOf(secret), memberId, createdBy, expiresAt, takenAt: null })
  return { secret, expiresAt }
}

/** Spends it. Unknown, expired and already taken look the same to whoever tries. */
export async function takeInvite(tx: WriteTx, secret: string, now: Instant): Promise<Result<MemberId>> {
  const invite = await tx.invite(hashOf(secret))
  if (!invite || invite.takenAt !== null || invite.expiresAt <= now) return fail(fault('inviteSpent'))
  await tx.putInvite({ ...invite, takenAt: now })
  return succeed(invite.memberId)
}

/** In the fragment, so that it reaches no server log and no proxy. */
export const inviteLink = (publicUrl: string, invite: MadeInvite): string => `${publicUrl}/enrol#${invite.secret}`
