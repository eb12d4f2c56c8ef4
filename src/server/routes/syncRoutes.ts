// POST /api/sync/1: push, then pull, one round trip (SPEC S, M, L).
import { Hono } from 'hono'
import type { Instant, ClientId, PhotoHash } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import { SyncRequest } from '#protocol/messages.ts'
import { parseJson } from '#protocol/parse.ts'
import { acceptPush } from '../sync/acceptPush.ts'
import type { PushOutcome } from '../sync/pushOutcome.ts'
import { memberOf, scopesOfMember } from '../access/memberOf.ts'
import { auditCareRead } from '../sync/auditOfReading.ts'
import { deviceOf } from '../auth/devices.ts'
import type { ServerDeps } from './deps.ts'
import { ledgerOf } from '../ledger/ledger.ts'
import { closeForRebound } from '../incidents/incidents.ts'
import { refuse } from '../http/problems.ts'
import { pull, type Pulled } from '../sync/pull.ts'
import { readBody } from '../http/readBody.ts'
import { floorFor } from '../storage/replica.ts'
import { sealKeyFor } from '../rescue/sealKeys.ts'
import { watchForGoingBack } from '../sync/wentBack.ts'
import type { Device, DeviceTelemetry, DeviceSeen, ReadTx } from '../storage/port/storage.ts'

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
        seenAfter: seenAfter(deps, device.value, request),
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
    const reader = request.pull ? await deps.auth.memberIdOf(context.req.raw.headers) : null
    if (reader === device.value.memberId) await heedReader(deps, heed, request, device.value)
    return answer(
      deps,
      request,
      { ...pushed, receivedAt },
      device.value,
      reader === device.value.memberId ? reader : null,
    )
  })
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

async function answer(
  deps: ServerDeps,
  request: SyncRequest,
  pushed: PushOutcome & { receivedAt: Instant },
  device: Device,
  reader: Device['memberId'] | null,
): Promise<Response> {
  const asked = request.photos.received as PhotoHash[] | undefined
  const pullFor = (member: Member) => async (tx: ReadTx) => ({
    member,
    ...(await pull(
      tx,
      member,
      request.pull!.cursors,
      request.pull!.max,
      pushed.created,
      request.shape,
    )),
  })
  const {
    pulled: pulledHere,
    order,
    reading,
    floor,
    epoch,
    durable,
    photos,
  } = await deps.storage.read(async (tx) => {
    const member = reader ? await memberOf(tx, reader) : undefined
    const isToBeWiped = (await tx.wipe(device.id)) !== undefined
    const reading = member?.isActive && request.pull && !isToBeWiped ? member : null
    const floor =
      reading && deps.replica
        ? await floorFor(
            tx,
            request.install as ClientId,
            await scopesOfMember(tx, reading, request.shape),
            request.pull!.cursors,
          )
        : null
    return {
      reading,
      floor,
      order: isToBeWiped ? ('wipe' as const) : undefined,
      epoch: await tx.epoch(),
      // Nothing is called backed up while there is no backup (B1).
      durable: deps.backup?.hasStore ? await tx.durable(request.install as ClientId) : null,
      photos: asked && (await tx.backupStateOf(device.memberId, asked)),
      pulled: reading && !floor ? await pullFor(reading)(tx) : null,
    }
  })
  const pulled =
    reading && floor
      ? ((await deps.replica!.read(floor, pullFor(reading))) ??
        (await deps.storage.read(pullFor(reading))))
      : pulledHere
  if (pulled) await auditCareRead(deps.storage, pulled.member, pulled.shown, deps.now())
  const sealKey = await sealKeyFor(deps.storage, request.sealKey)
  const head = {
    v: 1,
    req: request.req,
    epoch,
    time: deps.now(),
    push: pushAnswer(pushed, durable),
    photos,
    order,
    sealKey,
  }
  return new Response(`${JSON.stringify(head).slice(0, -1)},"pull":${pullText(pulled)}}`, {
    headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' },
  })
}

const pushAnswer = (
  { last, results, need, fork, later, receivedAt }: PushOutcome & { receivedAt: Instant },
  durable: number | null,
) => ({
  last,
  durable,
  results,
  need,
  fork,
  later,
  receivedAt,
})

const pullText = (pulled: (Pulled & { member: { id: string } }) | null): string =>
  pulled
    ? `{"member":${JSON.stringify(pulled.member.id)},"enter":${JSON.stringify(pulled.enter)},"leave":${JSON.stringify(pulled.leave)},"pages":[${pulled.pages.join(',')}]}`
    : 'null'

/**
 * Kept for the supervisor's "what waits on which phone"; told when it is something new, or once a
 * minute.
 */
function seenAfter(
  deps: ServerDeps,
  device: Device,
  request: SyncRequest,
): (decided: number) => DeviceSeen | null {
  const { push, photos } = request
  const says = telemetryOf(request, deps.now())
  return (decided) => {
    const waitingChanges = Math.max(0, push.waiting - decided)
    const seen: DeviceSeen = {
      seenAt: deps.now(),
      waitingChanges,
      waitingPhotos: photos.waiting,
      waitingSince: waitingChanges > 0 ? push.oldest : null,
      says,
    }
    const isNews =
      waitingChanges !== device.waitingChanges ||
      photos.waiting !== device.waitingPhotos ||
      says.unreadable !== (device.says?.unreadable ?? null)
    return isNews || device.seenAt === null || deps.now() - device.seenAt >= 60_000 ? seen : null
  }
}

const telemetryOf = ({ app, clock, phone }: SyncRequest, now: Instant): DeviceTelemetry => ({
  app,
  clockOffMs: clock.wall - now,
  isPersisted: phone?.persisted ?? null,
  isInstalled: phone?.installed ?? null,
  unreadable: phone?.unreadable ?? null,
})
