// A phone is told to hand everything in and erase itself (E4), and says that it has (E5). Asked
// from the desk; told by routes/syncRoutes.ts.
import { Hono } from 'hono'
import { fault } from '#domain/fault.ts'
import { treeOf } from '#domain/grid.ts'
import type { DeviceId } from '#domain/ids.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { WipeConfirmation } from '#protocol/deviceMessages.ts'
import { memberOf } from '../access/memberOf.ts'
import { answer } from '../auth/answer.ts'
import { deviceOf } from '../auth/devices.ts'
import { revokeBoundFrom } from '../auth/enrolment.ts'
import { readMessage } from '../auth/readMessage.ts'
import { sameOrigin } from '../auth/sameOrigin.ts'
import { signedIn } from '../auth/signedIn.ts'
import { whyNotManage } from '../auth/whyNotManage.ts'
import type { ServerDeps } from './deps.ts'
import { recordWipedUnsent } from '../incidents/incidents.ts'
import { refuse } from '../http/problems.ts'
import { adminChain } from '../storage/port/audit.ts'
import type { Device } from '../storage/port/storage.ts'

export function wipeRoutes(deps: ServerDeps): Hono {
  const { storage, auth } = deps
  const routes = new Hono()

  routes.post('/api/devices/:id/wipe', sameOrigin(deps.publicUrl), async (c) => {
    const caller = await signedIn(deps, c.req.raw.headers)
    if (!caller.ok) return refuse(caller.fault)
    const at = deps.now()
    const asked = await storage.write(async (tx): Promise<Result<Device>> => {
      const device = await tx.device(c.req.param('id') as DeviceId)
      const member = device && (await memberOf(tx, device.memberId))
      if (!device || !member || whyNotManage(caller.value, member, treeOf(await tx.grids())))
        return fail(fault('notAllowed'))
      // A revoked phone is not listened to any more, so it can be told nothing.
      if (device.revokedAt !== null) return fail(fault('changedMeanwhile'))
      if (await tx.wipe(device.id)) return succeed(device)
      await tx.putWipe({ deviceId: device.id, askedBy: caller.value.id, askedAt: at, done: null })
      // It may still hand in what it holds; what was bound from it ends now.
      await revokeBoundFrom(tx, device, caller.value.id, at)
      await tx.putAudit(adminChain, {
        at,
        action: 'wipeAsked',
        actor: caller.value.id,
        device: device.id,
      })
      return succeed(device)
    })
    if (!asked.ok) return refuse(asked.fault)
    // From now on it only hands in.
    await auth.endSessions(asked.value.memberId)
    deps.log.info({ deviceId: asked.value.id }, 'a device was told to wipe itself')
    return answer({})
  })

  routes.post('/api/devices/wiped', async (c) => {
    const device = await deviceOf(storage, c.req.raw.headers)
    if (!device.ok) return refuse(device.fault)
    const confirmed = await readMessage(c.req.raw, WipeConfirmation)
    if (!confirmed.ok) return refuse(confirmed.fault)
    const at = deps.now()
    const { left } = confirmed.value
    const done = await storage.write(async (tx) => {
      const wipe = await tx.wipe(device.value.id)
      if (!wipe) return false
      await tx.putWipe({ ...wipe, done: { at, left } })
      await tx.putDevice({ ...device.value, revokedAt: at })
      await recordWipedUnsent(tx, device.value, left, at)
      await tx.putAudit(adminChain, {
        at,
        action: 'deviceWiped',
        actor: device.value.memberId,
        device: device.value.id,
        detail: { left },
      })
      return true
    })
    if (!done) return refuse(fault('notAllowed'))
    deps.log.info({ deviceId: device.value.id }, 'a device has wiped itself')
    return answer({})
  })

  return routes
}
