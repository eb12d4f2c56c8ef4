// What a device says of itself with each request, kept for the supervisor's "what waits on which
// phone": told when it is something new, or once a minute. Asked by routes/syncRoutes.ts.
import type { Instant } from '#domain/ids.ts'
import type { SyncRequest } from '#protocol/messages.ts'
import type { Device, DeviceSeen, DeviceTelemetry } from '../storage/port/storage.ts'

const tellAgainMs = 60_000

/** Once so many of its changes are decided; null when that is no news. */
export function deviceSeen(
  device: Device,
  request: SyncRequest,
  now: () => Instant,
): (decided: number) => DeviceSeen | null {
  const { push, photos } = request
  const says = telemetryOf(request, now())
  return (decided) => {
    const waitingChanges = Math.max(0, push.waiting - decided)
    const seen: DeviceSeen = {
      seenAt: now(),
      waitingChanges,
      waitingPhotos: photos.waiting,
      waitingSince: waitingChanges > 0 ? push.oldest : null,
      says,
    }
    const isNews =
      waitingChanges !== device.waitingChanges ||
      photos.waiting !== device.waitingPhotos ||
      says.unreadable !== (device.says?.unreadable ?? null)
    return isNews || device.seenAt === null || now() - device.seenAt >= tellAgainMs ? seen : null
  }
}

const telemetryOf = ({ app, clock, phone }: SyncRequest, now: Instant): DeviceTelemetry => ({
  app,
  clockOffMs: clock.wall - now,
  isPersisted: phone?.persisted ?? null,
  isInstalled: phone?.installed ?? null,
  unreadable: phone?.unreadable ?? null,
})
