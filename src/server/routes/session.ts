// The session of whoever is signed in: who it is, its end, its password, and a device for one who
// came by password or passkey.
import { Hono } from 'hono'
import { fault } from '#domain/fault.ts'
import { fail, succeed } from '#domain/result.ts'
import { DeviceAsking, PasswordSetting } from '#protocol/memberMessages.ts'
import { memberOf } from '../access/memberOf.ts'
import { answer } from '../auth/answer.ts'
import { whyNotBind } from '../auth/bindingLimit.ts'
import { makeDevice } from '../auth/devices.ts'
import { livingDevice } from '../auth/enrolment.ts'
import { readMessage } from '../auth/readMessage.ts'
import { sameOrigin } from '../auth/sameOrigin.ts'
import { signedIn } from '../auth/signedIn.ts'
import type { ServerDeps } from './deps.ts'
import { ledgerOf } from '../ledger/ledger.ts'
import { refuse } from '../http/problems.ts'
import { adminChain } from '../storage/port/audit.ts'

export function sessionRoutes(deps: ServerDeps): Hono {
  const { auth, storage } = deps
  const guard = sameOrigin(deps.publicUrl)
  const routes = new Hono()

  routes.get('/api/session', async (c) => {
    const session = await auth.readSession(c.req.raw.headers)
    const member = session && (await storage.read((tx) => memberOf(tx, session.memberId)))
    // Their addresses may hold the operator's keys: nobody else is told.
    const told = member ? { member, onlineMaps: deps.onlineMaps ?? [] } : { member: null }
    return answer(told, session?.headers)
  })

  routes.post('/api/session/end', guard, async (c) =>
    answer({}, await auth.endSession(c.req.raw.headers)),
  )

  routes.post('/api/session/device', guard, async (c) => {
    const member = await signedIn(deps, c.req.raw.headers)
    const session = await auth.readSession(c.req.raw.headers)
    if (!member.ok || !session) return refuse(fault('signedOut'))
    const asking = await readMessage(c.req.raw, DeviceAsking)
    if (!asking.ok) return refuse(asking.fault)
    const made = await storage.write(async (tx) => {
      // Asked again under its lock: a device that ends in this moment takes no new one with it
      // unseen.
      if (!(await livingDevice(tx, session.deviceId))) return fail(fault('signedOut'))
      const tooMany = await whyNotBind(tx, ledgerOf(deps), {
        memberId: member.value.id,
        now: deps.now(),
        isInvited: false,
      })
      if (tooMany) return fail(tooMany)
      const given = await makeDevice(
        tx,
        member.value.id,
        asking.value.label,
        deps.now(),
        session.deviceId,
      )
      await tx.putAudit(adminChain, {
        at: deps.now(),
        action: 'deviceEnrolled',
        actor: member.value.id,
        device: given.device.id,
      })
      return succeed(given)
    })
    if (!made.ok) return refuse(made.fault)
    const { device, secret } = made.value
    await auth.bindSession(c.req.raw.headers, device.id)
    return answer({ deviceId: device.id, deviceSecret: secret, member: member.value })
  })

  routes.post('/api/session/password', guard, async (c) => {
    const member = await signedIn(deps, c.req.raw.headers)
    const session = await auth.readSession(c.req.raw.headers)
    if (!member.ok || !session) return refuse(fault('signedOut'))
    const setting = await readMessage(c.req.raw, PasswordSetting)
    if (!setting.ok) return refuse(setting.fault)
    const tooLate = await auth.whyNotAddCredential(session)
    if (tooLate) return refuse(tooLate)
    const isReplacing = await auth.hasPassword(member.value.id)
    const set = await auth.setPassword(
      member.value,
      session.deviceId,
      setting.value.username,
      setting.value.password,
    )
    if (!set.ok) return refuse(set.fault)
    // The library keeps passwords, in statements of its own: this link follows it instead of
    // sharing its transaction.
    await storage.write((tx) =>
      tx.putAudit(adminChain, {
        at: deps.now(),
        action: 'passwordSet',
        actor: member.value.id,
        detail: { of: member.value.id, isReplacing },
      }),
    )
    if (!isReplacing) return answer({})
    await auth.endSessions(member.value.id)
    return answer({}, await auth.startSession(member.value, session.deviceId, c.req.raw))
  })

  return routes
}
