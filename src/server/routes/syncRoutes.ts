// POST /api/sync/1: push, then pull, one round trip (SPEC S, M, L).
import { Hono } from 'hono'
import type { ClientId } from '#domain/ids.ts'
import { SyncRequest } from '#protocol/messages.ts'
import { parseJson } from '#protocol/parse.ts'
import { memberOf, scopesOfMember } from '../access/memberOf.ts'
import { deviceOf } from '../auth/devices.ts'
import { refuse } from '../http/problems.ts'
import { readBody } from '../http/readBody.ts'
import { closeForRebound } from '../incidents/incidents.ts'
import { ledgerOf } from '../ledger/ledger.ts'
import type { Device } from '../storage/port/storage.ts'
import { acceptPush } from '../sync/acceptPush.ts'
import { deviceSeen } from '../sync/deviceSeen.ts'
import { jsonText } from '../sync/rawJson.ts'
import { watchForGoingBack } from '../sync/wentBack.ts'
import type { ServerDeps } from './deps.ts'
import { syncAnswer } from './syncAnswer.ts'

export function syncRoutes(deps: ServerDeps): Hono {
  const heed = watchForGoingBack(deps)
  return new Hono().post('/api/sync/1', async (context) => {
    const device = await deviceOf(deps.storage, context.req.raw.headers)
    if (!device.ok) return refuse(device.fault)
    const tooMany = deps.limits?.whyNotSync(device.value)
    if (tooMany) return refuse(tooMany)
    const body = await readBody(context.req.raw)
    if (!body.ok) return refuse(body.fault)
    const asked = parseJson(SyncRequest, body.value)
    if (!asked.ok) return refuse(asked.fault)
    const request = asked.value
    const receivedAt = deps.now()
    const pushed = await acceptPush(
      {
        storage: deps.storage,
        device: device.value,
        install: request.install as ClientId,
        changes: request.push.changes,
        lost: request.lost,
        app: request.app,
        receivedAt,
        ledger: ledgerOf(deps),
        seenAfter: deviceSeen(device.value, request, deps.now),
      },
      deps.inFlightLog,
    )
    if (
      request.former &&
      request.push.waiting === pushed.results.length &&
      request.photos.waiting === 0
    ) {
      const { former } = request
      await deps.storage.write((tx) => closeForRebound(tx, device.value, former, receivedAt))
    }
    deps.hints.publish(pushed.touched)
    deps.metrics?.pushed(pushed.results)
    if (pushed.results.length > 0) deps.backup?.wake()
    const signedIn = request.pull ? await deps.auth.memberIdOf(context.req.raw.headers) : null
    const reader = signedIn === device.value.memberId ? signedIn : null
    if (reader) await heedReader(deps, heed, request, device.value)
    const answer = await syncAnswer(deps, {
      request,
      device: device.value,
      reader,
      pushed: { ...pushed, receivedAt },
    })
    return new Response(jsonText(answer), { headers: answerHeaders })
  })
}

const answerHeaders = {
  'Content-Type': 'application/json; charset=utf-8',
  'Cache-Control': 'no-store',
}

/** Of what its member may read: nobody is believed about what they cannot have seen. */
async function heedReader(
  deps: ServerDeps,
  heed: ReturnType<typeof watchForGoingBack>,
  request: SyncRequest,
  { id, memberId }: Device,
): Promise<void> {
  const scopes = await deps.storage.read(async (tx) => {
    const member = await memberOf(tx, memberId)
    return member?.isActive ? scopesOfMember(tx, member, request.shape) : []
  })
  await heed({ device: id, epoch: request.epoch, cursors: request.pull!.cursors }, scopes)
}
