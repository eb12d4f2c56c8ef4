// What crosses the wire about one phone or desk (SPEC.md, E rules): how it is bound, what the desk
// is told of it, and what it says after it has erased itself.
import * as v from 'valibot'
import type { MemberId } from '#domain/ids.ts'
import { MemberSchema } from './memberMessages.ts'
import { count, named, text } from './scalars.ts'

const instant = v.number()
const maybeInstant = v.nullable(instant)

/** The label lies in a column of its own, and an engine may end a text at a NUL. */
export const InviteTaking = v.object({
  secret: text(100),
  label: v.pipe(
    text(80),
    v.check((label) => !/\p{Cc}/u.test(label), 'no control characters'),
  ),
})
export const InviteLook = v.object({ secret: text(100) })
/** Whose an invite is, shown before it is spent (E7); empty words where there is none. */
export const InviteAnswer = v.object({
  v: v.literal(1),
  /** It can still be taken. */
  isGood: v.boolean(),
  memberName: v.string(),
  community: v.string(),
  /** Who made it and can make another; empty where the server's first run did. */
  invitedBy: v.string(),
})
export type InviteAnswer = v.InferOutput<typeof InviteAnswer>
export const DeviceGrant = v.object({
  v: v.literal(1),
  deviceId: v.string(),
  deviceSecret: v.string(),
  member: MemberSchema,
})
export type DeviceGrant = v.InferOutput<typeof DeviceGrant>

/** The phone has erased itself; `left` is what it could not hand in (E5). */
export const WipeConfirmation = v.object({
  left: v.object({ changes: count, photos: count, drafts: count }),
})
export type WipeConfirmation = v.InferOutput<typeof WipeConfirmation>

export const DeviceSchema = v.object({
  id: v.string(),
  memberId: named<MemberId>(),
  memberName: v.string(),
  label: v.string(),
  createdAt: instant,
  revokedAt: maybeInstant,
  seenAt: maybeInstant,
  waitingChanges: v.number(),
  waitingPhotos: v.number(),
  waitingSince: maybeInstant,
  /** When it was told to hand everything in and erase itself, and when it had. */
  wipeAskedAt: v.optional(maybeInstant),
  wipedAt: v.optional(maybeInstant),
  /** What its app said of itself at the last contact. */
  says: v.optional(
    v.object({
      app: v.string(),
      clockOffMs: v.number(),
      isPersisted: v.nullable(v.boolean()),
      isInstalled: v.nullable(v.boolean()),
      unreadable: v.nullable(v.number()),
    }),
  ),
})
export const DevicesAnswer = v.object({ v: v.literal(1), devices: v.array(DeviceSchema) })
export type DevicesAnswer = v.InferOutput<typeof DevicesAnswer>
export type DeviceSchema = v.InferOutput<typeof DeviceSchema>
