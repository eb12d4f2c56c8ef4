// When work is missing or in danger, and when it has turned up after all. Each function runs in the
// transaction of what it tells.
import type { Instant, ClientId } from '#domain/ids.ts'
import { hashOf, isSameHash } from '../access/secrets.ts'
import type { IncidentType } from '../storage/port/incidents.ts'
import type { Device, DeviceSeen, WriteTx } from '../storage/port/storage.ts'
import type { LeftOnWipe } from '../storage/port/wipes.ts'

type Owner = Pick<Device, 'id' | 'memberId'>

/** The phone cannot give these numbers any more (S4). */
export async function recordLostRange(
  tx: WriteTx,
  { id, memberId }: Owner,
  install: ClientId,
  [from, to]: readonly [number, number],
  at: Instant,
): Promise<void> {
  const detail = { install, from, to, count: to - from + 1 }
  await tx.recordIncident(
    { type: 'lostRange', subject: `${install}:${from}`, deviceId: id, memberId, detail },
    at,
  )
}

/** Numbers that were named lost have come in: a range that is whole again is no longer missed. */
export async function closeFoundRanges(
  tx: WriteTx,
  { id }: Owner,
  install: ClientId,
  at: Instant,
): Promise<void> {
  for (const incident of await tx.openIncidentsOf({ type: 'lostRange', deviceId: id })) {
    const {
      install: of,
      from,
      to,
    } = incident.detail as { install: string; from: number; to: number }
    if (of === install && (await tx.journal(install, from, to)).length === to - from + 1)
      await close(tx, incident.id, at)
  }
}

/** What the device says of itself, where that is news. */
export async function recordTelemetry(
  tx: WriteTx,
  { id, memberId }: Owner,
  seen: DeviceSeen,
  at: Instant,
): Promise<void> {
  if (seen.waitingChanges + seen.waitingPhotos === 0) await closeAll(tx, 'unsentLeft', id, at)
  const unreadable = seen.says?.unreadable ?? null
  if (unreadable === 0) await closeAll(tx, 'photoUnreadable', id, at)
  else if (unreadable !== null)
    await tx.recordIncident(
      {
        type: 'photoUnreadable',
        subject: id,
        deviceId: id,
        memberId,
        detail: { count: unreadable },
      },
      at,
    )
}

/** The device is given up, or another takes its place, while something waits on it. */
export async function recordUnsentLeft(
  tx: WriteTx,
  device: Device,
  why: 'revoked' | 'replaced',
  at: Instant,
): Promise<void> {
  const { id, memberId, waitingChanges, waitingPhotos, waitingSince, seenAt } = device
  if (waitingChanges + waitingPhotos === 0) return
  const detail = {
    why,
    changes: waitingChanges,
    photos: waitingPhotos,
    ...(waitingSince === null ? {} : { since: waitingSince }),
    ...(seenAt === null ? {} : { seenAt }),
  }
  await tx.recordIncident({ type: 'unsentLeft', subject: id, deviceId: id, memberId, detail }, at)
}

/**
 * The device has erased itself, and with it what it could not hand in (E5): nothing brings that
 * back by itself.
 */
export async function recordWipedUnsent(
  tx: WriteTx,
  { id, memberId }: Owner,
  left: LeftOnWipe,
  at: Instant,
): Promise<void> {
  if (left.changes + left.photos + left.drafts === 0) return
  await tx.recordIncident(
    { type: 'wipedUnsent', subject: id, deviceId: id, memberId, detail: { ...left } },
    at,
  )
}

/**
 * A member comes in on a new device: what their others last said was waiting may be on a phone that
 * is no more.
 */
export async function recordReplacedDevices(
  tx: WriteTx,
  device: Owner,
  at: Instant,
): Promise<void> {
  const others = (await tx.devicesOf(device.memberId)).filter(
    (each) => each.id !== device.id && each.revokedAt === null,
  )
  for (const other of others) await recordUnsentLeft(tx, other, 'replaced', at)
}

/**
 * The same phone under a new credential has nothing left to send: what its former ones were missed
 * for has come in with it (R7).
 */
export async function closeForRebound(
  tx: WriteTx,
  { memberId }: Owner,
  former: readonly { id: string; secret: string }[],
  at: Instant,
): Promise<void> {
  for (const { id, secret } of former) {
    const device = await tx.device(id as Device['id'])
    if (!device || device.memberId !== memberId || !isSameHash(device.secretHash, hashOf(secret)))
      continue
    await tx.markSeen(device.id, {
      ...device,
      waitingChanges: 0,
      waitingPhotos: 0,
      waitingSince: null,
    })
    await closeAll(tx, 'unsentLeft', device.id, at)
  }
}

/**
 * A member has come to the end of what one member may have stored: nothing is lost, and somebody
 * should know whose phone it is.
 */
export async function recordMemberOver(
  tx: WriteTx,
  {
    memberId,
    account,
    over,
    limit,
  }: { memberId: Device['memberId']; account: string; over: string; limit: number },
  at: Instant,
): Promise<void> {
  await tx.recordIncident(
    {
      type: 'memberOver',
      subject: `${memberId}:${account}`,
      deviceId: null,
      memberId,
      detail: { account, over, limit },
    },
    at,
  )
}

async function closeAll(
  tx: WriteTx,
  type: IncidentType,
  deviceId: Device['id'],
  at: Instant,
): Promise<void> {
  for (const { id } of await tx.openIncidentsOf({ type, deviceId })) await close(tx, id, at)
}

const close = (tx: WriteTx, id: string, at: Instant): Promise<void> =>
  tx.closeIncident(id, { at, by: null, note: null })
