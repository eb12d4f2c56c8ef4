// What crosses the wire about members, devices and sessions (SPEC.md, E rules). Names are text:
// whoever shows them escapes them.
import * as v from 'valibot'
import { memberNameCharacters, roles } from '#domain/member.ts'

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(80), v.regex(/^[\w:.-]+$/))
const line = (max: number) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1),
    v.maxLength(max),
    v.check((text) => !/\p{Cc}/u.test(text), 'no control characters'),
  )
const instant = v.number()
const maybeInstant = v.nullable(instant)

export const memberLimits = {
  nameCharacters: memberNameCharacters,
  labelCharacters: 80,
  usernameCharacters: { least: 3, most: 30 },
  passwordCharacters: { least: 10, most: 128 },
} as const

const name = line(memberLimits.nameCharacters)
const memberRoles = v.pipe(v.array(v.picklist(roles)), v.minLength(1), v.maxLength(roles.length))
const gridIds = v.pipe(v.array(id), v.minLength(1), v.maxLength(200))

export const DeviceAsking = v.object({ label: line(memberLimits.labelCharacters) })
/** Letters and digits of any script, so that a name in Chinese is a user name too. */
export const Username = v.pipe(
  v.string(),
  v.normalize('NFKC'),
  v.toLowerCase(),
  v.minLength(memberLimits.usernameCharacters.least),
  v.maxLength(memberLimits.usernameCharacters.most),
  v.regex(/^[\p{L}\p{N}_.-]+$/u),
)
export const PasswordSetting = v.object({
  username: Username,
  password: v.pipe(
    v.string(),
    v.minLength(memberLimits.passwordCharacters.least),
    v.maxLength(memberLimits.passwordCharacters.most),
  ),
})
export const MemberCreation = v.object({ name, roles: memberRoles, gridIds })
export const MemberAlteration = v.object({
  name: v.optional(name),
  roles: v.optional(memberRoles),
  gridIds: v.optional(gridIds),
  isActive: v.optional(v.boolean()),
})
export const GridRenaming = v.object({ name })
export const InviteAsking = v.object({ medium: v.picklist(['screen', 'printed']) })

const MemberSchema = v.looseObject({
  id: v.string(),
  name: v.string(),
  roles: v.array(v.string()),
  gridIds: v.array(v.string()),
  isActive: v.boolean(),
})
export const SessionAnswer = v.object({ v: v.literal(1), member: v.nullable(MemberSchema) })
export type SessionAnswer = v.InferOutput<typeof SessionAnswer>
export const MemberAnswer = v.object({ v: v.literal(1), member: MemberSchema })
export type MemberAnswer = v.InferOutput<typeof MemberAnswer>
export const InviteAnswer = v.object({ v: v.literal(1), url: v.string(), expiresAt: instant })
export type InviteAnswer = v.InferOutput<typeof InviteAnswer>

export const DeviceSchema = v.object({
  id: v.string(),
  memberId: v.string(),
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
