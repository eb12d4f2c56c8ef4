// Whose phone still holds photos that have not arrived, and when it was last heard of.
import type { MemberId } from '#domain/ids.ts'
import type { DeskDevice } from '#state/useDesk.ts'

/** The author's phone with photos waiting; where none says so, the one heard of last. */
export function photoHolder(devices: readonly DeskDevice[], memberId: MemberId): DeskDevice | null {
  const own = devices.filter((device) => device.memberId === memberId && device.revokedAt === null)
  const byContact = own.sort((a, b) => (b.seenAt ?? 0) - (a.seenAt ?? 0))
  return byContact.find((device) => device.waitingPhotos > 0) ?? byContact[0] ?? null
}

/** Devices with unsent work, the longest silent first. */
export const devicesWaiting = (devices: readonly DeskDevice[]): DeskDevice[] =>
  devices
    .filter(
      (device) => device.revokedAt === null && device.waitingChanges + device.waitingPhotos > 0,
    )
    .sort((a, b) => (a.seenAt ?? 0) - (b.seenAt ?? 0))
