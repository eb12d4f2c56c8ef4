// The end of a rescue file says what all of it was. Once everything is here the device has nothing
// left of what it was missed for (R6).
import type { Instant, PhotoHash } from '#domain/ids.ts'
import type { RescueEnd, RescueHead } from '#protocol/rescueFile.ts'
import type { Device, Storage } from '../storage/port/storage.ts'

export async function closeArrived(
  storage: Storage,
  { device, head }: { device: Device; head: RescueHead },
  { changes, photos }: RescueEnd,
  at: Instant,
): Promise<void> {
  await storage.write(async (tx) => {
    const [outcomes, deposited] = [
      await tx.outcomesOf(changes),
      await tx.depositedBy(device.memberId, photos as PhotoHash[]),
    ]
    const isHere = (id: string): boolean => outcomes.get(id)?.isBare === false
    if (!changes.every(isHere) || photos.some((hash) => !deposited.has(hash as PhotoHash))) return
    // Only what the device itself last said is taken back; a word it gave after it made the file
    // stands.
    const now = await tx.device(device.id)
    if (now && (now.seenAt ?? 0) <= head.madeAt)
      await tx.markSeen(device.id, {
        ...now,
        waitingChanges: 0,
        waitingPhotos: 0,
        waitingSince: null,
      })
    for (const incident of await tx.openIncidentsOf({ type: 'unsentLeft', deviceId: device.id })) {
      const holdsAll =
        changes.length >= Number(incident.detail.changes) &&
        photos.length >= Number(incident.detail.photos)
      if (holdsAll) await tx.closeIncident(incident.id, { at, by: null, note: null })
    }
  })
}
