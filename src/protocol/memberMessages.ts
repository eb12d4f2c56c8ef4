// What crosses the wire about members, devices and sessions (SPEC.md, E rules). Names are text:
// whoever shows them escapes them.
import * as v from 'valibot'
import type { GridId, MemberId } from '#domain/ids.ts'
import { memberNameCharacters, type Role, roles } from '#domain/member.ts'
import { named } from './scalars.ts'

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(80), v.regex(/^[\w:.-]+$/))
const line = (max: number) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1),
    v.maxLength(max),
    v.check((text) => !/\p{Cc}/u.test(text), 'no control characters'),
  )

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

/** As the server tells of a member; it may know roles that this app does not. */
export const MemberSchema = v.looseObject({
  id: named<MemberId>(),
  name: v.string(),
  roles: v.array(named<Role>()),
  gridIds: v.array(named<GridId>()),
  isActive: v.boolean(),
})
export const MemberAnswer = v.object({ v: v.literal(1), member: MemberSchema })
export type MemberAnswer = v.InferOutput<typeof MemberAnswer>
/** Of a grid that was renamed; its rows come with the next pull. */
export const GridAnswer = v.object({ v: v.literal(1), grid: v.looseObject({ id: v.string() }) })
export const InviteAnswer = v.object({ v: v.literal(1), url: v.string(), expiresAt: v.number() })
export type InviteAnswer = v.InferOutput<typeof InviteAnswer>

/** Done, and nothing more to say. */
export const DoneAnswer = v.object({ v: v.literal(1) })
