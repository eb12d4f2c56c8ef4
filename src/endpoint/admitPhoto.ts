// Whether a photo whose bytes are stored becomes one that people see. What cannot be shown is kept apart and refused, so that the phone
// sets it aside and a supervisor can fetch the bytes: nothing an enrolled device ever sent is thrown away.
// Hands it photos: routes/photoRoutes.ts. Hands on to: acceptPhoto.ts.
import { fault } from '#domain/fault.ts'
import type { PhotoHash } from '#domain/ids.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { acceptPhoto } from './acceptPhoto.ts'
import type { EndpointDeps } from './deps.ts'
import { imageLimits } from './photos/imageInspector.ts'
import { dayOf } from './rateLimits.ts'
import type { Finished } from './photos/photoStore.ts'
import { adminChain } from './storage/audit.ts'
import type { QuarantinedPhoto } from './storage/quarantine.ts'
import type { Device } from './storage/storage.ts'

type Depositor = Pick<Device, 'id' | 'memberId'>

export async function admitPhoto(deps: EndpointDeps, hash: PhotoHash, device: Depositor, finished: Finished): Promise<Result<null>> {
  if (finished.state === 'hashMismatch') return fail(fault('photoHashMismatch'))
  if (finished.state === 'notAnImage') return fail(fault('photoNotAnImage'))
  // Who handed it in first had it looked at already.
  if (!(await deps.storage.read((tx) => tx.photo(hash)))) {
    const bytes = await deps.photos.read(hash)
    if (!bytes) return fail(fault('photoHashMismatch'))
    const verdict = await deps.images.inspect(bytes)
    if (verdict.state === 'busy') return fail(fault('serverBusy'))
    if (verdict.state !== 'sound') return quarantine(deps, { hash, bytes: finished.bytes, fault: faultFor[verdict.state] }, device)
  }
  deps.hints.publish(await acceptPhoto(deps.storage, { hash, bytes: finished.bytes, type: finished.type }, device, deps.now()))
  deps.backup?.wake()
  deps.metrics?.photoTaken(finished.bytes)
  return succeed(null)
}

const faultFor = { unreadable: 'photoUnreadable', tooManyPixels: 'photoTooManyPixels' } as const

export const faultOfQuarantined = (code: QuarantinedPhoto['fault']) =>
  code === 'photoTooManyPixels' ? fault(code, { limit: imageLimits.pixels }) : fault(code)

async function quarantine(
  { storage, now, metrics }: EndpointDeps, photo: Pick<QuarantinedPhoto, 'hash' | 'bytes' | 'fault'>, device: Depositor,
): Promise<Result<null>> {
  const at = now()
  await storage.write(async (tx) => {
    await tx.putQuarantined({ ...photo, memberId: device.memberId, deviceId: device.id, at })
    await tx.dropUpload(photo.hash, device.memberId)
    await tx.countPhoto(device.id, dayOf(at), photo.bytes)
    await tx.putAudit(adminChain, { at, action: 'photoQuarantined', actor: device.memberId, device: device.id, detail: { photo: photo.hash, fault: photo.fault } })
  })
  metrics?.photoQuarantined()
  return fail(faultOfQuarantined(photo.fault))
}
