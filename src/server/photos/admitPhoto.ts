// Whether a photo or voice note whose bytes are stored becomes one that people see. What cannot be
// shown is kept apart and refused, so that the phone sets it aside and a supervisor can fetch the
// bytes: nothing an enrolled device ever sent is thrown away. Hands it photos:
// routes/photoRoutes.ts. Hands on to: acceptPhoto.ts.
import type { AttachmentField } from '#domain/attachment.ts'
import { type Fault, fault } from '#domain/fault.ts'
import type { Instant, PhotoHash, ScopeId } from '#domain/ids.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { acceptPhoto } from './acceptPhoto.ts'
import { type Ledger, ledgerOf } from '../ledger/ledger.ts'
import { allowances, comeAgain, photoBytesOfAllInADay } from '../ledger/limits.ts'
import { type ImageInspector, imageLimits } from './imageInspector.ts'
import type { Asked, Finished, MayKeep, PhotoStore } from './photoStore.ts'
import { adminChain } from '../storage/port/audit.ts'
import type { QuarantinedPhoto } from '../storage/port/quarantine.ts'
import type { Device, Storage, WriteTx } from '../storage/port/storage.ts'

export interface PhotoIntake {
  storage: Storage
  photos: PhotoStore
  images: ImageInspector
  hints: { publish(scopes: readonly ScopeId[]): void }
  /** Absent: the one with the limits that stand. */
  ledger?: Ledger
  now: () => Instant
  /** Absent where no backup is kept. */
  backup?: { wake(): void }
  /** Absent: nobody counts. */
  metrics?: { photoTaken(bytes: number): void; photoQuarantined(): void }
}

type Depositor = Pick<Device, 'id' | 'memberId'>

/**
 * @param keep puts the bytes where photos lie, once it is known that they may lie there.
 * @param medium what they were sent as; left out, they are what they are.
 */
export async function admitPhoto(
  deps: PhotoIntake,
  hash: PhotoHash,
  device: Depositor,
  keep: (asked: Asked) => Promise<Finished>,
  medium?: AttachmentField,
): Promise<Result<null>> {
  const found: { unshown?: QuarantinedPhoto['fault']; later?: Fault | null } = {}
  const mayKeep: MayKeep = async (bytes, type) => {
    // There is nothing to decode in it before anyone hears it: it is served as sound alone.
    if (isAudio(type)) return true
    // Who handed it in first had it looked at already.
    if (await deps.storage.read((tx) => tx.photo(hash))) return true
    const verdict = await deps.images.inspect(bytes)
    if (verdict.state === 'busy') found.later = fault('serverBusy')
    else if (verdict.state !== 'sound') {
      found.unshown = faultFor[verdict.state]
      const apart = { memberId: device.memberId, account: 'quarantine', now: deps.now() } as const
      found.later = await deps.storage.write((tx) =>
        ledgerOf(deps).charge(tx, apart, { items: 1, bytes: bytes.length }),
      )
    }
    return !found.later
  }
  const finished = await keep({ mayKeep, ...(medium ? { medium } : {}) })
  if (finished.state === 'notNow') return fail(found.later ?? fault('serverBusy'))
  if (finished.state === 'hashMismatch') return fail(fault('photoHashMismatch'))
  if (finished.state === 'wrongType')
    return fail(fault(medium === 'voice' ? 'voiceNotAudio' : 'photoNotAnImage'))
  if (found.unshown)
    return quarantine(deps, { hash, bytes: finished.bytes, fault: found.unshown }, device)
  deps.hints.publish(
    await acceptPhoto(
      deps.storage,
      { hash, bytes: finished.bytes, type: finished.type },
      device,
      deps.now(),
    ),
  )
  deps.backup?.wake()
  deps.metrics?.photoTaken(finished.bytes)
  return succeed(null)
}

/** Null where its bytes may come: they are charged. */
export async function chargePhoto(
  tx: WriteTx,
  deps: PhotoIntake,
  { memberId }: Pick<Device, 'memberId'>,
  bytes: number,
): Promise<Fault | null> {
  const now = deps.now()
  const ofAll = await tx.ledgerBytes('photos', {
    bytesPerMs: allowances.photos.bytes / allowances.photos.refillMs,
    now,
  })
  if (ofAll + bytes > photoBytesOfAllInADay)
    return fault('tooManyRequests', { retryAfterSeconds: comeAgain.latest })
  return ledgerOf(deps).charge(tx, { memberId, account: 'photos', now }, { items: 1, bytes })
}

/** A photo that comes whole: charged, and given back where nothing of it was kept. */
export async function admitWhole(
  deps: PhotoIntake,
  hash: PhotoHash,
  device: Depositor,
  bytes: Uint8Array,
  medium?: AttachmentField,
): Promise<Result<null>> {
  const noRoom = await deps.storage.write((tx) => chargePhoto(tx, deps, device, bytes.length))
  if (noRoom) return fail(noRoom)
  const admitted = await admitPhoto(
    deps,
    hash,
    device,
    (asked) => deps.photos.put(hash, bytes, asked),
    medium,
  )
  if (!admitted.ok && !isKeptApart(admitted.fault)) {
    const of = { memberId: device.memberId, account: 'photos', now: deps.now() } as const
    await deps.storage.write((tx) =>
      ledgerOf(deps).release(tx, of, { items: 1, bytes: bytes.length }),
    )
  }
  return admitted
}

const isAudio = (type: string): boolean => type.startsWith('audio/')

const faultFor = { unreadable: 'photoUnreadable', tooManyPixels: 'photoTooManyPixels' } as const
const isKeptApart = ({ code }: Fault): boolean => Object.values<string>(faultFor).includes(code)

export const faultOfQuarantined = (code: QuarantinedPhoto['fault']) =>
  code === 'photoTooManyPixels' ? fault(code, { limit: imageLimits.pixels }) : fault(code)

async function quarantine(
  { storage, now, metrics }: PhotoIntake,
  photo: Pick<QuarantinedPhoto, 'hash' | 'bytes' | 'fault'>,
  device: Depositor,
): Promise<Result<null>> {
  const at = now()
  await storage.write(async (tx) => {
    await tx.putQuarantined({ ...photo, memberId: device.memberId, deviceId: device.id, at })
    await tx.dropUpload(photo.hash, device.memberId)
    await tx.putAudit(adminChain, {
      at,
      action: 'photoQuarantined',
      actor: device.memberId,
      device: device.id,
      detail: { photo: photo.hash, fault: photo.fault },
    })
  })
  metrics?.photoQuarantined()
  return fail(faultOfQuarantined(photo.fault))
}
