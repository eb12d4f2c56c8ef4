// An invite lets one person in, once (E1). Made by a supervisor or the first run, taken by
// routes/enrol.ts.
import { fault } from '#domain/fault.ts'
import type { Instant, MemberId } from '#domain/ids.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { Invite, ReadTx, WriteTx } from '../storage/port/storage.ts'
import { hashOf, newSecret } from '../access/secrets.ts'

const minuteMs = 60_000

/**
 * How long an invite is good: shown on a screen to somebody present, or printed and carried home.
 */
export const inviteMs = { screen: 10 * minuteMs, printed: 24 * 60 * minuteMs } as const
export type InviteMedium = keyof typeof inviteMs

export interface MadeInvite {
  secret: string
  expiresAt: Instant
}

export async function makeInvite(
  tx: WriteTx,
  memberId: MemberId,
  createdBy: string,
  medium: InviteMedium,
  now: Instant,
): Promise<MadeInvite> {
  const secret = newSecret()
  const expiresAt = now + inviteMs[medium]
  await tx.putInvite({ secretHash: hashOf(secret), memberId, createdBy, expiresAt, takenAt: null })
  return { secret, expiresAt }
}

/** For so long after its end an invite still says whose it was, so that they know whom to ask. */
const rememberedMs = 30 * 24 * 60 * minuteMs

/** Spends nothing. Null where there is none of this secret, or none any more. */
export async function lookAtInvite(
  tx: ReadTx,
  secret: string,
  now: Instant,
): Promise<{ invite: Invite; isGood: boolean } | null> {
  const invite = await tx.invite(hashOf(secret))
  if (!invite || now >= invite.expiresAt + rememberedMs) return null
  return { invite, isGood: invite.takenAt === null && now < invite.expiresAt }
}

/**
 * Nobody else can spend it meanwhile. Unknown, expired and already taken are refused alike.
 */
export async function holdInvite(
  tx: WriteTx,
  secret: string,
  now: Instant,
): Promise<Result<Invite>> {
  const invite = await tx.invite(hashOf(secret))
  return !invite || invite.takenAt !== null || invite.expiresAt <= now
    ? fail(fault('inviteSpent'))
    : succeed(invite)
}

export const spendInvite = (tx: WriteTx, invite: Invite, now: Instant): Promise<void> =>
  tx.putInvite({ ...invite, takenAt: now })

/** In the fragment, so that it reaches no server log and no proxy. */
export const inviteLink = (publicUrl: string, invite: MadeInvite): string =>
  `${publicUrl}/enrol#${invite.secret}`
