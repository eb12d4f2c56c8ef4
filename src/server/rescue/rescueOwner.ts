// Whose phone wrote a rescue file, as its head record says and proves. Asked by importRescue.ts.
import type { DeviceId } from '#domain/ids.ts'
import type { OpenedRecord } from '#crypto/openRecords.ts'
import { parseJson } from '#protocol/parse.ts'
import { RescueHead } from '#protocol/rescueFile.ts'
import { hashOf, isSameHash } from '../access/secrets.ts'
import type { Device, Storage } from '../storage/port/storage.ts'

export interface Owner {
  device: Device
  head: RescueHead
}

/**
 * The device that wrote the file, if it proves to be one of ours. A revoked one is ours too: its
 * work is parked (R4).
 */
export async function ownerOf(
  { storage }: { storage: Storage },
  record: OpenedRecord,
): Promise<Owner | null> {
  const head = parseJson(RescueHead, textOf(record))
  if (!head.ok) return null
  const device = await storage.read((tx) => tx.device(head.value.deviceId as DeviceId))
  return device && isSameHash(device.secretHash, hashOf(head.value.deviceSecret))
    ? { device, head: head.value }
    : null
}

export const textOf = ({ content }: Pick<OpenedRecord, 'content'>): string =>
  Buffer.from(content).toString('utf8')
