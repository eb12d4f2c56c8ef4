// An enrolment is an invite taken: the device it made, and all that came from that device.
// Sessions, passwords, passkeys and further devices each name the device they came from, and are
// good only as long as it is. Revoking or wiping one ends all of it, in one transaction.
import type { DeviceId, Instant, MemberId } from '#domain/ids.ts'
import { recordUnsentLeft } from '../incidents/incidents.ts'
import { adminChain } from '../storage/port/audit.ts'
import type { Device, ReadTx, WriteTx } from '../storage/port/storage.ts'

/** A device that may enrol others for its member: neither given up nor told to empty itself. */
export async function livingDevice(
  tx: ReadTx,
  id: string | null | undefined,
): Promise<Device | undefined> {
  const device = id ? await tx.device(id as DeviceId) : undefined
  return device?.revokedAt === null && !(await tx.wipe(device.id)) ? device : undefined
}

/**
 * Revokes what was bound from the device, however far; not itself. Each is locked before its own
 * are looked for, so that none is bound meanwhile.
 */
export async function revokeBoundFrom(
  tx: WriteTx,
  device: Device,
  by: MemberId,
  at: Instant,
): Promise<void> {
  const ending: Device[] = [device]
  for (const from of ending) {
    await tx.device(from.id)
    for (const each of await tx.devicesOf(from.memberId))
      if (each.boundBy === from.id) ending.push(each)
  }
  for (const each of ending.slice(1)) await revokeDevice(tx, each, by, at)
}

export async function revokeDevice(
  tx: WriteTx,
  device: Device,
  by: MemberId,
  at: Instant,
): Promise<void> {
  if (device.revokedAt !== null) return
  await tx.putDevice({ ...device, revokedAt: at })
  await recordUnsentLeft(tx, device, 'revoked', at)
  await tx.putAudit(adminChain, { at, action: 'deviceRevoked', actor: by, device: device.id })
}
