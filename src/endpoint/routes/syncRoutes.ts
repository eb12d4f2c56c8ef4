// POST /api/sync/1: push, then pull, one round trip (SPEC S, M, L).
import { Hono } from 'hono'
import type { Instant, InstallId } from '#domain/ids.ts'
import { SyncRequest } from '#protocol/messages.ts'
import { parseJson } from '#protocol/parse.ts'
import { acceptPush, type PushOutcome } from '../acceptPush.ts'
import { memberOf } from '../access.ts'
import { deviceOf } from '../auth/devices.ts'
import type { EndpointDeps } from '../deps.ts'
import { refuse } from '../problems.ts'
import { pull, type Pulled } from '../pull.ts'
import { readBody } from '../readBody.ts'
import type { Device, DeviceSeen } from '../storage/storage.ts'

export function syncRoutes(deps: EndpointDeps): Hono {
  return new Hono().post('/api/sync/1', async (context) => {
    const device = await deviceOf(deps.storage, context.req.raw.headers)
    if (!device.ok) return refuse(device.fault)
    const body = await readBody(context.req.raw)
    if (!body.ok) return refuse(body.fault)
    const asked = parseJson(SyncRequest, body.value)
    if (!asked.ok) return refuse(asked.fault)
    const request = asked.value
    const receivedAt = deps.now()
    const pushed = await acceptPush({
      storage: deps.storage,
      device: device.value,
      install: request.install as InstallId,
      changes: request.push.changes,
      lost: request.lost,
      receivedAt,
      seenAfter: seenAfter(deps, device.value, request),
    })
    deps.hints.publish(pushed.touched)
    const reader = request.pull ? await deps.auth.memberIdOf(context.req.raw.headers) : null
    return answer(deps, request, { ...pushed, receivedAt }, reader === device.value.memberId ? reader : null)
  })
}

async function answer(deps: EndpointDeps, request: SyncRequest, pushed: PushOutcome & { receivedAt: Instant }, reader: Device['memberId'] | null): Promise<Response> {
  const { epoch, pulled } = await deps.storage.read(async (tx) => {
    const member = reader ? await memberOf(tx, reader) : undefined
    const isReading = member?.isActive && request.pull
    return {
      epoch: await tx.epoch(),
      pulled: isReading ? { member, ...(await pull(tx, member, request.pull!.cursors, request.pull!.max, pushed.created)) } : null,
    }
  })
  const head = { v: 1, req: request.req, epoch, time: deps.now(), push: pushAnswer(pushed) }
  return new Response(`${JSON.stringify(head).slice(0, -1)},"pull":${pullText(pulled)}}`, {
    headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' },
  })
}

/** `durable` is null until a second place for the journal is configured: nothing is called backed up before it is. */
const pushAnswer = ({ last, results, need, fork, receivedAt }: PushOutcome & { receivedAt: Instant }) => ({
  last, durable: null, results, need, fork, receivedAt,
})

const pullText = (pulled: (Pulled & { member: { id: string } }) | null): string =>
  pulled
    ? `{"member":${JSON.stringify(pulled.member.id)},"enter":${JSON.stringify(pulled.enter)},"leave":${JSON.stringify(pulled.leave)},"pages":[${pulled.pages.join(',')}]}`
    : 'null'

/** Kept for the supervisor's "what waits on which phone"; told when it is something new, or once a minute. */
function seenAfter(deps: EndpointDeps, device: Device, { push, photos }: SyncRequest): (decided: number) => DeviceSeen | null {
  return (decided) => {
    const waitingChanges = Math.max(0, push.waiting - decided)
    const seen: DeviceSeen = { seenAt: deps.now(), waitingChanges, waitingPhotos: photos.waiting, waitingSince: waitingChanges > 0 ? push.oldest : null }
    const isNews = waitingChanges !== device.waitingChanges || photos.waiting !== device.waitingPhotos
    return isNews || device.seenAt === null || deps.now() - device.seenAt >= 60_000 ? seen : null
  }
}
