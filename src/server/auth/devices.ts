// The credential of an enrolled phone or desk: it deposits work and reads nothing but the outcome
// of it (S1, E2, E3).
import { webcrypto } from 'node:crypto'
import { fault } from '#domain/fault.ts'
import type { DeviceId, Instant, MemberId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { recordReplacedDevices } from '../incidents/incidents.ts'
import type { Device, Storage, WriteTx } from '../storage/port/storage.ts'
import { hashOf, isSameHash, newSecret } from '../access/secrets.ts'

export interface MadeDevice {
  device: Device
  /** Shown once. */
  secret: string
}

/** @param boundBy the device whose session asks for it; none where an invite is taken. */
export async function makeDevice(
  tx: WriteTx,
  memberId: MemberId,
  label: string,
  now: Instant,
  boundBy?: DeviceId,
): Promise<MadeDevice> {
  const secret = newSecret()
  const device: Device = {
    id: newId<DeviceId>(now, webcrypto),
    memberId,
    secretHash: hashOf(secret),
    label,
    createdAt: now,
    ...(boundBy && { boundBy }),
    revokedAt: null,
    seenAt: null,
    waitingChanges: 0,
    waitingPhotos: 0,
    waitingSince: null,
  }
  await tx.putDevice(device)
  await recordReplacedDevices(tx, device, now)
  return { device, secret }
}

export function readDeviceHeader(headers: Headers): { id: DeviceId; secret: string } | null {
  const match = /^Device ([\w-]{1,80})\.([\w-]{1,100})$/.exec(headers.get('Authorization') ?? '')
  return match ? { id: match[1] as DeviceId, secret: match[2]! } : null
}

/**
 * Says nothing about the member: work of someone who has left still arrives and is parked, never
 * thrown away (S7).
 */
export async function deviceOf(storage: Storage, headers: Headers): Promise<Result<Device>> {
  const shown = readDeviceHeader(headers)
  if (!shown) return fail(fault('unknownDevice'))
  const device = await storage.read((tx) => tx.device(shown.id))
  if (!device || !isSameHash(device.secretHash, hashOf(shown.secret)))
    return fail(fault('unknownDevice'))
  return device.revokedAt === null ? succeed(device) : fail(fault('revokedDevice'))
}
