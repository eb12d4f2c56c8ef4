// Supervisors see to members, invites and devices of their own part of the tree.
import { webcrypto } from 'node:crypto'
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { fault } from '#domain/fault.ts'
import { treeOf } from '#domain/grid.ts'
import type { DeviceId, GridId, Instant, MemberId } from '#domain/ids.ts'
import { hasAbility, type Member } from '#domain/member.ts'
import { newId } from '#domain/newId.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { InviteAsking, MemberAlteration, MemberCreation } from '#protocol/memberMessages.ts'
import { DeviceSchema } from '#protocol/deviceMessages.ts'
import { referenceScope } from '#domain/scope.ts'
import { memberOf } from '../access/memberOf.ts'
import { answer } from '../auth/answer.ts'
import { revokeBoundFrom, revokeDevice } from '../auth/enrolment.ts'
import { inviteLink, makeInvite } from '../auth/invites.ts'
import { readMessage } from '../auth/readMessage.ts'
import { sameOrigin } from '../auth/sameOrigin.ts'
import { hasBriefSession } from '../auth/sessionLibrary.ts'
import { signedIn } from '../auth/signedIn.ts'
import { whyNotActFor, whyNotAlter, whyNotManage } from '../auth/whyNotManage.ts'
import type { ServerDeps } from './deps.ts'
import { refuse } from '../http/problems.ts'
import { adminChain } from '../storage/port/audit.ts'
import type { ReadTx, WriteTx } from '../storage/port/storage.ts'

export function memberRoutes(deps: ServerDeps): Hono {
  const { storage, auth, hints } = deps
  const guard = sameOrigin(deps.publicUrl)
  const routes = new Hono()

  routes.get('/api/members/devices', async (c) => {
    const caller = await manager(deps, c)
    if (!caller.ok) return refuse(caller.fault)
    const devices = await storage.read(async (tx) => {
      const tree = treeOf(await tx.grids())
      const members = new Map((await tx.rows('member')).map((row) => [row.id, row.f]))
      const wipes = new Map((await tx.wipes()).map((wipe) => [wipe.deviceId, wipe]))
      return (await tx.devices()).flatMap((device) => {
        const member = members.get(device.memberId)
        if (!member || whyNotManage(caller.value, member, tree)) return []
        const wipe = wipes.get(device.id)
        return [
          v.parse(DeviceSchema, {
            ...device,
            memberName: member.name,
            wipeAskedAt: wipe?.askedAt ?? null,
            wipedAt: wipe?.done?.at ?? null,
          }),
        ]
      })
    })
    return answer({ devices })
  })

  routes.post('/api/members', guard, async (c) => {
    const asked = await managerAsking(deps, c, MemberCreation)
    if (!asked.ok) return refuse(asked.fault)
    const { caller, body } = asked.value
    const made = {
      ...body,
      gridIds: body.gridIds as GridId[],
      id: newId<MemberId>(deps.now(), webcrypto),
      isActive: true,
    }
    const kept = await storage.write((tx) => saveMember(tx, caller, null, made, deps.now()))
    if (!kept.ok) return refuse(kept.fault)
    hints.publish([referenceScope])
    return answer({ member: made })
  })

  routes.patch('/api/members/:id', guard, async (c) => {
    const asked = await managerAsking(deps, c, MemberAlteration)
    if (!asked.ok) return refuse(asked.fault)
    const { caller, body } = asked.value
    const altered = await storage.write(async (tx) => {
      await tx.lockScopes([referenceScope])
      const before = await memberOf(tx, c.req.param('id') as MemberId)
      if (!before) return fail(fault('notAllowed'))
      const after = { ...before, ...body } as Member
      const kept = await saveMember(tx, caller, before, after, deps.now())
      return kept.ok ? succeed({ before, after }) : kept
    })
    if (!altered.ok) return refuse(altered.fault)
    const { before, after } = altered.value
    if (!after.isActive) await auth.block(after.id)
    else if (!before.isActive) await auth.allow(after.id)
    else if (hasBriefSession(after) && !hasBriefSession(before)) await auth.endSessions(after.id)
    hints.publish([referenceScope])
    return answer({ member: after })
  })

  routes.post('/api/members/:id/invite', guard, async (c) => {
    const asked = await managerAsking(deps, c, InviteAsking)
    if (!asked.ok) return refuse(asked.fault)
    const { caller, body } = asked.value
    const made = await storage.write(async (tx) => {
      const member = await memberOf(tx, c.req.param('id') as MemberId)
      const refused = member?.isActive
        ? whyNotManage(caller, member, treeOf(await tx.grids()))
        : fault('notAllowed')
      if (refused || !member) return fail(refused ?? fault('notAllowed'))
      // Who takes an invite acts as its member.
      const beyond = whyNotActFor(caller, member, await hasComeIn(tx, member.id))
      if (beyond) return fail(beyond)
      const invite = await makeInvite(tx, member.id, caller.id, body.medium, deps.now())
      await tx.putAudit(adminChain, {
        at: deps.now(),
        action: 'inviteMade',
        actor: caller.id,
        detail: { of: member.id, medium: body.medium },
      })
      return succeed(invite)
    })
    if (!made.ok) return refuse(made.fault)
    return answer({ url: inviteLink(deps.publicUrl, made.value), expiresAt: made.value.expiresAt })
  })

  routes.post('/api/devices/:id/revoke', guard, async (c) => {
    const caller = await manager(deps, c)
    if (!caller.ok) return refuse(caller.fault)
    const revoked = await storage.write(async (tx) => {
      const device = await tx.device(c.req.param('id') as DeviceId)
      const member = device && (await memberOf(tx, device.memberId))
      if (!device || !member || whyNotManage(caller.value, member, treeOf(await tx.grids())))
        return fail(fault('notAllowed'))
      await revokeDevice(tx, device, caller.value.id, deps.now())
      await revokeBoundFrom(tx, device, caller.value.id, deps.now())
      return succeed(device)
    })
    if (!revoked.ok) return refuse(revoked.fault)
    // Its own end with it; one that began by password on an older app names another device.
    await auth.endSessions(revoked.value.memberId)
    deps.log.info({ deviceId: revoked.value.id }, 'a device was revoked')
    return answer({})
  })

  return routes
}

async function manager(deps: ServerDeps, c: Context): Promise<Result<Member>> {
  const caller = await signedIn(deps, c.req.raw.headers)
  if (!caller.ok) return caller
  return hasAbility(caller.value, 'manageMembers') ? caller : fail(fault('notAllowed'))
}

async function managerAsking<S extends v.GenericSchema>(
  deps: ServerDeps,
  c: Context,
  schema: S,
): Promise<Result<{ caller: Member; body: v.InferOutput<S> }>> {
  const caller = await manager(deps, c)
  if (!caller.ok) return caller
  const body = await readMessage(c.req.raw, schema)
  return body.ok ? succeed({ caller: caller.value, body: body.value }) : body
}

const hasComeIn = async (tx: ReadTx, member: MemberId): Promise<boolean> =>
  (await tx.devicesOf(member)).length > 0

/**
 * Read, decided and written in one transaction: two supervisors at once cannot undo each other
 * unseen.
 */
async function saveMember(
  tx: WriteTx,
  caller: Member,
  before: Member | null,
  after: Member,
  at: Instant,
): Promise<Result<void>> {
  const isOther = before && before.id !== caller.id
  const refused =
    whyNotAlter(caller, before, after, treeOf(await tx.grids())) ??
    (isOther ? whyNotActFor(caller, before, await hasComeIn(tx, before.id)) : null)
  if (refused) return fail(refused)
  await tx.lockScopes([referenceScope])
  const row = before ? await tx.row('member', after.id) : undefined
  await tx.putRow({ t: 'member', id: after.id, v: (row?.v ?? 0) + 1, fv: {}, f: { ...after } }, [
    referenceScope,
  ])
  const { roles, gridIds, isActive } = after
  await tx.putAudit(adminChain, {
    at,
    action: before ? 'memberAltered' : 'memberAdded',
    actor: caller.id,
    t: 'member',
    row: after.id,
    detail: { roles, gridIds, isActive },
  })
  return succeed(undefined)
}
