// Someone opens an invite on their phone: it becomes a device and a session (E1, E2).
import { Hono } from 'hono'
import { fault } from '#domain/fault.ts'
import type { MemberId } from '#domain/ids.ts'
import { fail, succeed } from '#domain/result.ts'
import { type InviteAnswer, InviteLook, InviteTaking } from '#protocol/deviceMessages.ts'
import { memberOf } from '../access/memberOf.ts'
import { answer } from '../auth/answer.ts'
import { whyNotBind } from '../auth/bindingLimit.ts'
import { makeDevice } from '../auth/devices.ts'
import { holdInvite, lookAtInvite, spendInvite } from '../auth/invites.ts'
import { readMessage } from '../auth/readMessage.ts'
import { sameOrigin } from '../auth/sameOrigin.ts'
import type { ServerDeps } from './deps.ts'
import { ledgerOf } from '../ledger/ledger.ts'
import { refuse } from '../http/problems.ts'
import { adminChain } from '../storage/port/audit.ts'

export function enrolRoutes(deps: ServerDeps): Hono {
  const routes = new Hono()
  routes.post('/api/enrol', sameOrigin(deps.publicUrl), async (c) => {
    const tooMany = deps.limits?.whyNotEnrol()
    if (tooMany) return refuse(tooMany)
    const taking = await readMessage(c.req.raw, InviteTaking)
    if (!taking.ok) return refuse(taking.fault)
    const now = deps.now()
    const taken = await deps.storage.write(async (tx) => {
      const invite = await holdInvite(tx, taking.value.secret, now)
      if (!invite.ok) return invite
      const member = await memberOf(tx, invite.value.memberId)
      if (!member?.isActive) return fail(fault('inviteSpent'))
      // Told to come later, they come with the same invite.
      const tooMany = await whyNotBind(tx, ledgerOf(deps), {
        memberId: member.id,
        now,
        isInvited: true,
      })
      if (tooMany) return fail(tooMany)
      await spendInvite(tx, invite.value, now)
      const made = await makeDevice(tx, member.id, taking.value.label, now)
      await tx.putAudit(adminChain, {
        at: now,
        action: 'deviceEnrolled',
        actor: member.id,
        device: made.device.id,
      })
      return succeed({ member, ...made })
    })
    if (!taken.ok) return refuse(taken.fault)
    const { member, device, secret } = taken.value
    deps.log.info({ deviceId: device.id }, 'a device was enrolled')
    return answer(
      { deviceId: device.id, deviceSecret: secret, member },
      await deps.auth.startSession(member, device.id, c.req.raw),
    )
  })
  // A page that is opened by a link preview, or in a browser that keeps nothing, spends nothing.
  routes.post('/api/enrol/look', sameOrigin(deps.publicUrl), async (c) => {
    const tooMany = deps.limits?.whyNotEnrol()
    if (tooMany) return refuse(tooMany)
    const looking = await readMessage(c.req.raw, InviteLook)
    if (!looking.ok) return refuse(looking.fault)
    const now = deps.now()
    return c.json(
      await deps.storage.read(async (tx): Promise<InviteAnswer> => {
        const found = await lookAtInvite(tx, looking.value.secret, now)
        const member = found && (await memberOf(tx, found.invite.memberId))
        if (!found || !member?.isActive)
          return { v: 1, isGood: false, memberName: '', community: '', invitedBy: '' }
        const inviter = await memberOf(tx, found.invite.createdBy as MemberId)
        const root = (await tx.grids()).find((grid) => grid.parentId === null)
        return {
          v: 1,
          isGood: found.isGood,
          memberName: member.name,
          community: root?.name ?? '',
          invitedBy: inviter?.name ?? '',
        }
      }),
    )
  })
  return routes
}
